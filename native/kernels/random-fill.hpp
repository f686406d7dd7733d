// The draws that PCG64 makes in bulk (see random-stream.hpp).
#pragma once
#include "random-integers.hpp"
#include "random-stream.hpp"
#include "random-ziggurat-fill.hpp"

namespace CW_ISA {

// Draws of 64 bits begin at a raw output.
struct WholePosition {
  Pcg pcg;
};
// Draws of 32 bits begin at the low half of one, or at its high half.
struct HalfPosition {
  Pcg pcg;
  int64_t half = 0;  // 1: the low half is taken

  // Goes on by n halves.
  void advance(int64_t n) {
    half += n;
    pcg.advance(half / 2);
    half &= 1;
  }
};
// Raw outputs as halves: every machine that this is built for has the low one first.
using Half __attribute__((may_alias)) = uint32_t;
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

// The upper 53 bits of a raw output: 0 … 1.
struct UniformFill {
  using Position = WholePosition;
  explicit UniformFill(const Source&) {}

#if defined(__AVX512IFMA__) && defined(__AVX512VBMI2__)
  static __m512d uniform(__m512i raw) { return _mm512_mul_pd(_mm512_cvtepi64_pd(_mm512_srli_epi64(raw, 11)), _mm512_set1_pd(unit)); }

  void run(Position& at, int64_t skip, int64_t n, double* out, bool resume) const {
    Pcg& pcg = at.pcg;
    pcg.advance(skip);
    each_vector(LaneSteps(pcg.inc), pcg.state, (n + 31) / 32, [out, n](__m512i raw, int64_t k) {
      const __m512d x = uniform(raw);
      if (8 * k + 8 <= n) _mm512_storeu_pd(out + 8 * k, x);
      else if (8 * k < n) _mm512_mask_storeu_pd(out + 8 * k, static_cast<__mmask8>((1u << (n - 8 * k)) - 1), x);
    });
    if (resume) pcg.advance(n);
  }

  void run_blocks(Pcg& pcg, int64_t blocks, double* out) const {
    const LaneSteps by(pcg.inc);
    for (; blocks > 0; blocks--, out += invariant_block) {
      const U128 start = pcg.state;
      pcg.jump_once();
      each_vector(by, start, invariant_block / 32, [out](__m512i raw, int64_t k) {
        prefetch_for_writing(out + 8 * k);
        _mm512_storeu_pd(out + 8 * k, uniform(raw));
      });
    }
  }

 private:
  // The line 2 KB on. Between blocks stores pause, and the machine no longer sees them coming: 0.27 ns a draw into memory (as writing it takes) rather
  // than 0.31 on Zen 5; stores that pass the caches by take 0.35.
  static void prefetch_for_writing(const double* x) { __builtin_prefetch(reinterpret_cast<const void*>(reinterpret_cast<uintptr_t>(x) + 2048), 1); }
#else
  void run(Position& at, int64_t skip, int64_t n, double* out, bool resume) const {
    Pcg& pcg = at.pcg;
    pcg.advance(skip);
    constexpr int64_t most = 512;
    alignas(64) uint64_t raw[most];
    while (n > 0) {
      const int64_t part = n < most ? n : most;
      fill_raw(pcg, raw, (part + 31) / 32);
      int64_t i = 0;
#if defined(__AVX2__)
      for (; i + 4 <= part; i += 4) {
        const __m256i bits = _mm256_srli_epi64(_mm256_load_si256(reinterpret_cast<const __m256i*>(raw + i)), 11);
        _mm256_storeu_pd(out + i, _mm256_mul_pd(to_double<53>(bits), _mm256_set1_pd(unit)));
      }
#endif
      for (; i < part; i++) out[i] = static_cast<double>(static_cast<int64_t>(raw[i] >> 11)) * unit;
      n -= part;
      out += part;
      if (n > 0 || resume) pcg.advance(part);
    }
  }
#endif

  static constexpr double unit = 1.0 / 9007199254740992.0;
};

// 24 bits of each half.
struct UniformFill32 {
  using Position = HalfPosition;
  explicit UniformFill32(const Source&) {}

  void run(Position& at, int64_t skip, int64_t n, float* out, bool resume) const {
    constexpr int64_t most = 1024;
    alignas(64) uint64_t raw[most / 2 + 32];
    at.advance(skip);
    while (n > 0) {
      const int64_t part = n < most ? n : most;
      fill_raw(at.pcg, raw, (part + at.half + 63) / 64);
      const Half* half = reinterpret_cast<const Half*>(raw) + at.half;
      for (int64_t i = 0; i < part; i++) out[i] = static_cast<float>(static_cast<int32_t>(half[i] >> 8)) * (1.0f / 16777216.0f);
      n -= part;
      out += part;
      if (n > 0 || resume) at.advance(part);
    }
  }
};

template <class Shape>
struct ZigguratFill {
  using Position = WholePosition;
  explicit ZigguratFill(const Source& source) : by(read_pcg(source).inc) {}

  void run(Position& at, int64_t skip, int64_t n, double* out, bool resume) const { ziggurat::fill<Shape>(by, at.pcg, skip, n, out, resume); }

  LaneSteps by;
};

// Integers that take a half each (integers::Range: `bits` is 32).
template <class T>
struct IntegerFill : integers::Range {
  using Position = HalfPosition;
  explicit IntegerFill(const Source& source) : Range(source, 32) {}

  void run(Position& at, int64_t skip, int64_t n, T* out, bool resume) const {
    constexpr int64_t most = 512;
    alignas(64) uint64_t raw[most / 2];
    T drawn[most];
    while (n > 0) {
      const int64_t wanted = skip + n;
      const int64_t groups = wanted < most - 64 ? (wanted + at.half + 63) / 64 : most / 64;
      fill_raw(at.pcg, raw, groups);
      const int64_t halves = 64 * groups - at.half;
      const Half* half = reinterpret_cast<const Half*>(raw) + at.half;
      int64_t taken = halves < wanted ? halves : wanted;  // of the halves
      int64_t count = taken;                              // of what they give
      if (!all(half, taken, drawn)) {
        count = 0;
        for (taken = 0; taken < halves && count < wanted; taken++) {
          const uint64_t product = half[taken] * values;
          drawn[count] = static_cast<T>(least + (product >> 32));
          count += static_cast<uint32_t>(product) >= unfair;
        }
      }
      const int64_t passed = skip < count ? skip : count;
      copy(drawn + passed, out, count - passed);
      skip -= passed;
      n -= count - passed;
      out += count - passed;
      if (n > 0 || resume) at.advance(taken);
    }
  }

 private:
  // What n halves give if none has to be drawn again; tells whether so.
  bool all(const Half* half, int64_t n, T* drawn) const {
    if (range == 0xffffffff) {
      for (int64_t i = 0; i < n; i++) drawn[i] = static_cast<T>(least + half[i]);
      return true;
    }
    const auto factor = static_cast<uint32_t>(values), limit = static_cast<uint32_t>(unfair);
    uint32_t again = 0;
    for (int64_t i = 0; i < n; i++) {
      const uint64_t product = static_cast<uint64_t>(half[i]) * factor;
      drawn[i] = static_cast<T>(least + (product >> 32));
      again |= static_cast<uint32_t>(product) < limit;
    }
    return again == 0;
  }
};

}  // namespace CW_ISA
