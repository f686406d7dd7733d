// var and nanvar: how many, their mean, the sum of squared deviations from it. Parts are brought together by Chan's formula.
#include "reduce-types.hpp"

namespace CW_ISA {
namespace {

struct Moments {
  double count, mean, squares;
};

inline void add_moments(Fields<double> s, int64_t i, Moments b) {
  if (b.count == 0) return;
  const double count = s(0, i) + b.count;
  const double delta = b.mean - s(1, i);
  const bool first = s(0, i) == 0;
  s(1, i) = first ? b.mean : s(1, i) + delta * (b.count / count);
  s(2, i) = first ? b.squares : s(2, i) + (b.squares + delta * delta * (s(0, i) * b.count / count));
  s(0, i) = count;
}

template <class T, bool skip_nan> struct Variance {
  using In = T;
  using Acc = double;
  using Field = double;
  using Out = typename Either<is_float<T>, T, double>::type;
  // Accumulators of a column: sum of deviations from the mean so far, of their squares (negative: nothing yet), and how many.
  static constexpr int fields = 3, sets = skip_nan ? 3 : 2;
  // A block is gone through twice, so it has to stay in L1.
  static constexpr int64_t row_block = 1024;
  static constexpr int64_t column_block = 64;

  struct Row {
    alignas(64) double elements[row_block];
    const double* data;
  };

  static void clear(Fields<double> s) { s(0) = s(1) = s(2) = 0; }
  static void start(Row& row) { row.data = row.elements; }

  static void row(Row& row, const T* x, int64_t n, int64_t phase) {
    if constexpr (sizeof(T) == 8 && is_float<T>) {
      if (n == row_block) {
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
      acc[stride + i] = s(0, i) == 0 ? -1 : 0;
      if constexpr (skip_nan) acc[2 * stride + i] = 0;
    }
  }

  // Deviations are from the mean so far, at first from the first element: near enough to the mean that their squares lose nothing.
  template <int64_t rows> static void columns(double* acc, int64_t stride, Fields<double> s, const T* x, int64_t k, int64_t n, int64_t) {
    double* means = s.data + s.slots;
    CW_REDUCE_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) {
      double sum = acc[i];
      double squares = acc[stride + i];
      double mean = means[i];
      if constexpr (skip_nan) {
        double count = acc[2 * stride + i];
        for (int64_t r = 0; r < rows; ++r) {
          const auto element = static_cast<double>(x[r * k + i]);
          const bool some = element == element;
          const bool first = static_cast<int>(squares < 0) & static_cast<int>(some);
          mean = first ? element : mean;
          squares = first ? 0.0 : squares;
          const double deviation = some ? element - mean : 0.0;
          sum += deviation;
          squares += deviation * deviation;
          count += some ? 1.0 : 0.0;
        }
        acc[2 * stride + i] = count;
      } else {
        const bool first = squares < 0;
        mean = first ? static_cast<double>(x[i]) : mean;
        squares = first ? 0.0 : squares;
        for (int64_t r = 0; r < rows; ++r) {
          const double deviation = static_cast<double>(x[r * k + i]) - mean;
          sum += deviation;
          squares += deviation * deviation;
        }
      }
      means[i] = mean;
      acc[i] = sum;
      acc[stride + i] = squares;
    }
  }

  static void join_columns(const double* acc, int64_t stride, Fields<double> s, int64_t n, int64_t rows) {
    for (int64_t i = 0; i < n; ++i) {
      const double count = skip_nan ? acc[2 * stride + i] : static_cast<double>(rows);
      if (skip_nan && count == 0) continue;
      const double sum = acc[i];
      const double total = s(0, i) + count;
      const double squares = acc[stride + i] - sum * (sum / total);
      s(0, i) = total;
      s(1, i) += sum / total;
      // Rounding must not make it negative; NaN stays.
      s(2, i) += squares < 0 ? 0 : squares;
    }
  }

  static void finish(Fields<double>, int64_t, const double*) {}

  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
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
  static double fold(double* lane) {
    for (int64_t half = lanes / 2; half > 0; half /= 2)
      for (int64_t j = 0; j < half; ++j) lane[j] += lane[j + half];
    return lane[0];
  }

  static Moments moments(const double* x, int64_t n) {
    double sum[lanes] = {};
    double count[lanes] = {};
    const int64_t whole = n / lanes * lanes;
    const auto add = [&](int64_t lane, double element) {
      sum[lane] += !skip_nan || element == element ? element : 0.0;
      if constexpr (skip_nan) count[lane] += element == element ? 1.0 : 0.0;
    };
    for (int64_t i = 0; i < whole; i += lanes)
      for (int64_t j = 0; j < lanes; ++j) add(j, x[i + j]);
    for (int64_t i = whole; i < n; ++i) add(i - whole, x[i]);
    const double total = skip_nan ? fold(count) : static_cast<double>(n);
    if (total == 0) return {0, 0, 0};
    const double mean = fold(sum) / total;

    double squares[lanes] = {};
    const auto deviate = [&](int64_t lane, double element) {
      const double deviation = !skip_nan || element == element ? element - mean : 0.0;
      squares[lane] += deviation * deviation;
    };
    for (int64_t i = 0; i < whole; i += lanes)
      for (int64_t j = 0; j < lanes; ++j) deviate(j, x[i + j]);
    for (int64_t i = whole; i < n; ++i) deviate(i - whole, x[i]);
    return {total, mean, fold(squares)};
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
