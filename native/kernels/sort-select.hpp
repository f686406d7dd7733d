// Bringing the keys of certain ranks to where sorting would put them.
#pragma once
#include "sort-partition.hpp"
#include "sort-rows.hpp"

namespace CW_ISA {
namespace {

// Below this many keys a range is simply sorted.
constexpr int64_t short_range = 64;

template <class K> void sort_short(K* keys, int64_t n) {
#if defined(__AVX512F__) && defined(__AVX512VL__)
  if constexpr (by_vectors<K>) return network_sort(keys, n);
#endif
  insertion_sort(keys, n);
}

template <class K> int64_t split(K* keys, int64_t n, K pivot) {
#if defined(__AVX512F__) && defined(__AVX512VL__)
  if constexpr (by_vectors<K>) {
    if (n >= 8 * Vector<K>::lanes) return vector_partition(keys, n, pivot);
  }
#endif
  return plain_partition(keys, n, pivot);
}

// `ranks` ascend and count from `base`, the rank of keys[0].
template <class K> void select(K* keys, int64_t n, int64_t base, const int64_t* ranks, int64_t count, int depth) {
  while (count > 0) {
    if (n <= short_range) return sort_short(keys, n);
    if (depth-- == 0) return heap_sort(keys, n);
    const K pivot = pivot_of(keys, n);
    int64_t lesser = split(keys, n, pivot);
    const bool least = lesser == 0;
    if (least) {
      // Keys equal to the pivot come first then, and are done.
      if (pivot == greatest<K>) return;
      lesser = split(keys, n, static_cast<K>(pivot + 1));
    }
    int64_t below = 0;
    while (below < count && ranks[below] < base + lesser) below++;
    if (!least) select(keys, lesser, base, ranks, below, depth);
    keys += lesser;
    n -= lesser;
    base += lesser;
    ranks += below;
    count -= below;
  }
}

// Ranks in any order; `sorted` has room for them.
template <class K> void select_ranks(K* keys, int64_t n, const int64_t* ranks, int64_t count, int64_t* sorted) {
  for (int64_t i = 0; i < count; i++) sorted[i] = ranks[i];
  heap_sort(sorted, count);
  select(keys, n, 0, sorted, count, depth_of(n));
}

}  // namespace
}  // namespace CW_ISA
