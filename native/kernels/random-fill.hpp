// The draws that PCG64 makes in bulk (see random-stream.hpp).
#pragma once
#include "random-stream.hpp"
#include "random-ziggurat-blocks.hpp"

namespace CW_ISA {

// The upper 53 bits of a raw output: 0 … 1.
inline double to_unit(uint64_t raw) {
  return static_cast<double>(static_cast<int64_t>(raw >> 11)) * (1.0 / 9007199254740992.0);
}

struct UniformFill {
  static constexpr bool one_each = true;
  static void run(Pcg& pcg, int64_t n, double* out, bool resume) {
#if defined(__AVX512IFMA__) && defined(__AVX512VBMI2__)
    each_vector(pcg, (n + 31) / 32, [out, n](__m512i raw, int64_t k) {
      const __m512d x = _mm512_mul_pd(_mm512_cvtepi64_pd(_mm512_srli_epi64(raw, 11)), _mm512_set1_pd(1.0 / 9007199254740992.0));
      if (8 * k + 8 <= n) _mm512_storeu_pd(out + 8 * k, x);
      else if (8 * k < n) _mm512_mask_storeu_pd(out + 8 * k, static_cast<__mmask8>((1u << (n - 8 * k)) - 1), x);
    });
    if (resume) pcg.advance(n);
#else
    constexpr int64_t most = 512;
    alignas(64) uint64_t raw[most];
    while (n > 0) {
      const int64_t part = n < most ? n : most;
      fill_raw(pcg, raw, (part + 31) / 32);
      int64_t i = 0;
#if defined(__AVX2__)
      for (; i + 4 <= part; i += 4) {
        const __m256i bits = _mm256_srli_epi64(_mm256_load_si256(reinterpret_cast<const __m256i*>(raw + i)), 11);
        _mm256_storeu_pd(out + i, _mm256_mul_pd(to_double<53>(bits), _mm256_set1_pd(1.0 / 9007199254740992.0)));
      }
#endif
      for (; i < part; i++) out[i] = to_unit(raw[i]);
      n -= part;
      out += part;
      if (n > 0 || resume) pcg.advance(part);
    }
#endif
  }
};

// 24 bits of each half of a raw output, the low half first.
struct UniformFill32 {
  static constexpr bool one_each = false;
  static void run(Pcg& pcg, int64_t n, float* out, bool resume) {
    constexpr int64_t most = 1024;
    alignas(64) uint64_t raw[most / 2];
    while (n > 0) {
      const int64_t part = n < most ? n : most;
      fill_raw(pcg, raw, (part + 63) / 64);
      for (int64_t i = 0; i < part; i++) {
        const auto half = static_cast<uint32_t>(raw[i / 2] >> (i & 1 ? 32 : 0));
        out[i] = static_cast<float>(static_cast<int32_t>(half >> 8)) * (1.0f / 16777216.0f);
      }
      n -= part;
      out += part;
      if (n > 0 || resume) pcg.advance(part / 2);
    }
  }
};

template <class Shape>
struct ZigguratFill {
  static constexpr bool one_each = false;
  static void run(Pcg& pcg, int64_t n, double* out, bool resume) { ziggurat::fill<Shape>(pcg, n, out, resume); }
};

}  // namespace CW_ISA
