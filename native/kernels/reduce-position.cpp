// argmin, argmax and their nan-forms: the first of equal ones, or of NaNs. The field `position` is -1 as long as there was nothing; while a
// domain goes by, it counts the reduced elements of the chunk, and at its end becomes a position in the whole array.
#include "reduce-types.hpp"

namespace CW_ISA {
namespace {

// Whether x is to be taken instead of a.
template <bool greatest, bool skip_nan, class T> inline bool is_better(T x, T a) {
  if constexpr (is_float<T> && !skip_nan) return static_cast<int>(greatest ? x > a : x < a) | (static_cast<int>(x != x) & static_cast<int>(a == a));
  else return greatest ? x > a : x < a;
}
template <bool skip_nan, class T> inline bool counts(T x) {
  if constexpr (is_float<T> && skip_nan) return x == x;
  else return true;
}

template <class T, bool greatest, bool skip_nan> struct Position {
  using In = T;
  using Acc = T;
  using Field = typename Either<is_float<T>, double, Wide<T>>::type;
  using Out = double;
  static constexpr int fields = 2, sets = 0;
  static constexpr Field none = static_cast<Field>(-1);
  static constexpr int64_t row_block = 4096;
  static constexpr int64_t column_block = 64;
  // Elements that are looked at together, and again only if the best of them is better.
  static constexpr int64_t stretch = 512;

  struct Row {
    T value;
    int64_t position;  // in the block
  };

  static void clear(Fields<Field> s) {
    s(0) = 0;
    s(1) = none;
  }
  static void start(Row& row) { row = {T(0), -1}; }

  static void row(Row& row, const T* x, int64_t n, int64_t phase) {
    for (int64_t i = 0; i < n; i += stretch) {
      const int64_t count = n - i < stretch ? n - i : stretch;
      T best{};
      if (!best_of(x + i, count, best)) continue;
      if (row.position >= 0 && !is_better<greatest, skip_nan>(best, row.value)) continue;
      int64_t at = i;
      if (best == best) while (!(x[at] == best)) ++at;
      else while (x[at] == x[at]) ++at;
      row = {x[at], phase + at};
    }
  }

  static void join(const Row& row, Fields<Field> s, int64_t, int64_t first) {
    if (row.position < 0) return;
    const auto value = static_cast<Field>(row.value);
    if (s(1) != none && !is_better<greatest, skip_nan>(value, s(0))) return;
    s(0) = value;
    s(1) = static_cast<Field>(first + row.position);
  }

  static void start_columns(T*, int64_t, int64_t, Fields<Field>) {}

  template <int64_t rows> static void columns(T*, int64_t, Fields<Field> s, const T* x, int64_t k, int64_t n, int64_t first) {
    Field* values = s.data;
    Field* positions = s.data + s.slots;
    for (int64_t r = 0; r < rows; ++r) {
      const auto position = static_cast<Field>(first + r);
      CW_REDUCE_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) {
        const T element = x[r * k + i];
        const auto value = static_cast<Field>(element);
        const bool take = (static_cast<int>(positions[i] == none) | static_cast<int>(is_better<greatest, skip_nan>(value, values[i]))) & static_cast<int>(counts<skip_nan>(element));
        values[i] = take ? value : values[i];
        positions[i] = take ? position : positions[i];
      }
    }
  }
  static void join_columns(T*, int64_t, Fields<Field>, int64_t, int64_t) {}

  // words: axes, axes × (extent, stride in the whole array), first position.
  static void finish(Fields<Field> s, int64_t slots, const double* words) {
    const auto axes = static_cast<int64_t>(words[0]);
    for (int64_t i = 0; i < slots; ++i) {
      if (s(1, i) == none) continue;
      auto rest = static_cast<int64_t>(s(1, i));
      auto position = static_cast<int64_t>(words[1 + 2 * axes]);
      for (int64_t axis = axes - 1; axis >= 0; --axis) {
        const auto extent = static_cast<int64_t>(words[1 + 2 * axis]);
        position += rest % extent * static_cast<int64_t>(words[2 + 2 * axis]);
        rest /= extent;
      }
      s(1, i) = static_cast<Field>(position);
    }
  }

  static void merge(Fields<Field> a, Fields<Field> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      if (b(1, i) == none) continue;
      const bool better = a(1, i) == none || is_better<greatest, skip_nan>(b(0, i), a(0, i));
      const bool worse = !better && is_better<greatest, skip_nan>(a(0, i), b(0, i));
      if (!better && (worse || !(b(1, i) < a(1, i)))) continue;
      a(0, i) = b(0, i);
      a(1, i) = b(1, i);
    }
  }

  static Status final(Fields<Field> s, double* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) {
      if (s(1, i) == none) return Status::domain;
      out[i] = static_cast<double>(s(1, i));
    }
    return Status::ok;
  }

 private:
  // The best of n elements; false if none counts.
  static bool best_of(const T* x, int64_t n, T& best) {
    if constexpr (is_float<T> && skip_nan) {
      int64_t i = 0;
      while (i < n && x[i] != x[i]) ++i;
      if (i == n) return false;
    }
    constexpr int64_t width = 64 / static_cast<int64_t>(sizeof(T)) * 2;
    T lane[width];
    int64_t i = 0;
    if (n >= width) {
      for (int64_t j = 0; j < width; ++j) lane[j] = x[j];
      for (i = width; i + width <= n; i += width)
        for (int64_t j = 0; j < width; ++j) lane[j] = better_of(lane[j], x[i + j]);
      for (int64_t half = width / 2; half > 0; half /= 2)
        for (int64_t j = 0; j < half; ++j) lane[j] = better_of(lane[j], lane[j + half]);
    } else {
      lane[0] = x[i++];
    }
    for (; i < n; ++i) lane[0] = better_of(lane[0], x[i]);
    best = lane[0];
    return true;
  }
  static T better_of(T a, T x) {
    if constexpr (is_float<T> && skip_nan) return (static_cast<int>(greatest ? x > a : x < a) | static_cast<int>(a != a)) ? x : a;
    else if constexpr (is_float<T>) return (static_cast<int>(greatest ? a >= x : a <= x) | static_cast<int>(a != a)) ? a : x;
    else return greatest ? (a < x ? x : a) : (x < a ? x : a);
  }
};

template <class T> using ArgMax = Position<Alike<T>, true, false>;
template <class T> using ArgMin = Position<Alike<T>, false, false>;
template <class T> using NanArgMax = Position<T, true, true>;
template <class T> using NanArgMin = Position<T, false, true>;

constexpr auto table = reducers(
    CW_REDUCER("argmax", ArgMax, FloatTypes), CW_REDUCER("argmax", ArgMax, IntegerTypes),
    CW_REDUCER("argmin", ArgMin, FloatTypes), CW_REDUCER("argmin", ArgMin, IntegerTypes),
    CW_REDUCER("nanargmax", NanArgMax, FloatTypes), CW_REDUCER("nanargmax", ArgMax, IntegerTypes),
    CW_REDUCER("nanargmin", NanArgMin, FloatTypes), CW_REDUCER("nanargmin", ArgMin, IntegerTypes));

}  // namespace

KernelSet reduce_position_kernels() noexcept { return table; }

}  // namespace CW_ISA
