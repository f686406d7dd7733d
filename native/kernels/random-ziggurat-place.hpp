// What a block of raw outputs would be as ziggurat draws, if a draw began at each: the pass that takes nearly all the time.
#pragma once
#include "random-lanes.hpp"
#include "random-ziggurat-shapes.hpp"

namespace CW_ISA::ziggurat {

constexpr int64_t most = 1024;           // draws of a block
constexpr int64_t most_raw = most + 64;  // a multiple of 64

struct Block {
  alignas(64) uint64_t raw[most_raw + 8];
  alignas(64) double x[most_raw + 8];
  alignas(64) uint64_t good[most_raw / 64 + 1];  // bit p: raw[p] begins a draw, which is x[p]
};

// place_eight fills b.x and b.good for raw outputs i … i + 7. Loads by scalar addresses take half the time of a gather.
#if defined(__AVX512F__)

template <class Shape>
inline void place_eight(Block& b, int64_t i) {
  const auto* table = reinterpret_cast<const uint8_t*>(&row_table<Shape>);
  const uint64_t* r = b.raw + i;
  const auto row = [=](int k) { return reinterpret_cast<const double*>(table + Shape::row_offset(r[k])); };
  const auto four = [=](int k) {
    const __m256d low = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(row(k))), _mm_load_pd(row(k + 2)), 1);
    const __m256d high = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(row(k + 4))), _mm_load_pd(row(k + 6)), 1);
    return _mm512_insertf64x4(_mm512_castpd256_pd512(low), high, 1);
  };
  const __m512d even = four(0), odd = four(1);
  const __m512d width = _mm512_unpacklo_pd(even, odd);
  const __m512i bound = _mm512_castpd_si512(_mm512_unpackhi_pd(even, odd));
  __m512i at = _mm512_srli_epi64(_mm512_load_si512(r), Shape::place_shift);
  if constexpr (Shape::place_shift + Shape::place_bits < 64) at = _mm512_and_si512(at, _mm512_set1_epi64((1ll << Shape::place_bits) - 1));
  _mm512_store_pd(b.x + i, _mm512_mul_pd(_mm512_cvtepi64_pd(at), width));
  reinterpret_cast<uint8_t*>(b.good)[i / 8] = _mm512_cmplt_epi64_mask(at, bound);
}

#else

template <class Shape>
inline void place_eight(Block& b, int64_t i) {
  const auto* table = reinterpret_cast<const uint8_t*>(&row_table<Shape>);
  int bits[2];
  for (int half = 0; half < 2; half++) {
    const uint64_t* r = b.raw + i + 4 * half;
    const auto row = [=](int k) { return _mm_load_pd(reinterpret_cast<const double*>(table + Shape::row_offset(r[k]))); };
    const __m256d even = _mm256_insertf128_pd(_mm256_castpd128_pd256(row(0)), row(2), 1);
    const __m256d odd = _mm256_insertf128_pd(_mm256_castpd128_pd256(row(1)), row(3), 1);
    const __m256d width = _mm256_unpacklo_pd(even, odd);
    const __m256i bound = _mm256_castpd_si256(_mm256_unpackhi_pd(even, odd));
    __m256i at = _mm256_srli_epi64(_mm256_load_si256(reinterpret_cast<const __m256i*>(r)), Shape::place_shift);
    if constexpr (Shape::place_shift + Shape::place_bits < 64) at = _mm256_and_si256(at, _mm256_set1_epi64x((1ll << Shape::place_bits) - 1));
    _mm256_store_pd(b.x + i + 4 * half, _mm256_mul_pd(to_double<Shape::place_bits>(at), width));
    bits[half] = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(bound, at)));
  }
  reinterpret_cast<uint8_t*>(b.good)[i / 8] = static_cast<uint8_t>(bits[0] | bits[1] << 4);
}

#endif

// Raw outputs and their places: the ones' multiplications run beside the others' loads (IFMA: 0.37 ns instead of 0.43). Places follow
// somewhat behind, so that the raw outputs they load have arrived.
template <class Shape>
inline void place(const LaneSteps& by, U128 start, Block& b, int64_t groups) {
  constexpr int64_t behind = 64;
  each_eight(by, start, b.raw, groups, [&b](int64_t i) {
    if (i >= behind) place_eight<Shape>(b, i - behind);
  });
  for (int64_t i = groups > 2 ? 32 * groups - behind : 0; i < 32 * groups; i += 8) place_eight<Shape>(b, i);
}

}  // namespace CW_ISA::ziggurat
