// Walking the rows of `[outer, n, inner]`: a row as keys in a row, wherever its elements stand.
#pragma once
#include "sort-radix.hpp"
#include "sort-vector.hpp"

namespace CW_ISA {
namespace {

#if defined(__AVX512F__) && defined(__AVX512VL__)
template <class K> constexpr bool by_vectors = sizeof(K) >= 4;
#else
template <class K> constexpr bool by_vectors = false;
#endif

// Scratch: as large as the keys.
template <class K> void sort_keys(K* keys, int64_t n, K* scratch) {
#if defined(__AVX512F__) && defined(__AVX512VL__)
  if constexpr (by_vectors<K>) return vector_sort(keys, n);
#endif
  radix_sort(keys, n, scratch);
}

struct Extents {
  int64_t outer;
  int64_t n;
  int64_t inner;
  explicit Extents(Params& params) : outer(params.integer()), n(params.integer()), inner(params.integer()) {}
  int64_t rows() const { return outer * inner; }
};

// So many neighboring rows are gathered at once when elements of a row are not neighbors: a cache line of them.
template <class T> constexpr int64_t beside = 64 / static_cast<int64_t>(sizeof(T));

// Scratch elements that `each_row` takes.
template <class T> CW_INLINE int64_t gathered(const Extents& extents) {
  if (extents.inner == 1) return 0;
  return extents.n * (extents.inner < beside<T> ? extents.inner : beside<T>);
}

// Calls `visit(row, index)` for each row of x, elements in a row; with `gather` (scratch) where they are not.
template <class T, class Visit>
Status each_row(const Call& call, const Extents& extents, const T* x, T* gather, Visit visit) {
  const auto [outer, n, inner] = extents;
  for (int64_t o = 0; o < outer; o++) {
    const T* slab = x + o * n * inner;
    if (inner == 1) {
      if (stopped(call)) return Status::stopped;
      visit(slab, o);
      continue;
    }
    for (int64_t i = 0; i < inner; i += beside<T>) {
      if (stopped(call)) return Status::stopped;
      const int64_t width = inner - i < beside<T> ? inner - i : beside<T>;
      for (int64_t j = 0; j < n; j++)
        for (int64_t k = 0; k < width; k++) gather[k * n + j] = slab[j * inner + i + k];
      for (int64_t k = 0; k < width; k++) visit(static_cast<const T*>(gather + k * n), o * inner + i + k);
    }
  }
  return Status::ok;
}

// Where row `index` of `[outer, length, inner]` starts; its elements are `inner` apart.
CW_INLINE int64_t row_start(const Extents& extents, int64_t index, int64_t length) {
  return index / extents.inner * length * extents.inner + index % extents.inner;
}

}  // namespace
}  // namespace CW_ISA
