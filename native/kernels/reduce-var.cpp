// var and nanvar: how many, their mean, the sum of squared deviations from it. Parts are brought together by Chan's formula.
#include "reduce-types.hpp"

namespace CW_ISA {
namespace {

struct Moments {
  double count, mean, squares;
};

// Chan, Golub and LeVeque 1979. Without a branch, so that many are added side by side.
inline void add_moments(Fields<double> s, int64_t i, Moments b) {
  const Moments a = {s(0, i), s(1, i), s(2, i)};
  const double count = a.count + b.count;
  const double delta = b.mean - a.mean;
  const double mean = a.mean + delta * (b.count / count);
  const double squares = a.squares + (b.squares + delta * delta * (a.count * b.count / count));
  const bool keeps = b.count == 0, takes = a.count == 0;
  s(0, i) = count;
  s(1, i) = keeps ? a.mean : takes ? b.mean : mean;
  s(2, i) = keeps ? a.squares : takes ? b.squares : squares;
}

template <class T, bool skip_nan> struct Variance {
  using In = T;
  using Acc = double;
  using Field = double;
  using Out = typename Either<is_float<T>, T, double>::type;
  // Accumulators of a column: sum of deviations from the mean so far, of their squares, and how many; nanvar: squares are negative as long as there was nothing.
  static constexpr int fields = 3, sets = skip_nan ? 3 : 2;
  // A block is gone through twice, so it has to stay in L1.
  static constexpr int64_t row_block = 1024;
  // Joining takes three divisions' time a column: 0.82 of a plain read's rate with 120 rows, 0.86 with 480.
  static constexpr int64_t column_block = 480;

  struct Row {
    alignas(64) double elements[row_block];
    const double* data;
  };

  static void clear(Fields<double> s) { s(0) = s(1) = s(2) = 0; }
  static void start(Row& row, Fields<double>, bool) { row.data = row.elements; }

  static void row(Row& row, const T* x, int64_t n, int64_t phase, bool all) {
    if constexpr (sizeof(T) == 8 && is_float<T>) {
      if (all) {
        row.data = x;
        return;
      }
    }
    for (int64_t i = 0; i < n; ++i) row.elements[phase + i] = static_cast<double>(x[i]);
  }

  static void join(const Row& row, Fields<double> s, int64_t count, int64_t) { add_moments(s, 0, moments(row.data, count)); }

  static void start_columns(double* acc, int64_t stride, int64_t n, Fields<double> s) {
    for (int64_t i = 0; i < n; ++i) {
      acc[i] = 0;
      acc[stride + i] = skip_nan && s(0, i) == 0 ? -1 : 0;
      if constexpr (skip_nan) acc[2 * stride + i] = 0;
    }
  }

  // Deviations are from the mean so far, at first from the first element: near enough to the mean that their squares lose nothing.
  template <int64_t rows> static void columns(double* acc, int64_t stride, Fields<double> s, const T* x, int64_t k, int64_t n, int64_t first) {
    double* means = s.data + s.slots;
    int64_t i = 0;
    if constexpr (is_float<T>) {
      RowsOfColumns<rows, T> from(x, k);
      for (; i + width <= n; i += width, from.advance(width)) {
        const bool new_line = rows > 1 && i % (64 / static_cast<int64_t>(sizeof(T))) == 0;
        if (new_line) from.template ask<ahead.column>();
        column<rows>(acc + i, stride, means + i, first == 0, [&](int64_t r) { return load_doubles(from.at(r)); });
      }
    }
    for (; i < n; ++i) column<rows>(acc + i, stride, means + i, first == 0, [&](int64_t r) { return static_cast<double>(x[r * k + i]); });
  }

  // One column, or a vector of them.
  template <int64_t rows, class Elements> static void column(double* acc, int64_t stride, double* means, bool first_row, Elements elements) {
    using X = decltype(elements(0));
    const X zero{};
    X sum = load_vector<X>(acc);
    X squares = load_vector<X>(acc + stride);
    X mean = load_vector<X>(means);
    const bool any_first = skip_nan ? any(squares < zero) : first_row;
    if constexpr (skip_nan) {
      X count = load_vector<X>(acc + 2 * stride);
      for (int64_t r = 0; r < rows; ++r) {
        const X element = elements(r);
        if (any_first) {
          const auto first = (squares < zero) & (element == element);
          mean = choose(first, element, mean);
          squares = choose(first, zero, squares);
        }
        const X deviation = choose(element == element, element - mean, zero);
        sum += deviation;
        squares += deviation * deviation;
        count += choose(element == element, zero + 1, zero);
      }
      store_vector(acc + 2 * stride, count);
    } else {
      if (any_first) mean = elements(0);
      for (int64_t r = 0; r < rows; ++r) {
        const X deviation = elements(r) - mean;
        sum += deviation;
        squares += deviation * deviation;
      }
    }
    if (any_first) store_vector(means, mean);
    store_vector(acc, sum);
    store_vector(acc + stride, squares);
  }

  static void join_columns(const double* acc, int64_t stride, Fields<double> s, int64_t n, int64_t rows) {
    int64_t i = 0;
    for (; i + width <= n; i += width) join_column<V>(acc + i, stride, s.from(i), rows);
    for (; i < n; ++i) join_column<double>(acc + i, stride, s.from(i), rows);
  }

  // One column, or a vector of them.
  template <class X> static void join_column(const double* acc, int64_t stride, Fields<double> s, int64_t rows) {
    const X zero{};
    const X sum = load_vector<X>(acc);
    const X count = skip_nan ? load_vector<X>(acc + 2 * stride) : zero + static_cast<double>(rows);
    const X total = load_vector<X>(&s(0)) + count;
    const auto none = count == zero;
    const X shift = choose(none, zero, sum / total);
    const X squares = load_vector<X>(acc + stride) - sum * shift;
    store_vector(&s(0), total);
    store_vector(&s(1), load_vector<X>(&s(1)) + shift);
    // Rounding must not make it negative, nor may the mark of a column that has seen nothing; NaN stays.
    store_vector(&s(2), load_vector<X>(&s(2)) + choose(squares < zero, zero, squares));
  }

  static void finish(Fields<double>, int64_t, const double*) {}

  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
    CW_REDUCE_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) add_moments(a, i, {b(0, i), b(1, i), b(2, i)});
  }

  // params[0]: ddof
  static Status final(Fields<double> s, Out* out, int64_t n, const double* params) {
    const double ddof = params[0];
    for (int64_t i = 0; i < n; ++i) {
      const double divisor = s(0, i) - ddof;
      if constexpr (skip_nan) out[i] = divisor > 0 ? static_cast<Out>(s(2, i) / divisor) : static_cast<Out>(__builtin_nan(""));
      else out[i] = static_cast<Out>(s(2, i) / (divisor > 0 ? divisor : 0.0));
    }
    return Status::ok;
  }

 private:
  using V = Vector<double>;
  static constexpr int64_t width = vector_width<double>;
  static constexpr int64_t vectors = lanes / width;

  static Moments moments(const double* x, int64_t n) {
    const int64_t whole = n / lanes * lanes;
    V sum[vectors] = {};
    V count[vectors] = {};
    for (int64_t i = 0; i < whole; i += lanes)
      for (int64_t j = 0; j < vectors; ++j) add(sum[j], count[j], load_vector<V>(x + i + j * width));
    in_lanes(sum, n - whole, [&](double* lane) {
      in_lanes(count, n - whole, [&](double* counts) {
        for (int64_t i = whole; i < n; ++i) add(lane[i - whole], counts[i - whole], x[i]);
      });
    });
    const double total = skip_nan ? add_lanes<lanes>(count) : static_cast<double>(n);
    if (total == 0) return {0, 0, 0};
    const double mean = add_lanes<lanes>(sum) / total;

    V squares[vectors] = {};
    for (int64_t i = 0; i < whole; i += lanes) {
      // The block is in L1 now: time to ask for the one after the next.
      for (int64_t line = 0; line < lanes; line += 8) prefetch<16 * row_block>(x + i + line);
      for (int64_t j = 0; j < vectors; ++j) deviate(squares[j], mean, load_vector<V>(x + i + j * width));
    }
    in_lanes(squares, n - whole, [&](double* lane) {
      for (int64_t i = whole; i < n; ++i) deviate(lane[i - whole], mean, x[i]);
    });
    return {total, mean, add_lanes<lanes>(squares)};
  }

  // Opens vectors for what is left over, if there is something.
  template <class Each> static void in_lanes(V (&all)[vectors], int64_t left, Each each) {
    if (left == 0) return;
    double lane[lanes];
    for (int64_t j = 0; j < vectors; ++j) store_vector(lane + j * width, all[j]);
    each(lane);
    for (int64_t j = 0; j < vectors; ++j) all[j] = load_vector<V>(lane + j * width);
  }

  // Numbers or vectors.
  template <class X> static void add(X& sum, X& count, X element) {
    const X zero{};
    if constexpr (skip_nan) {
      sum += choose(element == element, element, zero);
      count += choose(element == element, zero + 1, zero);
    } else {
      sum += element;
    }
  }
  template <class X> static void deviate(X& squares, double mean, X element) {
    X deviation = element - mean;
    if constexpr (skip_nan) deviation = choose(element == element, deviation, X{});
    squares += deviation * deviation;
  }
};

template <class T> using Var = Variance<Alike<T>, false>;
template <class T> using NanVar = Variance<T, true>;

constexpr auto table = reducers(
    CW_REDUCER("var", Var, FloatTypes), CW_REDUCER("var", Var, IntegerTypes),
    CW_REDUCER("nanvar", NanVar, FloatTypes), CW_REDUCER("nanvar", Var, IntegerTypes));

}  // namespace

KernelSet reduce_var_kernels() noexcept { return table; }

}  // namespace CW_ISA
