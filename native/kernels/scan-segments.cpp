// Running sums, products and extremes within segments of a column; rows without a value are passed over.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: values, bitmap (empty: all have one), int32 borders of the segments, which follow each other from row 0 to n. A row without a value gets what came before it.
template <class Step> struct Segments {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const T* x = input<T>(call);
    const auto* bits = input<uint8_t>(call, 1);
    const bool all = call.in[1].length == 0;
    const auto* borders = input<int32_t>(call, 2);
    T* out = output<T>(call);
    for (int64_t segment = 0; segment + 1 < call.in[2].length; segment++) {
      T total = Step::template nothing<T>();
      for (int64_t i = borders[segment]; i < borders[segment + 1]; i++) {
        if (all || (bits[i / 8] >> i % 8 & 1) != 0) total = Step::next(total, x[i]);
        out[i] = total;
      }
    }
    return Status::ok;
  }
};

struct Sum {
  // -0 + x is x for every x.
  template <class T> static CW_INLINE T nothing() { return static_cast<T>(-0.0); }
  template <class T> static CW_INLINE T next(T total, T x) { return static_cast<T>(wrapping(total) + wrapping(x)); }
};
struct Product {
  template <class T> static CW_INLINE T nothing() { return 1; }
  template <class T> static CW_INLINE T next(T total, T x) { return static_cast<T>(wrapping(total) * wrapping(x)); }
};

template <class T> CW_INLINE T greatest() {
  if constexpr (isFloat<T>) return static_cast<T>(__builtin_inf());
  else return static_cast<T>(isSigned<T> ? ~Word<T>{0} >> 1 : ~Word<T>{0});
}
template <class T> CW_INLINE T least() {
  if constexpr (isFloat<T>) return static_cast<T>(-__builtin_inf());
  else return static_cast<T>(~greatest<T>());
}
// NaN stays.
struct Greatest {
  template <class T> static CW_INLINE T nothing() { return least<T>(); }
  template <class T> static CW_INLINE T next(T most, T x) { return most >= x || most != most ? most : x; }
};
struct Least {
  template <class T> static CW_INLINE T nothing() { return greatest<T>(); }
  template <class T> static CW_INLINE T next(T least, T x) { return least <= x || least != least ? least : x; }
};

using Sums = DTypes<DType::i64, DType::u64, DType::f32, DType::f64>;
using Ordered = DTypes<DType::i32, DType::i64, DType::u64, DType::f32, DType::f64>;
constexpr auto table = family(each<Segments<Sum>>("cumsumSegments", Sums{}), each<Segments<Product>>("cumprodSegments", Sums{}),
                              each<Segments<Greatest>>("cummaxSegments", Ordered{}), each<Segments<Least>>("cumminSegments", Ordered{}));

}  // namespace

KernelSet scan_segments_kernels() noexcept { return table; }

}  // namespace CW_ISA
