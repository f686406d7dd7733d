// Vectors for the reductions whose loops the compiler does not turn into good ones by itself: those that choose.
#pragma once
#include "../kernel.hpp"

namespace CW_ISA {
namespace {

template <class T> struct VectorOf {
  typedef T type __attribute__((vector_size(CW_VECTOR_BYTES)));
};
template <class T> using Vector = typename VectorOf<T>::type;
template <class T> constexpr int64_t vector_width = CW_VECTOR_BYTES / static_cast<int64_t>(sizeof(T));
typedef float HalfVector __attribute__((vector_size(CW_VECTOR_BYTES / 2)));

template <class V, class T> inline V load_vector(const T* from) {
  V x;
  __builtin_memcpy(&x, from, sizeof x);
  return x;
}
inline Vector<double> load_doubles(const double* from) { return load_vector<Vector<double>>(from); }
inline Vector<double> load_doubles(const float* from) { return __builtin_convertvector(load_vector<HalfVector>(from), Vector<double>); }
template <class T, class V> inline void store_vector(T* to, V x) { __builtin_memcpy(to, &x, sizeof x); }

// Of numbers, and of vectors lane by lane.
template <class M, class X> inline X choose(M mask, X yes, X no) { return mask ? yes : no; }

}  // namespace
}  // namespace CW_ISA
