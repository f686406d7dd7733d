// Sorting by digits of eight bits, last digit first. Stable; takes scratch as large as what is sorted: keys, or keys with what stands beside them.
#pragma once
#include "sort-keys.hpp"

namespace CW_ISA {
namespace {

// A key and its position. Packed: 12 bytes for a key of 64 bits rather than 16, and memory is what sorting waits for.
template <class K> struct __attribute__((packed)) Placed {
  K key;
  uint32_t position;
};

template <class K> CW_INLINE K key_in(K key) { return key; }
template <class K> CW_INLINE K key_in(const Placed<K>& placed) { return placed.key; }

// For what is too short to count digits.
template <class E> void insertion_sort(E* all, int64_t n) {
  for (int64_t i = 1; i < n; i++) {
    const E moving = all[i];
    int64_t j = i;
    for (; j > 0 && key_in(moving) < key_in(all[j - 1]); j--) all[j] = all[j - 1];
    all[j] = moving;
  }
}

// Merges two sorted runs without a branch on their order. `out` may end where `b` ends.
template <class E> void merge(const E* a, int64_t a_count, const E* b, int64_t b_count, E* out) {
  const E* a_end = a + a_count;
  const E* b_end = b + b_count;
  while (a < a_end && b < b_end) {
    const bool second = key_in(*b) < key_in(*a);
    *out++ = second ? *b : *a;
    a += !second;
    b += second;
  }
  while (a < a_end) *out++ = *a++;
  while (b < b_end) *out++ = *b++;
}

constexpr int64_t insertion_limit = 24;
constexpr int64_t merge_limit = 600;

template <class E> void merge_sort(E* all, int64_t n, E* scratch) {
  if (n <= insertion_limit) return insertion_sort(all, n);
  const int64_t half = n / 2;
  merge_sort(all, half, scratch);
  merge_sort(all + half, n - half, scratch);
  for (int64_t i = 0; i < half; i++) scratch[i] = all[i];
  merge(scratch, half, all + half, n - half, all);
}

// Fewer than 2^32 of them.
template <class E> void radix_sort(E* all, int64_t n, E* scratch) {
  if (n <= merge_limit) return merge_sort(all, n, scratch);
  using K = decltype(key_in(*all));
  constexpr int digits = static_cast<int>(sizeof(K));
  uint32_t counts[digits][256] = {};
  for (int64_t i = 0; i < n; i++)
    for (int digit = 0; digit < digits; digit++) counts[digit][key_in(all[i]) >> (8 * digit) & 255]++;
  E* from = all;
  E* to = scratch;
  for (int digit = 0; digit < digits; digit++) {
    const int shift = 8 * digit;
    // A digit that all keys share orders nothing.
    if (counts[digit][key_in(from[0]) >> shift & 255] == n) continue;
    E* next[256];
    E* at = to;
    for (int value = 0; value < 256; value++) {
      next[value] = at;
      at += counts[digit][value];
    }
    for (int64_t i = 0; i < n; i++) *next[key_in(from[i]) >> shift & 255]++ = from[i];
    E* swap = from;
    from = to;
    to = swap;
  }
  if (from != all) __builtin_memcpy(all, from, static_cast<size_t>(n) * sizeof(E));
}

}  // namespace
}  // namespace CW_ISA
