// Running sums, products and extremes along the middle axis of `[outer, n, inner]`, one element after the other as NumPy does it.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// Input and output may be the same. in: x, and what came before (`[outer, inner]`) if params say so. params: outer, n, inner, whether there is a carry.
// `Step` joins what came before with an element; `first` is what it makes of an element before which there is nothing.
template <class Step> struct Scan {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Params params(call);
    const int64_t outer = params.integer();
    const int64_t n = params.integer();
    const int64_t inner = params.integer();
    const bool carried = params.integer() != 0;
    if (n == 0) return Status::ok;
    for (int64_t o = 0; o < outer; o++) {
      if (stopped(call)) return Status::stopped;
      const T* x = input<T>(call) + o * n * inner;
      T* out = output<T>(call) + o * n * inner;
      const T* carry = carried ? input<T>(call, 1) + o * inner : nullptr;
      if (inner == 1) {
        T total = carried ? Step::next(*carry, x[0]) : Step::first(x[0]);
        out[0] = total;
        for (int64_t i = 1; i < n; i++) out[i] = total = Step::next(total, x[i]);
        continue;
      }
      for (int64_t i = 0; i < inner; i++) out[i] = carried ? Step::next(carry[i], x[i]) : Step::first(x[i]);
      for (int64_t j = 1; j < n; j++) {
        const T* row = x + j * inner;
        T* to = out + j * inner;
        const T* before = to - inner;
        CW_INDEPENDENT
        for (int64_t i = 0; i < inner; i++) to[i] = Step::next(before[i], row[i]);
      }
    }
    return Status::ok;
  }
};

struct Sum {
  template <class T> static CW_INLINE T first(T x) { return x; }
  template <class T> static CW_INLINE T next(T total, T x) { return static_cast<T>(wrapping(total) + wrapping(x)); }
};
struct Product {
  template <class T> static CW_INLINE T first(T x) { return x; }
  template <class T> static CW_INLINE T next(T total, T x) { return static_cast<T>(wrapping(total) * wrapping(x)); }
};
// With NaN as the value that changes nothing.
template <class Step, int Neutral> struct WithoutNaN {
  template <class T> static CW_INLINE T first(T x) { return x != x ? T(Neutral) : x; }
  template <class T> static CW_INLINE T next(T total, T x) { return Step::next(total, first(x)); }
};
// NaN stays.
struct Greatest {
  template <class T> static CW_INLINE T first(T x) { return x; }
  template <class T> static CW_INLINE T next(T most, T x) { return most >= x || most != most ? most : x; }
};
struct Least {
  template <class T> static CW_INLINE T first(T x) { return x; }
  template <class T> static CW_INLINE T next(T least, T x) { return least <= x || least != least ? least : x; }
};

constexpr auto table = family(each<Scan<Sum>>("cumsum", Numeric{}), each<Scan<Product>>("cumprod", Numeric{}),
                              each<Scan<WithoutNaN<Sum, 0>>>("nancumsum", Floats{}), each<Scan<WithoutNaN<Product, 1>>>("nancumprod", Floats{}),
                              each<Scan<Greatest>>("cummax", All{}), each<Scan<Least>>("cummin", All{}));

}  // namespace

KernelSet scan_kernels() noexcept { return table; }

}  // namespace CW_ISA
