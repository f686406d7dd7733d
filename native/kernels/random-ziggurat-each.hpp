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

template <class Shape>
inline void fill(const LaneSteps& by, Pcg& pcg, int64_t skip, int64_t n, double* out, bool resume) {
  constexpr int64_t most = 512;
  alignas(64) uint64_t raw[most];
  int64_t stored = -skip;
  while (stored < n) {
    const int64_t wanted = n - stored;
    const int64_t groups = wanted < most - 32 ? (wanted + wanted / 32 + 31) / 32 : most / 32;
    const int64_t end = 32 * groups;
    fill_raw(by, pcg.state, raw, groups);
    int64_t at = 0;
    while (at < end && stored < n) {
      const Row& row = row_of<Shape>(raw[at]);
      const uint64_t place = place_of<Shape>(raw[at]);
      double x = static_cast<double>(static_cast<int64_t>(place)) * row.width;
      bool drawn = true;
      if (__builtin_expect(place < row.bound, 1)) {
        at++;
      } else {
        const int64_t next = settle<Shape>(raw, at, end, x, drawn);
        if (next > end) break;
        at = next;
      }
      // Skipped draws go where the first wanted one will be.
      if (drawn) out[stored < 0 ? 0 : stored] = x, stored++;
    }
    if (stored < n || resume) pcg.advance(at);
  }
}

}  // namespace CW_ISA::ziggurat
