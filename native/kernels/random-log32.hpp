// logf and powf for gamma draws in single precision, with the bits of glibc 2.36 on a machine with FMA. See random-math.hpp.
// They follow Arm Optimized Routines (S. Nagy 2017); the work is done in double.
#pragma once
#include "random-math32.hpp"

namespace CW_ISA::portable {

// x = 2^k·z, z near the row's c: r = z/c - 1.
struct Reduced32 {
  const double* row;
  double k, r;
};
inline Reduced32 reduce32(uint32_t bits) {
  const uint32_t offset = bits - 0x3f330000;
  const double* row = log_float_table[offset >> 19 & 15];
  const double z = static_cast<double>(from_bits32(bits - (offset & 0xff800000)));
  return {row, static_cast<double>(static_cast<int32_t>(offset) >> 23), fma(z, row[0], -1.0)};
}

inline float log32(float x) {
  uint32_t bits = bits_of(x);
  if (bits == 0x3f800000) return 0;
  if (bits - 0x800000 >= 0x7f800000 - 0x800000) {
    if (bits << 1 == 0) return -__builtin_huge_valf();
    if (bits == 0x7f800000) return x;
    if (bits >> 31 || bits << 1 >= 0xff000000) return __builtin_nanf("");
    bits = bits_of(x * 0x1p23f) - (23u << 23);
  }
  const Reduced32 z = reduce32(bits);
  const double r = z.r, r2 = r * r;
  const double y0 = fma(z.k, 0x1.62e42fefa39efp-1, z.row[1]);
  const double p = fma(-0x1.00ea348b88334p-2, r2, fma(0x1.5575b0be00b6ap-2, r, -0x1.ffffef20a4123p-2));
  return static_cast<float>(fma(p, r2, y0 + r));
}

// x^y, x >= 0 or NaN, y > 0: as gamma draws ask.
inline float pow32(float x, float y) {
  uint32_t bits = bits_of(x);
  constexpr float infinity32 = __builtin_huge_valf();
  if (x != x || y != y) return x + y;
  if (bits == 0x3f800000) return 1;
  if (x == 0) return 0;
  if (y == infinity32) return x < 1 ? 0 : infinity32;
  if (x == infinity32) return x;
  if (bits < 0x800000) bits = bits_of(x * 0x1p23f) - (23u << 23);
  const Reduced32 z = reduce32(bits);
  const double r = z.r, r2 = r * r;
  const double p0 = fma(0x1.27616c9496e0bp-2, r, -0x1.71969a075c67ap-2);
  const double p1 = fma(0x1.ec70a6ca7baddp-2, r, -0x1.7154748bef6c8p-1);
  const double q = fma(p1, r2, fma(0x1.71547652ab82bp0, r, z.row[2] + z.k));
  const double exponent = static_cast<double>(y) * fma(p0, r2 * r2, q);
  if (exponent > 0x1.fffffffd1d571p+6) return infinity32;
  if (exponent <= -150.0) return 0;

  constexpr double shift = 0x1.8p52 / 32;
  const double shifted = exponent + shift;
  const uint64_t k = bits_of(shifted);
  const double t = exponent - (shifted - shift);
  const double scale = from_bits(exp_table[k % 32 * 4][1] + (k << 47));
  const double s = fma(0x1.c6af84b912394p-5, t, 0x1.ebfce50fac4f3p-3);
  return static_cast<float>(fma(s, t * t, fma(0x1.62e42ff0c52d6p-1, t, 1.0)) * scale);
}

}  // namespace CW_ISA::portable
