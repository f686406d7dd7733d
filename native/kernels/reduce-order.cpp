// min, max and their nan-forms. The field `seen` is 0 as long as there was nothing. Whatever NaN comes in, the one that goes out is always the same.
#include "reduce-extreme.hpp"

namespace CW_ISA {
namespace {

// A NaN wins.
template <bool greatest, class X> inline X extreme_of(X a, X x) { return choose(x != x, x, better_number<greatest>(a, x)); }
// NaN stands for nothing.
template <bool greatest, class X> inline X extreme_but_nan(X a, X x) { return choose(a != a, x, better_number<greatest>(a, x)); }

template <class T, bool greatest> struct Extreme {
  using In = T;
  using Acc = T;
  using Field = typename Either<is_float<T>, double, Wide<T>>::type;
  using Out = T;
  static constexpr int fields = 2, sets = 1;
  static constexpr bool in_vectors = is_float<T>;
  template <class V, int64_t n> using Several = Extremes<greatest, false, V, n>;
  static T identity(int) { return extreme_identity<T, greatest>(); }
  static void add(T& a, T x) { a = extreme_of<greatest>(a, x); }
  static void fold(T& a, T b) { a = extreme_of<greatest>(a, b); }
  static void clear(Fields<Field> s) {
    s(0) = static_cast<Field>(identity(0));
    s(1) = 0;
  }
  static void into(Fields<Field> s, T a, int64_t) {
    const Field value = extreme_of<greatest>(s(0), static_cast<Field>(a));
    if constexpr (is_float<T>) s(0) = value == value ? value : __builtin_nan("");
    else s(0) = value;
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
  template <class V, int64_t n> using Several = Extremes<greatest, true, V, n>;
  static T identity(int) { return static_cast<T>(__builtin_nan("")); }
  static void add(T& a, T x) { a = extreme_but_nan<greatest>(a, x); }
  static void fold(T& a, T b) { a = extreme_but_nan<greatest>(a, b); }
  static void clear(Fields<double> s) {
    s(0) = __builtin_nan("");
    s(1) = 0;
  }
  static void into(Fields<double> s, T a, int64_t) {
    const double value = extreme_but_nan<greatest>(s(0), static_cast<double>(a));
    s(0) = value == value ? value : __builtin_nan("");
    s(1) = 1;
  }
  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      a(0, i) = extreme_but_nan<greatest>(a(0, i), b(0, i));
      a(1, i) = a(1, i) != 0 || b(1, i) != 0 ? 1 : 0;
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
