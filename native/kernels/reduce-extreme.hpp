// The least and the greatest: of two, and in vectors.
#pragma once
#include "reduce-types.hpp"

namespace CW_ISA {
namespace {

// The least or the greatest of a type, infinite for floats: what changes nothing.
template <class T, bool greatest> constexpr T extreme_identity() {
  if constexpr (is_float<T>) return greatest ? -__builtin_inf() : __builtin_inf();
  else if constexpr (!is_signed<T>) return greatest ? T(0) : static_cast<T>(~T(0));
  else return static_cast<T>(greatest ? -(INT64_C(1) << (8 * sizeof(T) - 1) % 64) : (INT64_C(1) << (8 * sizeof(T) - 2)) - 1 + (INT64_C(1) << (8 * sizeof(T) - 2)));
}
template <> constexpr int64_t extreme_identity<int64_t, true>() { return INT64_MIN; }
template <> constexpr int64_t extreme_identity<int64_t, false>() { return INT64_MAX; }

// The better one of numbers, of equal ones (-0 and 0) the first. A NaN in `a` stays, one in `x` is passed over. Numbers or vectors.
template <bool greatest, class X> inline X better_number(X a, X x) {
  if constexpr (greatest) return choose(x > a, x, a);
  else return choose(x < a, x, a);
}

// The extremes of numbers and, beside them, which lanes have seen NaN (or, if they are passed over, anything else): two operations for a
// vector, and no accumulator waits for more than one.
template <bool greatest, bool skip_nan, class V, int64_t n> struct Extremes {
  using T = typename Either<sizeof(V{}[0]) == 4, float, double>::type;
  static constexpr Ahead reads = ahead;
  V best[n];
  LaneSet<V> seen;
  void clear() {
    seen = {};
    for (int64_t j = 0; j < n; ++j) best[j] = V{} + extreme_identity<T, greatest>();
  }
  void load(const T* acc, int64_t) {
    seen = {};
    for (int64_t j = 0; j < n; ++j) {
      best[j] = load_vector<V>(acc + j * vector_width<T>);
      if constexpr (skip_nan) {
        seen.add_number(best[j]);
        best[j] = choose(best[j] == best[j], best[j], V{} + extreme_identity<T, greatest>());
      }
    }
  }
  void add(int64_t j, V x) {
    best[j] = better_number<greatest>(best[j], x);
    if constexpr (skip_nan) seen.add_number(x);
    else seen.add_nan(x, x);
  }
  void add(int64_t j, V x, V y) requires(!skip_nan) {
    best[j] = better_number<greatest>(better_number<greatest>(best[j], x), y);
    seen.add_nan(x, y);
  }
  // x into j, y into the next.
  void add_side_by_side(int64_t j, V x, V y) {
    best[j] = better_number<greatest>(best[j], x);
    best[j + 1] = better_number<greatest>(best[j + 1], y);
    seen.add_nan(x, y);
  }
  void store(T* acc, int64_t) const {
    const Mask<V> has = seen.mask();
    const V nan = V{} + static_cast<T>(__builtin_nan(""));
    for (int64_t j = 0; j < n; ++j) store_vector(acc + j * vector_width<T>, skip_nan ? choose(has, best[j], nan) : choose(has, nan, best[j]));
  }
};

}  // namespace
}  // namespace CW_ISA
