// Finding bytes in bytes: positions where the first and the last byte fit are looked at closer, a vector of them at a time (Muła, "SIMD-friendly
// algorithms for substring searching", 2016).
#pragma once
#include "text.hpp"
#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace CW_ISA {
namespace {

#if defined(__AVX2__)
constexpr int64_t wide = 32;
CW_INLINE uint32_t sameAs(const uint8_t* from, uint8_t byte) {
  const __m256i x = _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(from)));
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(static_cast<char>(byte)))));
}
#elif defined(__SSE2__)
constexpr int64_t wide = 16;
CW_INLINE uint32_t sameAs(const uint8_t* from, uint8_t byte) {
  const __m128i x = _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(from)));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8(static_cast<char>(byte)))));
}
#elif defined(__wasm_simd128__)
constexpr int64_t wide = 16;
CW_INLINE uint32_t sameAs(const uint8_t* from, uint8_t byte) {
  return wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(from), wasm_u8x16_splat(byte)));
}
#else
constexpr int64_t wide = 16;
CW_INLINE uint32_t sameAs(const uint8_t* from, uint8_t byte) {
  uint32_t bits = 0;
  for (int i = 0; i < 16; i++) bits |= static_cast<uint32_t>(from[i] == byte) << i;
  return bits;
}
#endif

struct Needle {
  const uint8_t* data;
  int64_t length;  // at least 1
};

CW_INLINE bool isAt(const uint8_t* from, Needle needle) {
  for (int64_t i = 1; i + 1 < needle.length; i++)
    if (from[i] != needle.data[i]) return false;
  return true;
}

// The first position from `from` on at which the needle lies before `end`; `end` if there is none.
inline int64_t findNext(const uint8_t* bytes, int64_t from, int64_t end, Needle needle) {
  const int64_t reach = needle.length - 1;
  const uint8_t first = needle.data[0];
  const uint8_t last = needle.data[reach];
  int64_t at = from;
  for (; at + reach + wide <= end; at += wide) {
    uint32_t candidates = sameAs(bytes + at, first) & sameAs(bytes + at + reach, last);
    for (; candidates != 0; candidates &= candidates - 1) {
      const int64_t found = at + __builtin_ctz(candidates);
      if (isAt(bytes + found, needle)) return found;
    }
  }
  for (; at + reach < end; at++)
    if (bytes[at] == first && bytes[at + reach] == last && isAt(bytes + at, needle)) return at;
  return end;
}

// Calls `visit(row, position)` for what is found within rows; it gives the position from which to look on. All rows are searched as one: most hold nothing.
template <class Visit> CW_INLINE void eachFound(const TextColumn& x, int64_t rows, Needle needle, Visit visit) {
  if (rows == 0) return;
  const int64_t end = x.end(rows - 1);
  int64_t row = 0;
  for (int64_t at = findNext(x.bytes, x.start(0), end, needle); at < end;) {
    while (x.end(row) <= at) row++;
    const bool isWithin = at + needle.length <= x.end(row);
    at = findNext(x.bytes, isWithin ? visit(row, at) : at + 1, end, needle);
  }
}

}  // namespace
}  // namespace CW_ISA
