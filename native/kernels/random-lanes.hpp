// PCG64's outputs in bulk: 32 states side by side, each stepped by A^32. Nothing waits for anything but its own last step.
//
// ns per output on Zen 5 (one state stepped by itself 1.2): IFMA 0.19, AVX2 0.51, portable 0.77.
#pragma once
#include "random-pcg64.hpp"

#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
// GCC 12 takes the undefined operand inside its own AVX-512 intrinsics for a mistake of ours.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#endif

namespace CW_ISA {

// fill_raw(start, out, groups): the next 32 · groups outputs. `out` is 64-byte aligned. each_eight(start, out, groups, after) also calls
// after(i) once outputs i … i + 7 are stored.

#if defined(__AVX512IFMA__) && defined(__AVX512VBMI2__)

// A number as limbs of 52, 52 and 24 bits, which is what vpmadd52 multiplies. It ignores the bits above 52 of its factors, so
// limbs keep their carries.
struct Limbs {
  uint64_t limb[3];
};
constexpr Limbs limbs_of(U128 x) {
  constexpr uint64_t mask = (1ull << 52) - 1;
  return {{x.low & mask, (x.low >> 52 | x.high << 12) & mask, x.high >> 40}};
}
struct LaneSkips {
  uint64_t factor[3][32], sum[3][32];
};
constexpr LaneSkips lane_skips() {
  LaneSkips all{};
  for (int i = 0; i < 32; i++) {
    const Limbs factor = limbs_of(steps[i + 1].factor), sum = limbs_of(steps[i + 1].sum);
    for (int k = 0; k < 3; k++) {
      all.factor[k][i] = factor.limb[k];
      all.sum[k][i] = sum.limb[k];
    }
  }
  return all;
}
alignas(64) inline constexpr LaneSkips lanes = lane_skips();

struct Lanes {
  __m512i limb[3];
};
inline Lanes broadcast(U128 x) {
  const Limbs limbs = limbs_of(x);
  const auto all = [](uint64_t v) { return _mm512_set1_epi64(static_cast<int64_t>(v)); };
  return {{all(limbs.limb[0]), all(limbs.limb[1]), all(limbs.limb[2])}};
}
// a · b + c, modulo 2^128 but for the bits above 24 of the last limb.
inline Lanes multiply_add(const Lanes& a, const Lanes& b, const Lanes& c) {
  const auto low = [](__m512i sum, __m512i x, __m512i y) { return _mm512_madd52lo_epu64(sum, x, y); };
  const auto high = [](__m512i sum, __m512i x, __m512i y) { return _mm512_madd52hi_epu64(sum, x, y); };
  const __m512i r0 = low(c.limb[0], a.limb[0], b.limb[0]);
  __m512i r1 = low(high(c.limb[1], a.limb[0], b.limb[0]), a.limb[0], b.limb[1]);
  __m512i r1b = low(_mm512_srli_epi64(r0, 52), a.limb[1], b.limb[0]);
  __m512i r2 = low(high(c.limb[2], a.limb[0], b.limb[1]), a.limb[0], b.limb[2]);
  __m512i r2b = low(_mm512_setzero_si512(), a.limb[1], b.limb[1]);
  r2 = high(r2, a.limb[1], b.limb[0]);
  r2b = low(r2b, a.limb[2], b.limb[0]);
  r1 = _mm512_add_epi64(r1, r1b);
  r2 = _mm512_add_epi64(_mm512_add_epi64(r2, r2b), _mm512_srli_epi64(r1, 52));
  return {{r0, r1, r2}};
}
inline __m512i output(const Lanes& s) {
  const __m512i s1 = _mm512_slli_epi64(s.limb[1], 12);
  const __m512i low = _mm512_shldi_epi64(s.limb[1], _mm512_slli_epi64(s.limb[0], 12), 52);
  const __m512i high = _mm512_shldi_epi64(s.limb[2], s1, 40);
  return _mm512_rorv_epi64(_mm512_xor_si512(high, low), _mm512_srli_epi64(s.limb[2], 18));
}

// Calls sink(vector, k) for outputs 8k … 8k + 7.
template <class Sink>
inline void each_vector(const Pcg& start, int64_t groups, Sink sink) {
  const Lanes state = broadcast(start.state), inc = broadcast(start.inc), zero = broadcast({0, 0});
  const __m512i carried = _mm512_set1_epi64((1ll << 52) - 1);
  Lanes lane[4];
#pragma GCC unroll 4
  for (int v = 0; v < 4; v++) {
    const auto load = [v](const uint64_t(&limb)[3][32]) {
      return Lanes{{_mm512_load_si512(limb[0] + 8 * v), _mm512_load_si512(limb[1] + 8 * v), _mm512_load_si512(limb[2] + 8 * v)}};
    };
    Lanes sum = multiply_add(load(lanes.sum), inc, zero);
    for (int k = 0; k < 2; k++) sum.limb[k] = _mm512_and_si512(sum.limb[k], carried);  // a summand's carries would count twice
    lane[v] = multiply_add(load(lanes.factor), state, sum);
    sink(output(lane[v]), v);
  }
  const Lanes factor = broadcast(steps[32].factor), sum = broadcast(start.inc * steps[32].sum);
  for (int64_t k = 4; k < 4 * groups; k += 4) {
#pragma GCC unroll 4
    for (int v = 0; v < 4; v++) {
      lane[v] = multiply_add(factor, lane[v], sum);
      sink(output(lane[v]), k + v);
    }
  }
}

template <class After>
inline void each_eight(const Pcg& start, uint64_t* out, int64_t groups, After after) {
  each_vector(start, groups, [=](__m512i v, int64_t k) {
    _mm512_store_si512(out + 8 * k, v);
    after(8 * k);
  });
}

#elif defined(__AVX2__)

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
template <class After>
inline void each_eight(const Pcg& start, uint64_t* out, int64_t groups, After after) {
  const auto store = [](uint64_t* to, const Lanes& s) { _mm256_store_si256(reinterpret_cast<__m256i*>(to), output(s)); };
  alignas(32) uint64_t low[8], high[8];
  U128 scalar[8];
  for (int i = 0; i < 8; i++) {
    Pcg p = start;
    p.skip(steps[i + 1]);
    low[i] = p.state.low;
    high[i] = p.state.high;
    p.skip(steps[8]);
    scalar[i] = p.state;
    out[8 + i] = Pcg::output(p.state);
  }
  Lanes lane[2];
  for (int v = 0; v < 2; v++) {
    lane[v] = {_mm256_load_si256(reinterpret_cast<const __m256i*>(low + 4 * v)), _mm256_load_si256(reinterpret_cast<const __m256i*>(high + 4 * v))};
    store(out + 4 * v, lane[v]);
  }
  const Factor factor = factor_of(steps[16].factor);
  const U128 sum = start.inc * steps[16].sum;
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

#else

inline void fill_raw(const Pcg& start, uint64_t* out, int64_t groups) {
  U128 lane[4];
  for (int v = 0; v < 4; v++) {
    Pcg p = start;
    p.skip(steps[v + 1]);
    lane[v] = p.state;
    out[v] = Pcg::output(p.state);
  }
  const U128 factor = steps[4].factor, sum = start.inc * steps[4].sum;
  for (int64_t k = 4; k < 32 * groups; k += 4) {
#pragma GCC unroll 4
    for (int v = 0; v < 4; v++) {
      lane[v] = lane[v] * factor + sum;
      out[k + v] = Pcg::output(lane[v]);
    }
  }
}

#endif

#if defined(__AVX2__)

inline void fill_raw(const Pcg& start, uint64_t* out, int64_t groups) {
  each_eight(start, out, groups, [](int64_t) {});
}

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

#endif

}  // namespace CW_ISA
