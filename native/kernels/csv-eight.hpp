// Numbers of up to eight bytes and a sign, eight rows at a time: about twice as fast as one by one on Zen 5. What is not one of those, or the word for a missing value that came last,
// is left to the caller, row by row.
#pragma once
#include "csv-cells.hpp"
#include "csv-digits.hpp"

#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512CD__) && defined(__AVX512VL__)
#define CW_CSV_EIGHT 1

// GCC 12's own header is what it warns of.
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace CW_ISA {
namespace {

struct Eight {
  __m512i mantissa;
  __m512i fraction;  // digits after the point
  __mmask8 negative;
  __mmask8 good;
  __mmask8 missing;
  __mmask8 points;
};

// `last` is a word for missing values, its first byte lowest.
template <bool Point> CW_INLINE Eight read_eight(const uint8_t* bytes, const uint32_t* before, const uint32_t* end, uint64_t last, int64_t last_length) {
  const auto all = [](uint64_t word) { return _mm512_set1_epi64(static_cast<int64_t>(word)); };
  const auto load = [](const uint32_t* at) { return _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(at))); };
  const __m256i ends = load(end);
  const __m256i lengths32 = _mm256_sub_epi32(_mm256_sub_epi32(ends, load(before)), _mm256_set1_epi32(1));
  __m512i text = _mm512_i32gather_epi64(ends, bytes - 8, 1);
  const __m512i lengths = _mm512_cvtepi32_epi64(lengths32);
  const auto unused = [&](__m512i length) { return _mm512_sub_epi64(all(64), _mm512_slli_epi64(length, 3)); };
  // From the first byte on, as in memory. Counts beyond 63 give 0.
  const __m512i head = _mm512_srlv_epi64(text, unused(lengths));
  Eight x{};
  x.missing = static_cast<__mmask8>(_mm512_cmple_epi64_mask(lengths, _mm512_setzero_si512()) |
                                    _mm512_mask_cmpeq_epi64_mask(_mm512_cmpeq_epi64_mask(lengths, all(static_cast<uint64_t>(last_length))), head, all(last)));
  x.negative = _mm512_cmpeq_epi64_mask(_mm512_and_si512(head, all(0xff)), all('-'));
  const __m512i count = _mm512_mask_sub_epi64(lengths, x.negative, lengths, all(1));
  const __mmask8 within = _mm512_cmplt_epu64_mask(_mm512_sub_epi64(count, all(1)), all(8));
  __m512i kept = _mm512_sllv_epi64(all(~uint64_t{0}), unused(count));
  x.fraction = _mm512_setzero_si512();
  __mmask8 empty = 0;
  if constexpr (Point) {
    const __m512i other = _mm512_xor_si512(text, all(eight_points));
    const __m512i found = _mm512_and_si512(_mm512_andnot_si512(other, _mm512_sub_epi64(other, all(0x0101010101010101))), _mm512_and_si512(kept, all(0x8080808080808080)));
    x.points = _mm512_test_epi64_mask(found, found);
    if (x.points != 0) {
      const __m512i through = _mm512_maskz_xor_epi64(x.points, found, _mm512_sub_epi64(found, all(1)));
      const __m512i moved = _mm512_slli_epi64(_mm512_and_si512(text, _mm512_srli_epi64(through, 8)), 8);
      text = _mm512_or_si512(_mm512_andnot_si512(through, text), moved);
      kept = _mm512_mask_slli_epi64(kept, x.points, kept, 8);
      x.fraction = _mm512_maskz_srli_epi64(x.points, _mm512_lzcnt_epi64(through), 3);
      empty = _mm512_mask_cmpeq_epi64_mask(x.points, count, all(1));
    }
  }
  const __m512i digits = _mm512_sub_epi8(_mm512_or_si512(_mm512_and_si512(text, kept), _mm512_andnot_si512(kept, all(eight_zeros))), all(eight_zeros));
  const __m512i nines = all(0x0909090909090909);
  x.good = static_cast<__mmask8>(_mm512_mask_cmpeq_epi64_mask(within, _mm512_max_epu8(digits, nines), nines) & ~empty & ~x.missing);
  const __m512i twos = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
  const __m512i fours = _mm512_madd_epi16(twos, _mm512_set1_epi32(0x00010064));
  x.mantissa = _mm512_add_epi64(_mm512_mul_epu32(fours, all(10000)), _mm512_srli_epi64(fours, 32));
  return x;
}

// Stores eight values, whatever they are where they are not good; which of them are.
template <class T> struct StoreEight {
  static constexpr bool exists = false;
};

template <class T> struct StoreWhole {
  static constexpr bool exists = true;
  static constexpr bool point = false;
  static CW_INLINE __mmask8 store(const Eight& x, T* out) {
    const __m512i value = _mm512_mask_sub_epi64(x.mantissa, x.negative, _mm512_setzero_si512(), x.mantissa);
    if constexpr (sizeof(T) == 8) _mm512_storeu_si512(out, value);
    else _mm256_storeu_si256(static_cast<__m256i*>(static_cast<void*>(out)), _mm512_cvtepi64_epi32(value));
    return isSigned<T> ? x.good : static_cast<__mmask8>(x.good & ~x.negative);
  }
};
template <> struct StoreEight<int64_t> : StoreWhole<int64_t> {};
template <> struct StoreEight<uint64_t> : StoreWhole<uint64_t> {};
template <> struct StoreEight<int32_t> : StoreWhole<int32_t> {};
template <> struct StoreEight<uint32_t> : StoreWhole<uint32_t> {};
template <> struct StoreEight<double> {
  static constexpr bool exists = true;
  static constexpr bool point = true;
  static CW_INLINE __mmask8 store(const Eight& x, double* out) {
    __m512d value = _mm512_cvtepu64_pd(x.mantissa);
    if (x.points != 0) value = _mm512_div_pd(value, _mm512_permutexvar_pd(x.fraction, _mm512_loadu_pd(powers_of_10)));
    const __m512i sign = _mm512_maskz_set1_epi64(x.negative, INT64_MIN);
    _mm512_storeu_pd(out, _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(value), sign)));
    return x.good;
  }
};

}  // namespace
}  // namespace CW_ISA
#endif
