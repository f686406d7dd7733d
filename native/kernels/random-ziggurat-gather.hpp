// The draws of a block, close together.
#pragma once
#include "random-ziggurat-place.hpp"

namespace CW_ISA::ziggurat {

// For each set of `draws` draws, which these are: `parts` bytes each, numbers of the elements that a permutation moves.
template <int draws, int parts>
struct Choices {
  uint64_t of[1 << draws];
};
template <int draws, int parts>
constexpr Choices<draws, parts> choices() {
  Choices<draws, parts> all{};
  for (int set = 0; set < 1 << draws; set++) {
    int at = 0;
    for (int draw = 0; draw < draws; draw++) {
      for (int part = 0; part < parts && (set >> draw & 1); part++) all.of[set] |= static_cast<uint64_t>(draw * parts + part) << 8 * at++;
    }
  }
  return all;
}

// A vector of draws, those of a set first. On Zen 5, vpcompresspd takes five cycles, and this two.
#if defined(__AVX512F__)

using Draws = __m512d;
constexpr int64_t together = 8;
alignas(64) inline constexpr auto chosen = choices<8, 1>();

inline Draws choose(const double* x, uint32_t set) {
  const __m512i which = _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(chosen.of + set)));
  return _mm512_permutexvar_pd(which, _mm512_load_pd(x));
}
inline void store(double* to, Draws x) { _mm512_storeu_pd(to, x); }
inline void store(double* to, Draws x, int64_t n) { _mm512_mask_storeu_pd(to, static_cast<__mmask8>((1u << n) - 1), x); }

#else

using Draws = __m256d;
constexpr int64_t together = 4;
alignas(64) inline constexpr auto chosen = choices<4, 2>();

inline Draws choose(const double* x, uint32_t set) {
  const __m256i which = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(chosen.of + set)));
  return _mm256_castps_pd(_mm256_permutevar8x32_ps(_mm256_castpd_ps(_mm256_load_pd(x)), which));
}
inline void store(double* to, Draws x) { _mm256_storeu_pd(to, x); }
inline void store(double* to, Draws x, int64_t n) {
  alignas(32) double all[together];
  _mm256_store_pd(all, x);
  for (int64_t k = 0; k < n; k++) to[k] = all[k];
}

#endif

// Stores up to n draws of the raw outputs from `begin`, where bits before a multiple of 8 are cleared, to `count`; returns how many.
inline int64_t gather(const Block& b, int64_t begin, int64_t count, int64_t n, double* out) {
  const auto* good = reinterpret_cast<const uint8_t*>(b.good);
  const auto set_of = [=](int64_t i) { return together == 8 ? good[i / 8] : good[i / 8] >> i % 8 & 15u; };
  int64_t stored = 0;
  int64_t i = begin & ~7;
  for (; i < count && stored + 8 <= n; i += 8) {
    for (int64_t k = i; k < i + 8; k += together) {
      store(out + stored, choose(b.x + k, set_of(k)));
      stored += __builtin_popcount(set_of(k));
    }
  }
  for (; i < count && stored < n; i += together) {
    const int64_t some = __builtin_popcount(set_of(i));
    const int64_t fit = n - stored < some ? n - stored : some;
    store(out + stored, choose(b.x + i, set_of(i)), fit);
    stored += fit;
  }
  return stored;
}

}  // namespace CW_ISA::ziggurat
