// 16 states of PCG64, half of them in vectors. See random-lanes.hpp.
#pragma once
#include "random-intrinsics.hpp"
#include "random-pcg64.hpp"

namespace CW_ISA {

// Four states: the halves of 128 bits each.
struct Lanes {
  __m256i low, high;
};
// A factor, with what multiplying by it takes.
struct Factor {
  __m256i low, low_top, high, high_top;  // top: the upper 32 bits, moved down
};
inline Factor factor_of(U128 x) {
  const auto all = [](uint64_t v) { return _mm256_set1_epi64x(static_cast<int64_t>(v)); };
  return {all(x.low), all(x.low >> 32), all(x.high), all(x.high >> 32)};
}
inline Lanes multiply_add(const Lanes& s, const Factor& f, __m256i sum_low, __m256i sum_high, __m256i sum_flipped) {
  const __m256i low_top = _mm256_srli_epi64(s.low, 32), high_top = _mm256_srli_epi64(s.high, 32);
  // s.low · f.low, all 128 bits.
  const __m256i p00 = _mm256_mul_epu32(s.low, f.low), p01 = _mm256_mul_epu32(s.low, f.low_top);
  const __m256i p10 = _mm256_mul_epu32(low_top, f.low), p11 = _mm256_mul_epu32(low_top, f.low_top);
  const __m256i middle = _mm256_add_epi64(p10, _mm256_srli_epi64(p00, 32));
  const __m256i middle2 = _mm256_add_epi64(p01, _mm256_blend_epi32(middle, _mm256_setzero_si256(), 0xaa));
  const __m256i low = _mm256_blend_epi32(p00, _mm256_slli_epi64(middle2, 32), 0xaa);
  __m256i high = _mm256_add_epi64(_mm256_add_epi64(p11, _mm256_srli_epi64(middle, 32)), _mm256_srli_epi64(middle2, 32));
  // The low halves of s.low · f.high and s.high · f.low.
  const __m256i cross = _mm256_add_epi64(_mm256_add_epi64(_mm256_mul_epu32(low_top, f.high), _mm256_mul_epu32(s.low, f.high_top)),
                                         _mm256_add_epi64(_mm256_mul_epu32(high_top, f.low), _mm256_mul_epu32(s.high, f.low_top)));
  high = _mm256_add_epi64(high, _mm256_slli_epi64(cross, 32));
  high = _mm256_add_epi64(high, _mm256_add_epi64(_mm256_mul_epu32(s.low, f.high), _mm256_mul_epu32(s.high, f.low)));
  // The carry: the sum is below what was added. There is no unsigned compare, so both have their sign bits flipped.
  const __m256i total = _mm256_add_epi64(low, sum_low);
  const __m256i flipped = _mm256_xor_si256(total, _mm256_set1_epi64x(INT64_MIN));
  const __m256i carry = _mm256_cmpgt_epi64(sum_flipped, flipped);
  return {total, _mm256_sub_epi64(_mm256_add_epi64(high, sum_high), carry)};
}
inline __m256i output(const Lanes& s) {
  const __m256i x = _mm256_xor_si256(s.high, s.low), turn = _mm256_srli_epi64(s.high, 58);
  return _mm256_or_si256(_mm256_srlv_epi64(x, turn), _mm256_sllv_epi64(x, _mm256_sub_epi64(_mm256_set1_epi64x(64), turn)));
}

// Of 16 states, eight are stepped by the vector unit and eight by the integer multiplier, which would be idle: 0.51
// ns an output instead of 0.72.
struct LaneSteps {
  U128 first[16];  // summands on the way from one state to the lanes; the last is that of a step

  explicit LaneSteps(U128 inc) {
    for (int i = 0; i < 16; i++) first[i] = inc * steps[i + 1].sum;
  }
};

template <class After>
inline void each_eight(const LaneSteps& by, U128 start, uint64_t* out, int64_t groups, After after) {
  const auto store = [](uint64_t* to, const Lanes& s) { _mm256_store_si256(reinterpret_cast<__m256i*>(to), output(s)); };
  alignas(32) uint64_t low[8], high[8];
  U128 scalar[8];
  for (int i = 0; i < 8; i++) {
    const U128 state = start * steps[i + 1].factor + by.first[i];
    low[i] = state.low;
    high[i] = state.high;
    scalar[i] = start * steps[i + 9].factor + by.first[i + 8];
    out[8 + i] = Pcg::output(scalar[i]);
  }
  Lanes lane[2];
  for (int v = 0; v < 2; v++) {
    lane[v] = {_mm256_load_si256(reinterpret_cast<const __m256i*>(low + 4 * v)), _mm256_load_si256(reinterpret_cast<const __m256i*>(high + 4 * v))};
    store(out + 4 * v, lane[v]);
  }
  const Factor factor = factor_of(steps[16].factor);
  const U128 sum = by.first[15];
  const __m256i sum_low = _mm256_set1_epi64x(static_cast<int64_t>(sum.low)), sum_high = _mm256_set1_epi64x(static_cast<int64_t>(sum.high));
  const __m256i sum_flipped = _mm256_xor_si256(sum_low, _mm256_set1_epi64x(INT64_MIN));
  after(0);
  after(8);
  for (int64_t k = 16; k < 32 * groups; k += 16) {
#pragma GCC unroll 2
    for (int v = 0; v < 2; v++) {
      lane[v] = multiply_add(lane[v], factor, sum_low, sum_high, sum_flipped);
      store(out + k + 4 * v, lane[v]);
#pragma GCC unroll 4
      for (int i = 4 * v; i < 4 * v + 4; i++) {
        scalar[i] = scalar[i] * steps[16].factor + sum;
        out[k + 8 + i] = Pcg::output(scalar[i]);
      }
      if (v == 1) {
        after(k);
        after(k + 8);
      }
    }
  }
}

}  // namespace CW_ISA
