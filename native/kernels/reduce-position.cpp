// argmin, argmax and their nan-forms: the first of equal ones, or of NaNs. The field `position` is -1 as long as there was nothing; while a
// domain goes by, it counts the reduced elements of the chunk, and at its end becomes a position in the whole array.
#include "reduce-extreme.hpp"

namespace CW_ISA {
namespace {

// Whether x is to be taken instead of a.
template <bool greatest, bool nan_wins, class X> inline auto is_better(X x, X a) {
  if constexpr (nan_wins && greatest) return (x > a) | ((x != x) & (a == a));
  else if constexpr (nan_wins) return (x < a) | ((x != x) & (a == a));
  else if constexpr (greatest) return x > a;
  else return x < a;
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
  static constexpr bool nan_wins = is_float<T> && !skip_nan;
  static constexpr Field none = static_cast<Field>(-1);
  static constexpr int64_t row_block = 4096;
  static constexpr int64_t column_block = 480;
  // Elements that are looked at together, and again only if the best of them is better.
  static constexpr int64_t stretch = 1024;

  struct Row {
    T value;           // to be beaten
    bool any;          // whether there is one
    int64_t position;  // in the block; -1 as long as nothing there was better
  };

  static void clear(Fields<Field> s) {
    s(0) = 0;
    s(1) = none;
  }
  static void start(Row& row, Fields<Field> s, bool fresh) {
    if (fresh || s(1) == none) row = {T(0), false, -1};
    else row = {static_cast<T>(s(0)), true, -1};
  }

  static void row(Row& row, const T* x, int64_t n, int64_t phase, bool) {
    for (int64_t i = 0; i < n; i += stretch) {
      const int64_t end = n - i < stretch ? n : i + stretch;
      bool nan = false;
      const T best = best_of(x + i, end - i, nan);
      int64_t at = i;
      if (nan_wins && nan) {
        if (row.any && row.value != row.value) continue;
        while (x[at] == x[at]) ++at;
      } else {
        if (row.any && !is_better<greatest, nan_wins>(best, row.value)) continue;
        at = find(x, at, end, best);
        if (at == end) continue;  // nothing but NaN
      }
      row = {x[at], true, phase + at};
    }
  }

  static void join(const Row& row, Fields<Field> s, int64_t, int64_t first) {
    if (row.position < 0) return;
    s(0) = static_cast<Field>(row.value);
    s(1) = static_cast<Field>(first + row.position);
  }

  static void start_columns(T*, int64_t, int64_t, Fields<Field>) {}

  template <int64_t rows> static void columns(T*, int64_t, Fields<Field> s, const T* x, int64_t k, int64_t n, int64_t first) {
    Field* values = s.data;
    Field* positions = s.data + s.slots;
    int64_t i = 0;
    if constexpr (is_float<T>) {
      RowsOfColumns<rows, T> from(x, k);
      for (; i + vector_width<double> <= n; i += vector_width<double>, from.advance(vector_width<double>)) some_columns<rows>(values + i, positions + i, from, first);
    }
    for (int64_t r = 0; r < rows; ++r) {
      const auto position = static_cast<Field>(first + r);
      CW_REDUCE_INDEPENDENT
      for (int64_t c = i; c < n; ++c) {
        const auto value = static_cast<Field>(x[r * k + c]);
        const bool take = ((positions[c] == none) | is_better<greatest, nan_wins>(value, values[c])) & counts<skip_nan>(value);
        values[c] = choose(take, value, values[c]);
        positions[c] = choose(take, position, positions[c]);
      }
    }
  }
  static void join_columns(T*, int64_t, Fields<Field>, int64_t, int64_t) {}

  // words: axes, axes × (extent, stride in the whole array), first position.
  static void finish(Fields<Field> s, int64_t slots, const double* words) {
    const auto axes = static_cast<int64_t>(words[0]);
    const auto first = static_cast<int64_t>(words[1 + 2 * axes]);
    Field* positions = &s(1);
    if (axes <= 1) {
      const auto from = static_cast<Field>(first), stride = static_cast<Field>(axes == 1 ? words[2] : 0);
      CW_REDUCE_INDEPENDENT
      for (int64_t i = 0; i < slots; ++i) positions[i] = choose(positions[i] == none, none, from + positions[i] * stride);
      return;
    }
    for (int64_t i = 0; i < slots; ++i) {
      if (positions[i] == none) continue;
      auto rest = static_cast<int64_t>(positions[i]);
      auto position = first;
      for (int64_t axis = axes - 1; axis > 0; --axis) {
        const auto extent = static_cast<int64_t>(words[1 + 2 * axis]);
        position += rest % extent * static_cast<int64_t>(words[2 + 2 * axis]);
        rest /= extent;
      }
      positions[i] = static_cast<Field>(position + rest * static_cast<int64_t>(words[2]));
    }
  }

  static void merge(Fields<Field> a, Fields<Field> b, int64_t n) {
    // Which is better nobody can guess: no branch.
    CW_REDUCE_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) {
      const Field value = a(0, i), position = a(1, i), other = b(0, i), other_position = b(1, i);
      const bool better = (position == none) | is_better<greatest, nan_wins>(other, value);
      const bool earlier = !is_better<greatest, nan_wins>(value, other) & (other_position < position);
      const bool take = (other_position != none) & (better | earlier);
      a(0, i) = choose(take, other, value);
      a(1, i) = choose(take, other_position, position);
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
  // A vector of columns. It is tried as if there were no NaN; a branch for each row that is better would be guessed wrong too often, and each time
  // reading ahead stops.
  template <int64_t rows> static void some_columns(Field* values, Field* positions, const RowsOfColumns<rows, T>& from, int64_t first) {
    using V = Vector<double>;
    V best = load_vector<V>(values);
    V at = load_vector<V>(positions);
    if constexpr (rows > 1) {
      static_assert(rows % 2 == 0, "rows are looked at in pairs");
      // Where nothing was taken before, the first row is.
      if (!skip_nan && first == 0) {
        best = load_doubles(from.at(0));
        at = V{};
      }
      LaneSet<V> nan;
      from.template ask<ahead.column>();
      V tried = best;
      V row = V{}, even = V{};  // the first row of the best pair, and what is there
      for (int64_t r = 0; r < rows; r += 2) {
        const V x = load_doubles(from.at(r)), y = load_doubles(from.at(r + 1));
        if constexpr (nan_wins) nan.add_nan(x, y);
        const V next = skip_nan ? better_number<greatest>(better_number<greatest>(tried, x), y) : better_number<greatest>(tried, better_number<greatest>(x, y));
        const auto better = next != tried;
        row = choose(better, V{} + static_cast<double>(r), row);
        even = choose(better, x, even);
        tried = next;
      }
      auto again = nan.mask();
      if (skip_nan) again |= at == none;
      if (!any(again)) {
        row = choose(even == tried, row, row + 1);
        store_vector(values, tried);
        store_vector(positions, choose(is_better<greatest, false>(tried, best), row + static_cast<double>(first), at));
        return;
      }
    }
    for (int64_t r = 0; r < rows; ++r) {
      const V value = load_doubles(from.at(r));
      auto take = (at == none) | is_better<greatest, nan_wins>(value, best);
      if constexpr (skip_nan) take &= value == value;
      if (rows == 1 && !any(take)) return;
      best = choose(take, value, best);
      at = choose(take, V{} + static_cast<double>(first + r), at);
    }
    store_vector(values, best);
    store_vector(positions, at);
  }

  static int64_t find(const T* x, int64_t at, int64_t end, T value) {
    if constexpr (is_float<T>) {
      using V = Vector<T>;
      while (at + vector_width<T> <= end && !any(load_vector<V>(x + at) == V{} + value)) at += vector_width<T>;
    }
    while (at < end && x[at] != value) ++at;
    return at;
  }

  // The best number among n elements (what changes nothing, if there is none), and whether there is a NaN.
  static T best_of(const T* x, int64_t n, bool& nan) {
    T best = extreme_identity<T, greatest>();
    int64_t i = 0;
    if constexpr (is_float<T>) {
      using V = Vector<T>;
      constexpr int64_t width = vector_width<T>;
      constexpr int64_t vectors = lanes / width;
      if (n >= lanes) {
        Extremes<greatest, false, V, vectors> all;
        all.clear();
        for (; i + lanes <= n; i += lanes) {
          for (int64_t line = 0; line < lanes; line += 64 / static_cast<int64_t>(sizeof(T))) prefetch<ahead.row>(x + i + line);
          for (int64_t j = 0; j < vectors; j += 2) all.add_side_by_side(j, load_vector<V>(x + i + j * width), load_vector<V>(x + i + (j + 1) * width));
        }
        nan = any(all.seen.mask());
        for (int64_t half = vectors / 2; half > 0; half /= 2)
          for (int64_t j = 0; j < half; ++j) all.best[j] = better_number<greatest>(all.best[j], all.best[j + half]);
        for (int64_t lane = 0; lane < width; ++lane) best = better_number<greatest>(best, T(all.best[0][lane]));
      }
    }
    for (; i < n; ++i) {
      best = better_number<greatest>(best, x[i]);
      nan |= x[i] != x[i];
    }
    return best;
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
