// expf and log1pf for draws in single precision, with the bits of glibc 2.36 on a machine with FMA. See random-math.hpp.
// expf follows Arm Optimized Routines (S. Nagy 2017), for x in -87 … 0; log1pf fdlibm (Sun Microsystems 1993), for x in -1 … 0.
#pragma once
#include "random-math.hpp"

namespace CW_ISA::portable {

inline uint32_t bits_of(float x) { return __builtin_bit_cast(uint32_t, x); }
inline float from_bits32(uint32_t x) { return __builtin_bit_cast(float, x); }

inline float exp32(float x) {
  // x = k·ln2/32 + r·ln2/32: exp(x) = 2^(k/32) · 2^(r/32).
  constexpr double shift = 0x1.8p52;
  const double z = 0x1.71547652b82fep5 * static_cast<double>(x);
  const double shifted = z + shift;
  const uint64_t k = bits_of(shifted);
  const double r = z - (shifted - shift);
  const double scale = from_bits(exp_table[k % 32 * 4][1] + (k << 47));
  if (!machine_fma) {
    // The three roundings that fma saves hardly ever reach a float: only beside a place where it rounds the other way.
    const double y = ((0x1.c6af84b912394p-20 * r + 0x1.ebfce50fac4f3p-13) * (r * r) + (0x1.62e42ff0c52d6p-6 * r + 1.0)) * scale;
    const uint64_t rest = bits_of(y) & 0x1fffffff;
    if (rest < 0x0fffff00 || rest > 0x10000100) return static_cast<float>(y);
  }
  const double p = fma(0x1.c6af84b912394p-20, r, 0x1.ebfce50fac4f3p-13);
  return static_cast<float>(fma(p, r * r, fma(0x1.62e42ff0c52d6p-6, r, 1.0)) * scale);
}

inline float log1p32(float x) {
  const auto hx = static_cast<int32_t>(bits_of(x));
  const int32_t ax = hx & 0x7fffffff;
  int32_t k = 1;
  uint32_t hu = 1;
  float f = 0, c = 0;
  if (ax >= 0x3f800000) return -__builtin_huge_valf();
  if (ax < 0x31000000) return ax < 0x24800000 ? x : x - x * x * 0.5f;  // |x| < 2^-29, 2^-54
  if (hx > 0 || hx <= static_cast<int32_t>(0xbe95f61f)) k = 0, f = x;  // -0.2929 < x
  if (k != 0) {
    float u = 1.0f + x;
    hu = bits_of(u);
    k = static_cast<int32_t>(hu >> 23) - 127;
    c = (k > 0 ? 1.0f - (u - x) : x - (u - 1.0f)) / u;  // what u lost
    hu &= 0x7fffff;
    if (hu < 0x3504f7) {
      u = from_bits32(hu | 0x3f800000);
    } else {
      k++;
      u = from_bits32(hu | 0x3f000000);
      hu = (0x800000 - hu) >> 2;
    }
    f = u - 1.0f;
  }
  constexpr float ln2_high32 = 6.9313812256e-01f, ln2_low32 = 9.0580006145e-06f;
  const auto kf = static_cast<float>(k);
  const float half_square = 0.5f * f * f;
  if (hu == 0) {  // |f| < 2^-20
    if (f == 0) return k == 0 ? 0 : kf * ln2_high32 + (c + kf * ln2_low32);
    const float r = half_square * (1.0f - 0.66666666666666666f * f);
    return k == 0 ? f - r : kf * ln2_high32 - ((r - (kf * ln2_low32 + c)) - f);
  }
  const float s = f / (2.0f + f), z = s * s;
  float r = 1.5313838422e-01f + z * 1.4798198640e-01f;
  r = 1.8183572590e-01f + z * r;
  r = 2.2222198546e-01f + z * r;
  r = 2.8571429849e-01f + z * r;
  r = 4.0000000596e-01f + z * r;
  r = z * (6.6666668653e-01f + z * r);
  if (k == 0) return f - (half_square - s * (half_square + r));
  return kf * ln2_high32 - ((half_square - (s * (half_square + r) + (kf * ln2_low32 + c))) - f);
}

}  // namespace CW_ISA::portable
