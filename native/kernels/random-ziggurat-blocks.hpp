// Ziggurat draws of PCG64 in blocks of up to 1024. Three passes over a block of raw outputs, none of which waits for an earlier draw:
//   place:   what every raw output would be if a draw began there, and whether its layer settles it (random-ziggurat-place.hpp);
//   settle:  for the few that it does not (one in 67), the second draw and exp; then, in order, which outputs begin a draw at
//            all: the one after an unsettled draw belongs to it;
//   gather:  the draws, close together (random-ziggurat-gather.hpp).
#pragma once
#include "random-ziggurat-gather.hpp"

namespace CW_ISA::ziggurat {

struct PcgReader {
  Pcg& pcg;
  uint64_t next64() { return pcg.next64(); }
  double next_double() { return static_cast<double>(static_cast<int64_t>(next64() >> 11)) * (1.0 / 9007199254740992.0); }
};

// Doubles from raw bits that are already there.
struct RawReader {
  const uint64_t* raw;
  double next_double() { return static_cast<double>(static_cast<int64_t>(*raw++ >> 11)) * (1.0 / 9007199254740992.0); }
};
// Where the raw outputs are that their layers do not settle; returns how many there are. A word has hardly ever more than three (one in 60), so there
// is no branch that a processor could only guess.
inline int64_t find_unsettled(const Block& b, int64_t count, uint16_t* position) {
  int64_t found = 0;
  for (int64_t w = 0; w * 64 < count; w++) {
    uint64_t bits = ~b.good[w];
    if (count - w * 64 < 64) bits &= (1ull << (count - w * 64)) - 1;
    uint16_t* next = position + found;
    found += __builtin_popcountll(bits);
    for (int k = 0; k < 3; k++, bits &= bits - 1) *next++ = static_cast<uint16_t>(w * 64 + _tzcnt_u64(bits));
    for (; __builtin_expect(bits != 0, 0); bits &= bits - 1) *next++ = static_cast<uint16_t>(w * 64 + _tzcnt_u64(bits));
  }
  return found;
}

// Returns how many raw outputs are settled: all, or as far as the first draw that needs more than there are.
template <class Shape>
inline int64_t settle(Block& b, int64_t count) {
  uint16_t position[most_raw + 3];
  const int64_t unsettled = find_unsettled(b, count, position);
  const auto take = [&](int64_t p) { b.good[p >> 6] &= ~(1ull << (p & 63)); };
  int64_t begin = 0;  // of the next draw
  for (int64_t j = 0; j < unsettled; j++) {
    const int64_t p = position[j];
    uint64_t accepted = 1;
    if (__builtin_expect(Shape::layer(b.raw[p]) != 0, 1)) {
      RawReader next{b.raw + p + 1};
      accepted = Shape::accept(b.raw[p], b.x[p], next.next_double());
      if (p < begin) continue;
      begin = p + 2;
      if (begin > count) return p;
      take(p + 1);
    } else {
      if (p < begin) continue;
      BoundedReader next{b.raw, p + 1, count};
      b.x[p] = Shape::tail(next, b.raw[p]);
      begin = next.at;
      if (begin > count) return p;
      for (int64_t taken = p + 1; taken < begin; taken++) take(taken);
    }
    b.good[p >> 6] |= accepted << (p & 63);
  }
  return count;
}

// Where the draw begins that comes n draws after the first from `begin` on; `count` if there are not that many, n then says how many are missing.
inline int64_t begin_of(const Block& b, int64_t begin, int64_t count, int64_t& n) {
  for (int64_t w = begin >> 6; w * 64 < count; w++) {
    uint64_t bits = b.good[w];
    if (w == begin >> 6) bits &= ~0ull << (begin & 63);
    const int64_t some = __builtin_popcountll(bits);
    if (n < some) {
      for (; n > 0; n--) bits &= bits - 1;
      return w * 64 + __builtin_ctzll(bits);
    }
    n -= some;
  }
  return count;
}

template <class Shape>
inline void fill(const LaneSteps& by, Pcg& pcg, int64_t skip, int64_t n, double* out, bool resume) {
  Block b;
  while (n > 0) {
    if (skip + n <= 12) {  // a block costs as much
      PcgReader bits{pcg};
      for (; skip > 0; skip--) (void)Shape::draw(bits);
      for (int64_t i = 0; i < n; i++) out[i] = Shape::draw(bits);
      return;
    }
    const int64_t draws = skip + n < most ? skip + n : most;
    const int64_t groups = (draws + draws / 48 + 31) / 32;
    int64_t count = 32 * groups;
    place<Shape>(by, pcg.state, b, groups);
    count = settle<Shape>(b, count);
    // Bits past the end are of no draw.
    if (count & 63) b.good[count >> 6] &= (1ull << (count & 63)) - 1;

    int64_t at = 0;
    if (skip > 0) {
      at = begin_of(b, 0, count, skip);
      if (at == count) {
        pcg.advance(count);
        continue;
      }
      reinterpret_cast<uint8_t*>(b.good)[at / 8] &= static_cast<uint8_t>(0xff << (at & 7));
    }
    int64_t stored = gather(b, at, count, n, out);
    n -= stored;
    out += stored;
    if (n > 0 || resume) pcg.advance(begin_of(b, at, count, stored));
  }
}

}  // namespace CW_ISA::ziggurat
