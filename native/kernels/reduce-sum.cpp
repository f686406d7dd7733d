// sum, mean, prod and their nan-forms. Floats are added up in float64, blocks of a row joined with what rounding took away;
// integers in 64 bits that wrap around.
#include "reduce-types.hpp"

namespace CW_ISA {
namespace {

// high += x; low += what the addition lost (Knuth). Where high becomes infinite, low becomes NaN and no longer counts.
inline void add_exactly(double& high, double& low, double x) {
  const double sum = high + x;
  const double part = sum - high;
  low += (high - (sum - part)) + (x - part);
  high = sum;
}
inline double exact_sum(double high, double low) {
  return __builtin_fabs(high) <= __DBL_MAX__ ? high + low : high;
}

// Accumulators of one set.
template <class V, int64_t n> struct Plain {
  static constexpr Ahead reads = ahead;
  static constexpr bool of_any_slots = true;
  V sum[n];
  void load(const double* acc, int64_t) {
    for (int64_t j = 0; j < n; ++j) sum[j] = load_vector<V>(acc + j * vector_width<double>);
  }
  void add(int64_t j, V x) { sum[j] += x; }
  void store(double* acc, int64_t) const {
    for (int64_t j = 0; j < n; ++j) store_vector(acc + j * vector_width<double>, sum[j]);
  }
};
template <class V, int64_t n> struct PlainNumbers : Plain<V, n> {
  void add(int64_t j, V x) { this->sum[j] += choose(x == x, x, V{}); }
};
// The same if there is no NaN (or infinities that make one).
template <class V, int64_t n> struct HopedNumbers : Plain<V, n> {
  bool failed() const {
    auto nan = this->sum[0] != this->sum[0];
    for (int64_t j = 1; j < n; ++j) nan |= this->sum[j] != this->sum[j];
    return any(nan);
  }
};

template <class T> struct FloatSum {
  using In = T;
  using Acc = double;
  using Field = double;
  using Out = T;
  template <class V, int64_t n> using Several = Plain<V, n>;
  static constexpr int fields = 2, sets = 1;
  static constexpr bool in_vectors = true;
  static double identity(int) { return 0; }
  static void add(double& a, T x) { a += static_cast<double>(x); }
  static void fold(double& a, double b) { a += b; }
  static void clear(Fields<double> s) { s(0) = s(1) = 0; }
  static void into(Fields<double> s, double a, int64_t) { add_exactly(s(0), s(1), a); }
  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      add_exactly(a(0, i), a(1, i), b(0, i));
      a(1, i) += b(1, i);
    }
  }
  static Status final(Fields<double> s, T* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<T>(exact_sum(s(0, i), s(1, i)));
    return Status::ok;
  }
};

template <class T> struct FloatNanSum : FloatSum<T> {
  template <class V, int64_t n> using Several = PlainNumbers<V, n>;
  template <class V, int64_t n> using Hoped = HopedNumbers<V, n>;
  static void add(double& a, T x) { a += x == x ? static_cast<double>(x) : 0.0; }
};

// Field 2 is how many there were.
template <class T> struct MeanState {
  using In = T;
  using Acc = double;
  using Field = double;
  using Out = typename Either<is_float<T>, T, double>::type;
  static constexpr int fields = 3;
  static constexpr bool in_vectors = is_float<T>;
  static double identity(int) { return 0; }
  static void clear(Fields<double> s) { s(0) = s(1) = s(2) = 0; }
  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
    FloatSum<T>::merge(a, b, n);
    for (int64_t i = 0; i < n; ++i) a(2, i) += b(2, i);
  }
  static Status final(Fields<double> s, Out* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<Out>(exact_sum(s(0, i), s(1, i)) / s(2, i));
    return Status::ok;
  }
};

template <class T> struct PlainMean : MeanState<T> {
  template <class V, int64_t n> using Several = Plain<V, n>;
  static constexpr int sets = 1;
  static void add(double& a, T x) { a += static_cast<double>(x); }
  static void fold(double& a, double b) { a += b; }
  static void into(Fields<double> s, double a, int64_t count) {
    add_exactly(s(0), s(1), a);
    s(2) += static_cast<double>(count);
  }
};

// Set 1 is how many are NaN: hardly any, so nothing is done for the rest.
template <class T> struct FloatNanMean : MeanState<T> {
  template <class V, int64_t n> struct Several {
    static constexpr Ahead reads = ahead;
    V sum[n], missing[n];
    void load(const double* acc, int64_t stride) {
      for (int64_t j = 0; j < n; ++j) sum[j] = load_vector<V>(acc + j * vector_width<double>);
      for (int64_t j = 0; j < n; ++j) missing[j] = load_vector<V>(acc + stride + j * vector_width<double>);
    }
    void add(int64_t j, V x) {
      sum[j] += choose(x == x, x, V{});
      missing[j] += choose(x == x, V{}, V{} + 1);
    }
    void store(double* acc, int64_t stride) const {
      for (int64_t j = 0; j < n; ++j) store_vector(acc + j * vector_width<double>, sum[j]);
      for (int64_t j = 0; j < n; ++j) store_vector(acc + stride + j * vector_width<double>, missing[j]);
    }
  };
  template <class V, int64_t n> using Hoped = HopedNumbers<V, n>;
  static constexpr int sets = 2;
  static void add(double& a, double& missing, T x) {
    a += x == x ? static_cast<double>(x) : 0.0;
    missing += x == x ? 0.0 : 1.0;
  }
  static void fold(double& a, double& missing, double b, double other) {
    a += b;
    missing += other;
  }
  static void into(Fields<double> s, double a, double missing, int64_t count) {
    add_exactly(s(0), s(1), a);
    s(2) += static_cast<double>(count) - missing;
  }
};

template <class T> struct FloatProduct {
  using In = T;
  using Acc = double;
  using Field = double;
  using Out = T;
  static constexpr int fields = 1, sets = 1;
  static constexpr bool in_vectors = false;
  static double identity(int) { return 1; }
  static void add(double& a, T x) { a *= static_cast<double>(x); }
  static void fold(double& a, double b) { a *= b; }
  static void clear(Fields<double> s) { s(0) = 1; }
  static void into(Fields<double> s, double a, int64_t) { s(0) *= a; }
  static void merge(Fields<double> a, Fields<double> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) a(0, i) *= b(0, i);
  }
  static Status final(Fields<double> s, T* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<T>(s(0, i));
    return Status::ok;
  }
};

template <class T> struct FloatNanProduct : FloatProduct<T> {
  static void add(double& a, T x) { a *= x == x ? static_cast<double>(x) : 1.0; }
};

template <class T> struct IntegerTotal {
  using In = T;
  using Acc = uint64_t;
  using Field = uint64_t;
  // The bits of an int64 or a uint64.
  using Out = uint64_t;
  static constexpr int fields = 1, sets = 1;
  static constexpr bool in_vectors = false;
  static Status final(Fields<uint64_t> s, uint64_t* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = s(0, i);
    return Status::ok;
  }
};

template <class T> struct IntegerSum : IntegerTotal<T> {
  static uint64_t identity(int) { return 0; }
  static void add(uint64_t& a, T x) { a += static_cast<uint64_t>(x); }
  static void fold(uint64_t& a, uint64_t b) { a += b; }
  static void clear(Fields<uint64_t> s) { s(0) = 0; }
  static void into(Fields<uint64_t> s, uint64_t a, int64_t) { s(0) += a; }
  static void merge(Fields<uint64_t> a, Fields<uint64_t> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) a(0, i) += b(0, i);
  }
};

template <class T> struct IntegerProduct : IntegerTotal<T> {
  static uint64_t identity(int) { return 1; }
  static void add(uint64_t& a, T x) { a *= static_cast<uint64_t>(x); }
  static void fold(uint64_t& a, uint64_t b) { a *= b; }
  static void clear(Fields<uint64_t> s) { s(0) = 1; }
  static void into(Fields<uint64_t> s, uint64_t a, int64_t) { s(0) *= a; }
  static void merge(Fields<uint64_t> a, Fields<uint64_t> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) a(0, i) *= b(0, i);
  }
};

// Sums of int64 and uint64 have the same bits.
template <class T> using Same = typename Either<sizeof(T) == 8, uint64_t, Alike<T>>::type;

template <class T> using SumF = Lanes<FloatSum<T>>;
template <class T> using NanSumF = Lanes<FloatNanSum<T>>;
template <class T> using Mean = Lanes<PlainMean<Alike<T>>>;
template <class T> using NanMeanF = Lanes<FloatNanMean<T>>;
template <class T> using ProductF = Lanes<FloatProduct<T>>;
template <class T> using NanProductF = Lanes<FloatNanProduct<T>>;
template <class T> using SumI = Lanes<IntegerSum<Same<T>>>;
template <class T> using ProductI = Lanes<IntegerProduct<Same<T>>>;

constexpr auto table = reducers(
    CW_REDUCER("sum", SumF, FloatTypes), CW_REDUCER("sum", SumI, IntegerTypes),
    CW_REDUCER("nansum", NanSumF, FloatTypes), CW_REDUCER("nansum", SumI, IntegerTypes),
    CW_REDUCER("mean", Mean, FloatTypes), CW_REDUCER("mean", Mean, IntegerTypes),
    CW_REDUCER("nanmean", NanMeanF, FloatTypes), CW_REDUCER("nanmean", Mean, IntegerTypes),
    CW_REDUCER("prod", ProductF, FloatTypes), CW_REDUCER("prod", ProductI, IntegerTypes),
    CW_REDUCER("nanprod", NanProductF, FloatTypes), CW_REDUCER("nanprod", ProductI, IntegerTypes));

}  // namespace

KernelSet reduce_sum_kernels() noexcept { return table; }

}  // namespace CW_ISA
