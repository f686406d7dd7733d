// Sixteen bytes in another order.
#pragma once
#include "table.hpp"
#if defined(__SSSE3__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace CW_ISA {
namespace {

typedef uint8_t Bytes16 __attribute__((vector_size(16)));

CW_INLINE Bytes16 loadBytes16(const uint8_t* from) {
  Bytes16 bytes;
  __builtin_memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// Byte i of the result is byte order[i], which is less than 16.
CW_INLINE Bytes16 shuffled(Bytes16 bytes, Bytes16 order) {
#if defined(__SSSE3__)
  return reinterpret_cast<Bytes16>(_mm_shuffle_epi8(reinterpret_cast<__m128i>(bytes), reinterpret_cast<__m128i>(order)));
#elif defined(__wasm_simd128__)
  return reinterpret_cast<Bytes16>(wasm_i8x16_swizzle(reinterpret_cast<v128_t>(bytes), reinterpret_cast<v128_t>(order)));
#else
  Bytes16 result;
  for (int32_t i = 0; i < 16; i++) result[i] = bytes[order[i]];
  return result;
#endif
}

}  // namespace
}  // namespace CW_ISA
