// Vectors for the reductions whose loops the compiler does not turn into good ones by itself.
#pragma once
#include "../kernel.hpp"
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace CW_ISA {
namespace {

template <class T> struct VectorOf {
  typedef T type __attribute__((vector_size(CW_VECTOR_BYTES)));
};
template <class T> using Vector = typename VectorOf<T>::type;
template <class T> constexpr int64_t vector_width = CW_VECTOR_BYTES / static_cast<int64_t>(sizeof(T));
typedef float HalfVector __attribute__((vector_size(CW_VECTOR_BYTES / 2)));
// What a comparison of vectors gives.
template <class V> using Mask = decltype(V{} == V{});

template <class V, class T> inline V load_vector(const T* from) {
  V x;
  __builtin_memcpy(&x, from, sizeof x);
  return x;
}
inline Vector<double> load_doubles(const double* from) { return load_vector<Vector<double>>(from); }
inline Vector<double> load_doubles(const float* from) { return __builtin_convertvector(load_vector<HalfVector>(from), Vector<double>); }
template <class T, class V> inline void store_vector(T* to, V x) { __builtin_memcpy(to, &x, sizeof x); }

// Elements as accumulators of type A.
template <class A, class T> inline Vector<A> load_as(const T* from) {
  if constexpr (sizeof(A) == sizeof(T)) return load_vector<Vector<A>>(from);
  else return load_doubles(from);
}

// Of numbers, and of vectors lane by lane.
template <class M, class X> inline X choose(M mask, X yes, X no) { return mask ? yes : no; }

// Whether a comparison holds in any lane.
template <class M> inline bool any(M mask) {
#if defined(__AVX512DQ__) && CW_VECTOR_BYTES == 64
  return _mm512_test_epi64_mask(reinterpret_cast<__m512i>(mask), reinterpret_cast<__m512i>(mask)) != 0;
#elif defined(__AVX__) && CW_VECTOR_BYTES == 32
  return _mm256_testz_si256(reinterpret_cast<__m256i>(mask), reinterpret_cast<__m256i>(mask)) == 0;
#elif defined(__SSE4_1__) && CW_VECTOR_BYTES == 16
  return _mm_testz_si128(reinterpret_cast<__m128i>(mask), reinterpret_cast<__m128i>(mask)) == 0;
#endif
  const auto words = reinterpret_cast<Vector<uint64_t>>(mask);
  uint64_t bits = 0;
  for (int64_t lane = 0; lane < vector_width<uint64_t>; ++lane) bits |= words[lane];
  return bits != 0;
}

inline bool any(bool holds) { return holds; }

// How many bytes of a row, and of each row of columns, are asked for ahead of those that are added up. On Zen 5, one thread, of the rate of a plain read
// with vectors of 32 bytes: nanmean of rows 0.75 without, 0.91 with; of columns 0.68, and 0.74, 0.83, 0.79 for 512, 1024, 2048. Vectors of 64 bytes let
// the machine see farther by itself: max and nanmean of columns 0.79 and 0.72, 0.73 and 0.68, 0.72 and 0.69 for 0, 512, 1024. Sums of rows on two threads, for 0, 1024, 2048, 4096:
// 1.06, 1.00, 0.99, 0.92 where 70 GB/s are read, and 1.03, 1.19, 1.14, 1.20 where others leave 40.
struct Ahead {
  int64_t row, column;
};
constexpr Ahead ahead = CW_VECTOR_BYTES == 64 ? Ahead{1024, 0} : Ahead{4096, 1024};

// Asks for what lies so many bytes behind x, which may be beyond its end.
template <int64_t bytes, class T> inline void prefetch(const T* x) {
  if constexpr (bytes == 0) return;
  __builtin_prefetch(reinterpret_cast<const void*>(reinterpret_cast<uintptr_t>(x) + bytes));
}

// Lanes in which there was something. One comparison sees NaN in either of two vectors.
template <class V> struct LaneSet {
#if defined(__AVX512F__) && CW_VECTOR_BYTES == 64
  static constexpr bool doubles = sizeof(V{}[0]) == 8;
  __mmask16 bits = 0;
  void add_nan(V x, V y) {
    if constexpr (doubles) bits = _kor_mask16(bits, _mm512_cmp_pd_mask(x, y, _CMP_UNORD_Q));
    else bits = _kor_mask16(bits, _mm512_cmp_ps_mask(x, y, _CMP_UNORD_Q));
  }
  void add_number(V x) {
    if constexpr (doubles) bits = _kor_mask16(bits, _mm512_cmp_pd_mask(x, x, _CMP_ORD_Q));
    else bits = _kor_mask16(bits, _mm512_cmp_ps_mask(x, x, _CMP_ORD_Q));
  }
  Mask<V> mask() const {
    if constexpr (doubles) return reinterpret_cast<Mask<V>>(_mm512_movm_epi64(static_cast<__mmask8>(bits)));
    else return reinterpret_cast<Mask<V>>(_mm512_movm_epi32(bits));
  }
#else
  Mask<V> lanes = V{} != V{};
  void add_nan(V x, V y) {
#if defined(__AVX__) && CW_VECTOR_BYTES == 32
    if constexpr (sizeof(x[0]) == 8) lanes |= reinterpret_cast<Mask<V>>(_mm256_cmp_pd(x, y, _CMP_UNORD_Q));
    else lanes |= reinterpret_cast<Mask<V>>(_mm256_cmp_ps(x, y, _CMP_UNORD_Q));
#elif defined(__SSE2__) && CW_VECTOR_BYTES == 16
    if constexpr (sizeof(x[0]) == 8) lanes |= reinterpret_cast<Mask<V>>(_mm_cmpunord_pd(x, y));
    else lanes |= reinterpret_cast<Mask<V>>(_mm_cmpunord_ps(x, y));
#else
    lanes |= (x != x) | (y != y);
#endif
  }
  void add_number(V x) { lanes |= x == x; }
  Mask<V> mask() const { return lanes; }
#endif
};

// Where so many rows of columns are. A pointer for four rows, since x86 adds up to three times the distance by itself; a compiler that sees through
// them makes one for each, and advances them all.
template <int64_t rows, class T> struct RowsOfColumns {
  const T* first[(rows + 3) / 4];
  int64_t k;
  RowsOfColumns(const T* x, int64_t k_) : k(k_) {
    for (int64_t r = 0; r < rows; r += 4) first[r / 4] = x + r * k;
  }
  const T* at(int64_t r) const { return first[r / 4] + r % 4 * k; }
  void advance(int64_t n) {
    for (const T*& x : first) {
      x += n;
      asm("" : "+r"(x));
    }
  }
  template <int64_t bytes> void ask() const {
    for (int64_t r = 0; r < rows; ++r) prefetch<bytes>(at(r));
  }
};

// Adds up `count` accumulators side by side: halves to each other until there is one.
template <int64_t count, class V> inline double add_lanes(V* sums) {
  constexpr int64_t width = vector_width<double>;
  for (int64_t half = count / width / 2; half > 0; half /= 2)
    for (int64_t j = 0; j < half; ++j) sums[j] += sums[j + half];
  double lane[width];
  store_vector(lane, sums[0]);
  for (int64_t half = width / 2; half > 0; half /= 2)
    for (int64_t j = 0; j < half; ++j) lane[j] += lane[j + half];
  return lane[0];
}

}  // namespace
}  // namespace CW_ISA
