// PCG64's outputs in bulk: k states side by side, each stepped by A^k. Nothing waits for anything but its own last step.
//
// ns per output on Zen 5 (one state stepped by itself 1.2): IFMA 0.19, AVX2 0.51, portable 0.77.
//
// fill_raw(by, start, out, groups): the next 32 · groups outputs after a state. `by`, LaneSteps(increment), is what many calls may share; `out` is
// 64-byte aligned. With AVX2, each_eight(by, start, out, groups, after) also calls after(i) once outputs i … i + 7 are stored.
#pragma once
#if defined(__AVX512IFMA__) && defined(__AVX512VBMI2__)
#include "random-lanes-ifma.hpp"
#elif defined(__AVX2__)
#include "random-lanes-avx2.hpp"
#else
#include "random-pcg64.hpp"
#endif

namespace CW_ISA {

#if defined(__AVX2__)

inline void fill_raw(const LaneSteps& by, U128 start, uint64_t* out, int64_t groups) {
  each_eight(by, start, out, groups, [](int64_t) {});
}

#else

#if defined(__wasm__)
inline constexpr int lanes = 2;  // more do not stay in registers: 1.85 ns an output, with four 2.17
#else
inline constexpr int lanes = 4;
#endif

struct LaneSteps {
  U128 first[lanes];  // summands on the way from one state to the lanes; the last is that of a step

  explicit LaneSteps(U128 inc) {
    for (int v = 0; v < lanes; v++) first[v] = inc * steps[v + 1].sum;
  }
};

inline void fill_raw(const LaneSteps& by, U128 start, uint64_t* out, int64_t groups) {
  U128 lane[lanes];
  for (int v = 0; v < lanes; v++) {
    lane[v] = start * steps[v + 1].factor + by.first[v];
    out[v] = Pcg::output(lane[v]);
  }
  const U128 factor = steps[lanes].factor, sum = by.first[lanes - 1];
  for (int64_t k = lanes; k < 32 * groups; k += lanes) {
#pragma GCC unroll 4
    for (int v = 0; v < lanes; v++) {
      lane[v] = lane[v] * factor + sum;
      out[k + v] = Pcg::output(lane[v]);
    }
  }
}

#endif

inline void fill_raw(const Pcg& start, uint64_t* out, int64_t groups) {
  fill_raw(LaneSteps(start.inc), start.state, out, groups);
}

}  // namespace CW_ISA
