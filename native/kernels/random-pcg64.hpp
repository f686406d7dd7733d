// PCG64 (XSL-RR 128/64, M. O'Neill 2014): the state and its arithmetic modulo 2^128.
#pragma once
#include "random.hpp"

namespace CW_ISA {

struct U128 {
  uint64_t low, high;
};

#if !defined(__wasm__)

__extension__ using Wide128 = unsigned __int128;
constexpr Wide128 wide(U128 x) { return static_cast<Wide128>(x.high) << 64 | x.low; }
constexpr U128 narrow(Wide128 x) { return {static_cast<uint64_t>(x), static_cast<uint64_t>(x >> 64)}; }
constexpr U128 operator+(U128 a, U128 b) { return narrow(wide(a) + wide(b)); }
constexpr U128 operator*(U128 a, U128 b) { return narrow(wide(a) * wide(b)); }

#else

constexpr U128 operator+(U128 a, U128 b) {
  const uint64_t low = a.low + b.low;
  return {low, a.high + b.high + (low < a.low)};
}
// WASM has no high half of a product, and clang turns the usual sums of partial products into a call of __multi3 that takes
// eight times as long, unless something it cannot see through stands between them.
constexpr uint64_t multiply_high(uint64_t a, uint64_t b) {
  const uint64_t a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
  uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  if (!__builtin_is_constant_evaluated()) asm("" : "+r"(middle));
  return a1 * b1 + (middle >> 32) + ((a0 * b1 + (middle & 0xffffffff)) >> 32);
}
constexpr U128 operator*(U128 a, U128 b) {
  return {a.low * b.low, multiply_high(a.low, b.low) + a.low * b.high + a.high * b.low};
}

#endif

// What n steps do, for any increment: state ← state · factor + increment · sum, sum = 1 + A + … + A^(n-1).
struct Skip {
  U128 factor, sum;
};
constexpr Skip one_step = {{0x4385df649fccf645, 0x2360ed051fc65da4}, {1, 0}};

// First a, then b.
constexpr Skip then(Skip a, Skip b) {
  return {a.factor * b.factor, a.sum * b.factor + b.sum};
}

constexpr Skip skip_of(U128 n) {
  Skip total = {{1, 0}, {0, 0}};
  Skip power = one_step;
  for (int bit = 0; bit < 128; bit++) {
    const uint64_t word = bit < 64 ? n.low : n.high;
    if (word >> (bit & 63) & 1) total = then(total, power);
    power = then(power, power);
  }
  return total;
}

// One jump of jumped(): (φ - 1)·2^128 steps.
constexpr U128 jump_steps = {0xf39cc0605cedc835, 0x9e3779b97f4a7c15};

template <int N>
struct Skips {
  Skip skip[N];
  constexpr Skip operator[](int64_t i) const { return skip[i]; }
};
template <int N>
constexpr Skips<N> powers_of(Skip first) {
  Skips<N> all{};
  for (Skip& skip : all.skip) {
    skip = first;
    first = then(first, first);
  }
  return all;
}
template <int N>
constexpr Skips<N> multiples_of(Skip step) {
  Skips<N> all{};
  Skip sum = {{1, 0}, {0, 0}};
  for (Skip& skip : all.skip) {
    skip = sum;
    sum = then(sum, step);
  }
  return all;
}
inline constexpr Skips<53> jumps = powers_of<53>(skip_of(jump_steps));  // 2^i jumps
inline constexpr Skips<53> doublings = powers_of<53>(one_step);         // 2^i steps
inline constexpr Skips<33> steps = multiples_of<33>(one_step);          // i steps
inline constexpr Skips<64> leaps = multiples_of<64>(steps[32]);         // 32 · i steps

struct Pcg {
  U128 state, inc;

  void skip(Skip by) { state = state * by.factor + inc * by.sum; }
  uint64_t next64() {
    state = state * one_step.factor + inc;
    return output(state);
  }
  static uint64_t output(U128 state) {
    const uint64_t x = state.high ^ state.low;
    const uint64_t turn = state.high >> 58;
    return x >> turn | x << (-turn & 63);
  }
  void advance(int64_t n) {
    if (n == 0) return;
    if (n >= 32 * 64) return skip(n, doublings);
    skip(leaps[n / 32]);
    skip(steps[n % 32]);
  }
  void jump(int64_t n) { skip(n, jumps); }
  void jump_once() { skip(jumps[0]); }
  void skip(int64_t n, const Skips<53>& powers) {
    for (int i = 0; n >> i != 0; i++) {
      if (n >> i & 1) skip(powers[i]);
    }
  }
};

inline Pcg read_pcg(const Source& source) {
  const double* w = source.word;
  return {{word64(w), word64(w + 2)}, {word64(w + 4), word64(w + 6)}};
}

}  // namespace CW_ISA
