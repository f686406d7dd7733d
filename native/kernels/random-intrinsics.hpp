// The intrinsics of AVX2 and AVX-512, and what is missing among them.
#pragma once
#include "../kernel.hpp"
#include <immintrin.h>
// GCC 12 takes the undefined operand inside its own AVX-512 intrinsics for a mistake of ours.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace CW_ISA {

// Integers below 2^52, or 2^53, as doubles: there is no instruction, so they are put into the mantissa of a power of two.
template <int Bits>
inline __m256d to_double(__m256i x) {
  const __m256d one = _mm256_set1_pd(0x1p52);
  if constexpr (Bits <= 52) {
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(x, _mm256_castpd_si256(one))), one);
  } else {
    const __m256d low = _mm256_castsi256_pd(_mm256_blend_epi32(x, _mm256_castpd_si256(one), 0xaa));
    const __m256d top = _mm256_castsi256_pd(_mm256_or_si256(_mm256_srli_epi64(x, 32), _mm256_castpd_si256(_mm256_set1_pd(0x1p84))));
    return _mm256_add_pd(_mm256_sub_pd(top, _mm256_set1_pd(0x1p84 + 0x1p52)), low);
  }
}

}  // namespace CW_ISA
