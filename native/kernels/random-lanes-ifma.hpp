// 32 states of PCG64 in four vectors, multiplied by vpmadd52. See random-lanes.hpp.
#pragma once
#include "random-intrinsics.hpp"
#include "random-pcg64.hpp"

namespace CW_ISA {

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

// What stepping 32 lanes takes, for one increment.
struct LaneSteps {
  Lanes first[4];  // summands on the way from one state to the lanes
  Lanes factor, sum;

  explicit LaneSteps(U128 inc) : factor(broadcast(steps[32].factor)), sum(broadcast(inc * steps[32].sum)) {
    const Lanes increments = broadcast(inc), zero = broadcast({0, 0});
    const __m512i carried = _mm512_set1_epi64((1ll << 52) - 1);
    for (int v = 0; v < 4; v++) {
      first[v] = multiply_add(load(lanes.sum, v), increments, zero);
      for (int k = 0; k < 2; k++) first[v].limb[k] = _mm512_and_si512(first[v].limb[k], carried);  // a summand's carries would count twice
    }
  }
  static Lanes load(const uint64_t (&limb)[3][32], int v) {
    return {{_mm512_load_si512(limb[0] + 8 * v), _mm512_load_si512(limb[1] + 8 * v), _mm512_load_si512(limb[2] + 8 * v)}};
  }
};

// Calls sink(vector, k) for outputs 8k … 8k + 7 after a state.
template <class Sink>
inline void each_vector(const LaneSteps& by, U128 start, int64_t groups, Sink sink) {
  const Lanes state = broadcast(start);
  Lanes lane[4];
#pragma GCC unroll 4
  for (int v = 0; v < 4; v++) {
    lane[v] = multiply_add(LaneSteps::load(lanes.factor, v), state, by.first[v]);
    sink(output(lane[v]), v);
  }
  const Lanes factor = by.factor, sum = by.sum;
  for (int64_t k = 4; k < 4 * groups; k += 4) {
#pragma GCC unroll 4
    for (int v = 0; v < 4; v++) {
      lane[v] = multiply_add(factor, lane[v], sum);
      sink(output(lane[v]), k + v);
    }
  }
}

template <class After>
inline void each_eight(const LaneSteps& by, U128 start, uint64_t* out, int64_t groups, After after) {
  each_vector(by, start, groups, [=](__m512i v, int64_t k) {
    _mm512_store_si512(out + 8 * k, v);
    after(8 * k);
  });
}

}  // namespace CW_ISA
