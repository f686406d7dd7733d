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

// Asks for what lies so many bytes behind x, which may be beyond its end.
template <int64_t bytes, class T> inline void prefetch(const T* x) {
  __builtin_prefetch(reinterpret_cast<const void*>(reinterpret_cast<uintptr_t>(x) + bytes));
}

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
