// Partitions and pivots: what quicksort and selection share.
#pragma once
#include "sort-keys.hpp"

namespace CW_ISA {
namespace {

// Moves what is less than the pivot before all else; says how much that is.
template <class K> int64_t plain_partition(K* keys, int64_t n, K pivot) {
  int64_t lesser = 0;
  for (int64_t i = 0; i < n; i++) {
    const K key = keys[i];
    keys[i] = keys[lesser];
    keys[lesser] = key;
    lesser += key < pivot;
  }
  return lesser;
}

template <class K> CW_INLINE K median_of(K a, K b, K c) {
  return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

// A key near the middle: the median of medians of 27 keys spread over the range, which has at least 27.
template <class K> K pivot_of(const K* keys, int64_t n) {
  const int64_t step = n / 27;
  K nine[9];
  for (int i = 0; i < 9; i++) {
    const K* at = keys + 3 * i * step + step / 2;
    nine[i] = median_of(at[0], at[step], at[2 * step]);
  }
  return median_of(median_of(nine[0], nine[1], nine[2]), median_of(nine[3], nine[4], nine[5]), median_of(nine[6], nine[7], nine[8]));
}

// How many bad pivots are put up with before a range is sorted in a way that needs none.
CW_INLINE int depth_of(int64_t n) {
  int depth = 8;
  for (; n > 0; n /= 2) depth += 2;
  return depth;
}

template <class K> void heap_sort(K* keys, int64_t n) {
  const auto sink = [&](int64_t at, int64_t end) {
    const K key = keys[at];
    for (int64_t child; (child = 2 * at + 1) < end; at = child) {
      if (child + 1 < end && keys[child] < keys[child + 1]) child++;
      if (keys[child] <= key) break;
      keys[at] = keys[child];
    }
    keys[at] = key;
  };
  for (int64_t i = n / 2 - 1; i >= 0; i--) sink(i, n);
  for (int64_t end = n - 1; end > 0; end--) {
    const K top = keys[0];
    keys[0] = keys[end];
    keys[end] = top;
    sink(0, end);
  }
}

}  // namespace
}  // namespace CW_ISA
