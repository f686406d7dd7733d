// min, max and their nan-forms. The field `seen` is 0 as long as there was nothing (for nan-forms: nothing but NaN).
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

// A NaN wins; of equal ones (-0 and 0) the first. Numbers or vectors.
template <bool greatest, class X> inline X extreme_of(X a, X x) {
  if constexpr (greatest) return choose((a >= x) | (a != a), a, x);
  else return choose((a <= x) | (a != a), a, x);
}
// NaN stands for nothing.
template <bool greatest, class X> inline X extreme_but_nan(X a, X x) {
  if constexpr (greatest) return choose((x > a) | (a != a), x, a);
  else return choose((x < a) | (a != a), x, a);
}

template <class T, bool greatest> struct Extreme {
  using In = T;
  using Acc = T;
  using Field = typename Either<is_float<T>, double, Wide<T>>::type;
  using Out = T;
  static constexpr int fields = 2, sets = 1;
  static constexpr bool in_vectors = is_float<T>;
  static T identity(int) { return extreme_identity<T, greatest>(); }
  template <class X> static void add(X& a, X x) { a = extreme_of<greatest>(a, x); }
  static void fold(T& a, T b) { a = extreme_of<greatest>(a, b); }
  static void clear(Fields<Field> s) {
    s(0) = static_cast<Field>(identity(0));
    s(1) = 0;
  }
  static void into(Fields<Field> s, T a, int64_t) {
    s(0) = extreme_of<greatest>(s(0), static_cast<Field>(a));
    s(1) = 1;
  }
  static void merge(Fields<Field> a, Fields<Field> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      a(0, i) = extreme_of<greatest>(a(0, i), b(0, i));
      a(1, i) = a(1, i) != 0 || b(1, i) != 0 ? 1 : 0;
    }
  }
  static Status final(Fields<Field> s, T* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) {
      if constexpr (is_float<T>) out[i] = s(1, i) != 0 ? static_cast<T>(s(0, i)) : static_cast<T>(__builtin_nan(""));
      else out[i] = static_cast<T>(s(0, i));
    }
    return Status::ok;
  }
};

template <class T, bool greatest> struct NanExtreme {
  using In = T;
  using Acc = T;
  using Field = double;
  using Out = T;
  static constexpr int fields = 2, sets = 1;
  static constexpr bool in_vectors = true;
  static T identity(int) { return static_cast<T>(__builtin_nan("")); }
  template <class X> static void add(X& a, X x) { a = extreme_but_nan<greatest>(a, x); }
  static void fold(T& a, T b) { a = extreme_but_nan<greatest>(a, b); }
  static void clear(Fields<double> s) {
    s(0) = __builtin_nan("");
    s(1) = 0;
  }
  static void into(Fields<double> s, T a, int64_t) {
    const double value = extreme_but_nan<greatest>(s(0), static_cast<double>(a));
    s(0) = value;
    s(1) = value == value ? 1 : 0;
  }
  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const double value = extreme_but_nan<greatest>(a(0, i), b(0, i));
      a(0, i) = value;
      a(1, i) = value == value ? 1 : 0;
    }
  }
  static Status final(Fields<double> s, T* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<T>(s(0, i));
    return Status::ok;
  }
};

template <class T> using Max = Lanes<Extreme<Alike<T>, true>>;
template <class T> using Min = Lanes<Extreme<Alike<T>, false>>;
template <class T> using NanMax = Lanes<NanExtreme<T, true>>;
template <class T> using NanMin = Lanes<NanExtreme<T, false>>;

constexpr auto table = reducers(
    CW_REDUCER("max", Max, FloatTypes), CW_REDUCER("max", Max, IntegerTypes),
    CW_REDUCER("min", Min, FloatTypes), CW_REDUCER("min", Min, IntegerTypes),
    CW_REDUCER("nanmax", NanMax, FloatTypes), CW_REDUCER("nanmax", Max, IntegerTypes),
    CW_REDUCER("nanmin", NanMin, FloatTypes), CW_REDUCER("nanmin", Min, IntegerTypes));

}  // namespace

KernelSet reduce_order_kernels() noexcept { return table; }

}  // namespace CW_ISA
