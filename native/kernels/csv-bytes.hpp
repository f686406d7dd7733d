// 64 bytes at a time as bit masks: bit i tells something about byte i (G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second", 2019).
#pragma once
#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

#include "load-bytes.hpp"
#include "whole.hpp"

namespace CW_ISA {
namespace {

#if defined(__AVX512BW__)

struct Bytes64 {
  __m512i all;
  explicit Bytes64(const uint8_t* at) : all(_mm512_loadu_si512(at)) {}
  uint64_t equal(uint8_t byte) const { return _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(static_cast<char>(byte))); }
  uint64_t high() const { return _mm512_movepi8_mask(all); }
};

#elif defined(__AVX2__)

struct Bytes64 {
  __m256i low, up;
  explicit Bytes64(const uint8_t* at) : low(part(at)), up(part(at + 32)) {}
  uint64_t equal(uint8_t byte) const {
    const __m256i all = _mm256_set1_epi8(static_cast<char>(byte));
    return bits(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(up, all));
  }
  uint64_t high() const { return bits(low, up); }

 private:
  static __m256i part(const uint8_t* at) { return _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(at))); }
  static uint64_t bits(__m256i a, __m256i b) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(a)) | static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(b))) << 32;
  }
};

#else

#if defined(__SSE2__)
using Bytes16 = __m128i;
CW_INLINE Bytes16 load16(const uint8_t* at) { return _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(at))); }
CW_INLINE Bytes16 same(Bytes16 a, uint8_t byte) { return _mm_cmpeq_epi8(a, _mm_set1_epi8(static_cast<char>(byte))); }
CW_INLINE uint64_t signs(Bytes16 a) { return static_cast<uint16_t>(_mm_movemask_epi8(a)); }
#elif defined(__wasm_simd128__)
using Bytes16 = v128_t;
CW_INLINE Bytes16 load16(const uint8_t* at) { return wasm_v128_load(at); }
CW_INLINE Bytes16 same(Bytes16 a, uint8_t byte) { return wasm_i8x16_eq(a, wasm_u8x16_splat(byte)); }
CW_INLINE uint64_t signs(Bytes16 a) { return wasm_i8x16_bitmask(a); }
#else
struct Bytes16 {
  uint8_t all[16];
};
CW_INLINE Bytes16 load16(const uint8_t* at) {
  Bytes16 bytes;
  __builtin_memcpy(&bytes, at, 16);
  return bytes;
}
CW_INLINE Bytes16 same(Bytes16 a, uint8_t byte) {
  for (uint8_t& each : a.all) each = each == byte ? 0xff : 0;
  return a;
}
CW_INLINE uint64_t signs(Bytes16 a) {
  uint64_t bits = 0;
  for (int i = 0; i < 16; i++) bits |= static_cast<uint64_t>(a.all[i] >> 7) << i;
  return bits;
}
#endif

struct Bytes64 {
  Bytes16 parts[4];
  explicit Bytes64(const uint8_t* at) : parts{load16(at), load16(at + 16), load16(at + 32), load16(at + 48)} {}
  uint64_t equal(uint8_t byte) const {
    return signs(same(parts[0], byte)) | signs(same(parts[1], byte)) << 16 | signs(same(parts[2], byte)) << 32 | signs(same(parts[3], byte)) << 48;
  }
  uint64_t high() const { return signs(parts[0]) | signs(parts[1]) << 16 | signs(parts[2]) << 32 | signs(parts[3]) << 48; }
};

#endif

// Bit i is the parity of bits 0 … i: between quotes where `x` has the quotes.
CW_INLINE uint64_t prefix_parity(uint64_t x) {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  return x ^ x << 32;
}

#if defined(__AVX512VBMI2__)
struct SixtyFour {
  alignas(64) uint8_t numbers[64];
  constexpr SixtyFour() : numbers{} {
    for (uint8_t i = 0; i < 64; i++) numbers[i] = i;
  }
};
constexpr SixtyFour sixty_four{};
#endif

// Stores `base` + the position of each set bit; up to 64 entries from `out` on may be written. How many there are.
CW_INLINE int64_t store_positions(uint64_t bits, uint32_t base, uint32_t* out) {
  const int64_t count = __builtin_popcountll(bits);
#if defined(__AVX512VBMI2__)
  // Few stores: those that cross cache lines are what takes time.
  const __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(sixty_four.numbers));
  const __m512i origin = _mm512_set1_epi32(static_cast<int32_t>(base));
  const auto store = [&](uint32_t* to, __m128i sixteen) { _mm512_storeu_si512(to, _mm512_add_epi32(origin, _mm512_cvtepu8_epi32(sixteen))); };
  store(out, _mm512_castsi512_si128(places));
  store(out + 16, _mm512_extracti32x4_epi32(places, 1));
  if (count > 32) {
    store(out + 32, _mm512_extracti32x4_epi32(places, 2));
    store(out + 48, _mm512_extracti32x4_epi32(places, 3));
  }
#elif defined(__AVX512F__)
  // Registers are compressed, then stored whole: stores that compress are slow on Zen 4.
  const __m512i first = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  __m512i positions = _mm512_add_epi32(first, _mm512_set1_epi32(static_cast<int32_t>(base)));
  for (int32_t quarter = 0; quarter < 4; quarter++) {
    const auto part = static_cast<__mmask16>(bits >> (16 * quarter));
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(part, positions));
    out += __builtin_popcount(part);
    positions = _mm512_add_epi32(positions, _mm512_set1_epi32(16));
  }
#else
  // Without a branch for each bit: what is stored beyond the last one is overwritten later.
  for (int32_t from = 0; from < 64; from += 8) {
    if (from >= count) break;
    for (int32_t i = 0; i < 8; i++) {
      out[from + i] = base + static_cast<uint32_t>(__builtin_ctzll(bits | uint64_t{1} << 63));
      bits &= bits - 1;
    }
  }
#endif
  return count;
}

}  // namespace
}  // namespace CW_ISA
