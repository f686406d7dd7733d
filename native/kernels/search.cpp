// Binary search for many values at once, and where sorted runs are cut to be merged.
#include "sort-keys.hpp"

namespace CW_ISA {
namespace {

template <class T> CW_INLINE bool before(Key<T> a, Key<T> b, bool right) {
  return right ? key_of<T>(a) <= b : key_of<T>(a) < b;
}

// in: sorted, values. out: float64 positions. params: how many are sorted, whether to go right of equal ones.
struct SearchSorted {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t length = params.integer();
    return params.integer() != 0 ? run<Element<D>, true>(call, length) : run<Element<D>, false>(call, length);
  }
  // Several searches side by side, so that one waits for memory while others go on.
  template <class T, bool Right> static Status run(const Call& call, int64_t length) {
    constexpr int64_t together = 16;
    const auto* sorted = input<Key<T>>(call);
    const auto* values = input<Key<T>>(call, 1);
    auto* out = output<double>(call);
    for (int64_t start = 0; start < call.n; start += together) {
      const int64_t width = call.n - start < together ? call.n - start : together;
      Key<T> keys[together] = {};
      int64_t base[together] = {};
      for (int64_t i = 0; i < width; i++) keys[i] = key_of<T>(values[start + i]);
      int64_t n = length;
      for (; n > 1; n -= n / 2)
        for (int64_t i = 0; i < together; i++) base[i] += before<T>(sorted[base[i] + n / 2 - 1], keys[i], Right) ? n / 2 : 0;
      for (int64_t i = 0; i < width; i++) out[start + i] = static_cast<double>(base[i] + (n == 1 && before<T>(sorted[base[i]], keys[i], Right)));
    }
    return Status::ok;
  }
};

// in: sorted runs. out: for each run, how many of its elements are among the first `rank` of all in merged order (equal ones: those of the first run first).
// params: rank, number of runs.
struct MergeCuts {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Params params(call);
    const int64_t rank = params.integer();
    const int64_t runs = params.integer();
    auto* out = output<double>(call);
    // The least key such that enough elements are not above it, bit by bit.
    Key<T> key = 0;
    for (int bit = bits_of<T> - 1; bit >= 0; bit--) {
      const auto lesser = static_cast<Key<T>>(key | static_cast<Key<T>>((Key<T>{1} << bit) - 1));
      int64_t count = 0;
      for (int64_t i = 0; i < runs; i++) count += position<T>(call.in[i], lesser, true);
      if (count < rank) key = static_cast<Key<T>>(key | static_cast<Key<T>>(Key<T>{1} << bit));
    }
    int64_t left = rank;
    for (int64_t i = 0; i < runs; i++) left -= position<T>(call.in[i], key, false);
    for (int64_t i = 0; i < runs; i++) {
      const int64_t lesser = position<T>(call.in[i], key, false);
      const int64_t equal = position<T>(call.in[i], key, true) - lesser;
      const int64_t taken = equal < left ? equal : left;
      left -= taken;
      out[i] = static_cast<double>(lesser + taken);
    }
    return Status::ok;
  }

 private:
  template <class T> static int64_t position(const Span& run, Key<T> key, bool right) {
    const auto* sorted = static_cast<const Key<T>*>(run.data);
    int64_t low = 0;
    for (int64_t n = run.length; n > 0;) {
      const int64_t half = n / 2;
      const bool go = before<T>(sorted[low + half], key, right);
      low += go ? half + 1 : 0;
      n = go ? n - half - 1 : half;
    }
    return low;
  }
};

constexpr auto table = family(each<SearchSorted>("searchsorted", All{}), each<MergeCuts>("mergeCuts", All{}));

}  // namespace

KernelSet search_kernels() noexcept { return table; }

}  // namespace CW_ISA
