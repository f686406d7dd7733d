// Ziggurat draws of PCG64 in blocks of up to 1024, NumPy's bits. Three passes over a block of raw outputs, none of which waits
// for an earlier draw:
//   place:   what every raw output would be if a draw began there, and whether its layer settles it;
//   settle:  for the few that it does not (one in 67), the second draw and exp; then, in order, which outputs begin a draw at
//            all: the one after an unsettled draw belongs to it;
//   gather:  the draws, close together.
#pragma once
#include "random-lanes.hpp"
#include "random-ziggurat.hpp"

namespace CW_ISA::ziggurat {

// A layer's width and bound side by side, so that one load gives both.
struct alignas(16) Row {
  double width;
  uint64_t bound;
};
template <int N>
struct RowTable {
  Row row[N];
};

struct Normal {
  static constexpr int rows = 512;  // by layer and sign
  static constexpr RowTable<rows> make() {
    RowTable<rows> all{};
    for (int i = 0; i < rows; i++) all.row[i] = {i < 256 ? normal_w[i] : -normal_w[i - 256], normal_k[i & 255]};
    return all;
  }
  static uint64_t row_offset(uint64_t raw) { return (raw & 0x1ff) << 4; }
  static constexpr int place_shift = 9;
  static constexpr int place_bits = 52;
  static constexpr int tail_draws = 2;  // for each try
  static uint64_t layer(uint64_t raw) { return raw & 0xff; }
  static bool accept(uint64_t raw, double x, double u) {
    const uint64_t k = layer(raw);
    return below_exp((normal_f[k - 1] - normal_f[k]) * u + normal_f[k], -0.5 * x * x);
  }
  template <class Bits>
  static double tail(Bits& bits, uint64_t raw) { return normal_tail(bits, raw >> 17 & 1); }
  template <class Bits>
  static double draw(Bits& bits) { return standard_normal(bits); }
};

struct Exponential {
  static constexpr int rows = 256;
  static constexpr RowTable<rows> make() {
    RowTable<rows> all{};
    for (int i = 0; i < rows; i++) all.row[i] = {exponential_w[i], exponential_k[i]};
    return all;
  }
  static uint64_t row_offset(uint64_t raw) { return (raw & 0x7f8) << 1; }
  static constexpr int place_shift = 11;
  static constexpr int place_bits = 53;
  static constexpr int tail_draws = 1;
  static uint64_t layer(uint64_t raw) { return raw >> 3 & 0xff; }
  static bool accept(uint64_t raw, double x, double u) {
    const uint64_t k = layer(raw);
    return below_exp((exponential_f[k - 1] - exponential_f[k]) * u + exponential_f[k], -x);
  }
  template <class Bits>
  static double tail(Bits& bits, uint64_t) { return exponential_r - portable::log1p(-bits.next_double()); }
  template <class Bits>
  static double draw(Bits& bits) { return standard_exponential(bits); }
};

template <class Shape>
alignas(64) inline constexpr RowTable<Shape::rows> row_table = Shape::make();
template <class Shape>
inline const Row& row_of(uint64_t raw) {
  return *reinterpret_cast<const Row*>(reinterpret_cast<const uint8_t*>(&row_table<Shape>) + Shape::row_offset(raw));
}

constexpr int64_t most = 1024;         // draws of a block
constexpr int64_t most_raw = most + 64;  // a multiple of 64

struct Block {
  alignas(64) uint64_t raw[most_raw + 8];
  alignas(64) double x[most_raw + 8];
  alignas(64) uint64_t good[most_raw / 64 + 1];  // bit p: raw[p] begins a draw, which is x[p]
};

// Doubles from raw bits that are already there.
struct RawReader {
  const uint64_t* raw;
  double next_double() { return static_cast<double>(static_cast<int64_t>(*raw++ >> 11)) * (1.0 / 9007199254740992.0); }
};
// Counts what it hands out and never passes `end`: after it all is 1/3, which ends any tail.
struct BoundedReader {
  const uint64_t* raw;
  int64_t at, end;
  double next_double() {
    const uint64_t bits = at < end ? raw[at] : 0x5555555555555555;
    at++;
    return static_cast<double>(static_cast<int64_t>(bits >> 11)) * (1.0 / 9007199254740992.0);
  }
};

// ---- place ----

#if defined(__AVX512F__)

template <class Shape>
inline void place(Block& b, int64_t count) {
  const auto* table = reinterpret_cast<const uint8_t*>(&row_table<Shape>);
  auto* good = reinterpret_cast<uint8_t*>(b.good);
  for (int64_t i = 0; i < count; i += 8) {
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
    good[i / 8] = _mm512_cmplt_epi64_mask(at, bound);
  }
}

#elif defined(__AVX2__)

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

template <class Shape>
inline void place(Block& b, int64_t count) {
  const auto* table = reinterpret_cast<const uint8_t*>(&row_table<Shape>);
  auto* good = reinterpret_cast<uint8_t*>(b.good);
  for (int64_t i = 0; i < count; i += 8) {
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
    good[i / 8] = static_cast<uint8_t>(bits[0] | bits[1] << 4);
  }
}

#else

template <class Shape>
inline void place(Block& b, int64_t count) {
  for (int64_t i = 0; i < count; i += 64) {
    uint64_t good = 0;
    const int64_t end = count - i < 64 ? count - i : 64;
    for (int64_t k = 0; k < end; k++) {
      const uint64_t raw = b.raw[i + k];
      const Row& row = row_of<Shape>(raw);
      uint64_t at = raw >> Shape::place_shift;
      if constexpr (Shape::place_shift + Shape::place_bits < 64) at &= (1ull << Shape::place_bits) - 1;
      b.x[i + k] = static_cast<double>(static_cast<int64_t>(at)) * row.width;
      good |= static_cast<uint64_t>(at < row.bound) << k;
    }
    b.good[i / 64] = good;
  }
}

#endif

// ---- settle ----

// Returns how many raw outputs are settled: all, or as far as the first draw that needs more than there are.
template <class Shape>
inline int64_t settle(Block& b, int64_t count) {
  uint16_t position[most_raw];
  uint8_t accepted[most_raw];
  int64_t unsettled = 0;
  for (int64_t w = 0; w * 64 < count; w++) {
    uint64_t bits = ~b.good[w];
    if (count - w * 64 < 64) bits &= (1ull << (count - w * 64)) - 1;
    for (; bits; bits &= bits - 1) position[unsettled++] = static_cast<uint16_t>(w * 64 + __builtin_ctzll(bits));
  }
  for (int64_t j = 0; j < unsettled; j++) {
    const int64_t p = position[j];
    if (Shape::layer(b.raw[p]) == 0) continue;
    RawReader next{b.raw + p + 1};
    accepted[j] = Shape::accept(b.raw[p], b.x[p], next.next_double());
  }
  const auto set = [&](int64_t p, uint64_t value) { b.good[p >> 6] = (b.good[p >> 6] & ~(1ull << (p & 63))) | value << (p & 63); };
  int64_t begin = 0;  // of the next draw
  for (int64_t j = 0; j < unsettled; j++) {
    const int64_t p = position[j];
    if (p < begin) continue;
    if (Shape::layer(b.raw[p]) != 0) {
      begin = p + 2;
      if (begin > count) return p;
      set(p, accepted[j]);
    } else {
      BoundedReader next{b.raw, p + 1, count};
      b.x[p] = Shape::tail(next, b.raw[p]);
      begin = next.at;
      if (begin > count) return p;
      set(p, 1);
    }
    for (int64_t taken = p + 1; taken < begin; taken++) set(taken, 0);
  }
  return count;
}

// ---- gather ----

// Stores up to n draws of the first `count` raw outputs to `out`; returns how many.
#if defined(__AVX512F__)

inline int64_t gather(const Block& b, int64_t count, int64_t n, double* out) {
  const auto* good = reinterpret_cast<const uint8_t*>(b.good);
  int64_t stored = 0;
  int64_t i = 0;
  for (; i < count && stored + 8 <= n; i += 8) {
    _mm512_storeu_pd(out + stored, _mm512_maskz_compress_pd(good[i / 8], _mm512_load_pd(b.x + i)));
    stored += __builtin_popcount(good[i / 8]);
  }
  for (; i < count && stored < n; i += 8) {
    const int64_t some = __builtin_popcount(good[i / 8]);
    const int64_t fit = n - stored < some ? n - stored : some;
    _mm512_mask_storeu_pd(out + stored, static_cast<__mmask8>((1u << fit) - 1), _mm512_maskz_compress_pd(good[i / 8], _mm512_load_pd(b.x + i)));
    stored += fit;
  }
  return stored;
}

#else

inline int64_t gather(const Block& b, int64_t count, int64_t n, double* out) {
  const auto* good = reinterpret_cast<const uint8_t*>(b.good);
  int64_t stored = 0;
  int64_t i = 0;
  for (; i < count && stored + 8 <= n; i += 8) {
    const uint32_t bits = good[i / 8];
    if (bits == 0xff) {
      for (int64_t k = 0; k < 8; k++) out[stored + k] = b.x[i + k];
      stored += 8;
    } else {
      for (int64_t k = 0; k < 8; k++) {
        out[stored] = b.x[i + k];
        stored += bits >> k & 1;
      }
    }
  }
  for (; i < count && stored < n; i++) {
    out[stored] = b.x[i];
    stored += good[i / 8] >> (i & 7) & 1;
  }
  return stored;
}

#endif

// The raw output at which draw n begins, or `count`.
inline int64_t begin_of(const Block& b, int64_t count, int64_t n) {
  for (int64_t w = 0; w * 64 < count; w++) {
    uint64_t bits = b.good[w];
    const int64_t some = __builtin_popcountll(bits);
    if (n < some) {
      for (; n > 0; n--) bits &= bits - 1;
      return w * 64 + __builtin_ctzll(bits);
    }
    n -= some;
  }
  return count;
}

struct PcgReader {
  Pcg& pcg;
  uint64_t next64() { return pcg.next64(); }
  double next_double() { return static_cast<double>(static_cast<int64_t>(next64() >> 11)) * (1.0 / 9007199254740992.0); }
};

// The next n draws. With `resume`, leaves `pcg` where the draw after them begins.
template <class Shape>
inline void fill(Pcg& pcg, int64_t n, double* out, bool resume) {
  Block b;
  while (n > 0) {
    if (n <= 12) {  // a block costs as much
      PcgReader bits{pcg};
      for (int64_t i = 0; i < n; i++) out[i] = Shape::draw(bits);
      return;
    }
    const int64_t draws = n < most ? n : most;
    const int64_t groups = (draws + draws / 48 + 31) / 32;
    int64_t count = 32 * groups;
    fill_raw(pcg, b.raw, groups);
    place<Shape>(b, count);
    count = settle<Shape>(b, count);
    // Bits past the end are of no draw.
    if (count & 63) b.good[count >> 6] &= (1ull << (count & 63)) - 1;
    const int64_t stored = gather(b, count, draws, out);
    n -= stored;
    out += stored;
    if (n > 0 || resume) pcg.advance(begin_of(b, count, stored));
  }
}

}  // namespace CW_ISA::ziggurat
