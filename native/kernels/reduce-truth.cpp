// any, all, count_nonzero. NaN is not zero.
#include "reduce-types.hpp"

namespace CW_ISA {
namespace {

template <class T> struct Truth {
  using In = T;
  using Field = int64_t;
  static constexpr int fields = 1, sets = 1;
  static constexpr bool in_vectors = false;
};

template <class T, bool whether_all> struct Flag : Truth<T> {
  using Acc = uint8_t;
  using Out = bool;
  static uint8_t identity(int) { return whether_all; }
  static void add(uint8_t& a, T x) { fold(a, x != T(0)); }
  static void fold(uint8_t& a, uint8_t b) { a = static_cast<uint8_t>(whether_all ? a & b : a | b); }
  static void clear(Fields<int64_t> s) { s(0) = whether_all; }
  static void into(Fields<int64_t> s, uint8_t a, int64_t) { s(0) = whether_all ? s(0) & a : s(0) | a; }
  static void merge(Fields<int64_t> a, Fields<int64_t> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) a(0, i) = whether_all ? a(0, i) & b(0, i) : a(0, i) | b(0, i);
  }
  static Status final(Fields<int64_t> s, bool* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = s(0, i) != 0;
    return Status::ok;
  }
};

template <class T> struct Count : Truth<T> {
  // No block has more elements than this holds.
  using Acc = uint16_t;
  using Out = double;
  static uint16_t identity(int) { return 0; }
  static void add(uint16_t& a, T x) { a = static_cast<uint16_t>(a + (x != T(0))); }
  static void fold(uint16_t& a, uint16_t b) { a = static_cast<uint16_t>(a + b); }
  static void clear(Fields<int64_t> s) { s(0) = 0; }
  static void into(Fields<int64_t> s, uint16_t a, int64_t) { s(0) += a; }
  static void merge(Fields<int64_t> a, Fields<int64_t> b, int64_t n) {
    for (int64_t i = 0; i < n; ++i) a(0, i) += b(0, i);
  }
  static Status final(Fields<int64_t> s, double* out, int64_t n, const double*) {
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<double>(s(0, i));
    return Status::ok;
  }
};

template <class T> using Any = Lanes<Flag<BySize<T>, false>>;
template <class T> using All = Lanes<Flag<BySize<T>, true>>;
template <class T> using CountNonzero = Lanes<Count<BySize<T>>>;

constexpr auto table = reducers(
    CW_REDUCER("any", Any, FloatTypes), CW_REDUCER("any", Any, IntegerTypes),
    CW_REDUCER("all", All, FloatTypes), CW_REDUCER("all", All, IntegerTypes),
    CW_REDUCER("count_nonzero", CountNonzero, FloatTypes), CW_REDUCER("count_nonzero", CountNonzero, IntegerTypes));

}  // namespace

KernelSet reduce_truth_kernels() noexcept { return table; }

}  // namespace CW_ISA
