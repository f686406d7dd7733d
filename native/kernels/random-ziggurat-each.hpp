// Ziggurat draws of PCG64 one after the other, from a buffer of raw outputs: the way without AVX2. See random-ziggurat-fill.hpp.
#pragma once
#include "random-lanes.hpp"
#include "random-ziggurat-shapes.hpp"

namespace CW_ISA::ziggurat {

// A draw that its layer does not settle. Returns where the next begins (`end` or more: perhaps beyond what there is), and x
// if there is one.
template <class Shape>
[[gnu::noinline]] inline int64_t settle(const uint64_t* raw, int64_t at, int64_t end, double& x, bool& drawn) {
  BoundedReader next{raw, at + 1, end};
  drawn = true;
  if (Shape::layer(raw[at]) == 0) x = Shape::tail(next, raw[at]);
  else drawn = Shape::accept(raw[at], x, next.next_double());
  return next.at;
}

// Draws that their layers settle, one from each raw output: up to n, or to the first that its layer does not (x is stored then, too). Returns how many.
// What it counts by is the same for what it reads and for what it writes: in WebAssembly 0.9 ns a draw rather than 2.2.
template <class Shape>
inline int64_t settled(const uint64_t* raw, int64_t n, double* out) {
  int64_t i = 0;
  for (; i < n; i++) {
    const Row& row = row_of<Shape>(raw[i]);
    const uint64_t place = place_of<Shape>(raw[i]);
    out[i] = static_cast<double>(static_cast<int64_t>(place)) * row.width;
    if (__builtin_expect(place >= row.bound, 0)) break;
  }
  return i;
}

constexpr int64_t most = 512;

template <class Shape>
inline void draw(const LaneSteps& by, Pcg& pcg, int64_t n, double* out, bool resume) {
  alignas(64) uint64_t raw[most];
  while (n > 0) {
    const int64_t groups = n < most - 32 ? (n + n / 32 + 31) / 32 : most / 32;
    int64_t end = 32 * groups;
    fill_raw(by, pcg.state, raw, groups);
    int64_t at = 0;
    while (at < end && n > 0) {
      const int64_t wanted = end - at < n ? end - at : n;
      int64_t made = settled<Shape>(raw + at, wanted, out);
      at += made;
      if (made < wanted) {
        bool drawn;
        const int64_t next = settle<Shape>(raw, at, end, out[made], drawn);
        if (next > end) end = at;  // begins anew with more
        else at = next, made += drawn;
      }
      out += made;
      n -= made;
    }
    if (n > 0 || resume) pcg.advance(at);
  }
}

template <class Shape>
inline void fill(const LaneSteps& by, Pcg& pcg, int64_t skip, int64_t n, double* out, bool resume) {
  double passed[most];
  for (; skip > 0; skip -= most) draw<Shape>(by, pcg, skip < most ? skip : most, passed, true);
  draw<Shape>(by, pcg, n, out, resume);
}

}  // namespace CW_ISA::ziggurat
