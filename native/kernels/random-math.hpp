// exp, log, log1p, expm1 and pow for the random family: the same bits on every ISA, since results of NumPy's generators hang on
// them, and the bits of glibc 2.36 on a machine with FMA, since that is what NumPy calls. random-math32.hpp, random-log32.hpp and
// random-angle.hpp have the rest; lgamma is NumPy's own (distributions.hpp).
//
// Every fma here is written out; files that include this are compiled with -ffp-contract=off. The order of operations is part
// of the result: do not regroup. exp, log and pow follow Arm Optimized Routines (S. Nagy 2018; notice in random-math-tables.hpp),
// log1p and expm1 fdlibm: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun
// Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted, provided that
// this notice is preserved.
#pragma once
#include "random-fma.hpp"
#include "random-math-quick.hpp"
#include "random-math-tables.hpp"

namespace CW_ISA::portable {

constexpr double infinity = __builtin_huge_val();
constexpr double nan = __builtin_nan("");
constexpr double pi = 3.141592653589793;

inline double sqrt(double x) { return __builtin_sqrt(x); }
inline double floor(double x) { return __builtin_floor(x); }
inline double ceil(double x) { return __builtin_ceil(x); }
inline double abs(double x) { return __builtin_fabs(x); }

inline uint32_t high_word(double x) { return static_cast<uint32_t>(bits_of(x) >> 32); }
inline double with_high_word(double x, uint32_t high) { return from_bits(static_cast<uint64_t>(high) << 32 | (bits_of(x) & 0xffffffff)); }

// scale × (1 + t) where scale = 2^k has an exponent that a double does not hold: |k| may pass 1022 by up to 460.
inline double scaled_past_range(double t, uint64_t scale_bits, bool large) {
  if (large) {
    const double scale = from_bits(scale_bits - (1009ull << 52));
    return 0x1p1009 * fma(scale, t, scale);
  }
  scale_bits += 1022ull << 52;
  const double scale = from_bits(scale_bits);
  double y = scale + scale * t;
  if (abs(y) < 1.0) {  // the result is subnormal: round once, at its last bit
    const double one = y < 0 ? -1.0 : 1.0;
    double low = scale - y + scale * t;
    const double high = one + y;
    low = one - high + y + low;
    y = high + low - one;
    if (y == 0) y = from_bits(scale_bits & 1ull << 63);
  }
  return 0x1p-1022 * y;
}

// exp(x + tail), negated if asked; |tail| is far below |x|'s last bit.
inline double exp_of_sum(double x, double tail, bool negate) {
  const uint32_t magnitude = high_word(x) >> 20 & 0x7ff;
  bool past_range = false;
  if (magnitude < 0x3c9) return negate ? -(1.0 + x) : 1.0 + x;  // below 2^-54
  if (magnitude >= 0x408) {  // from 512 on
    if (x != x) return x;
    if (magnitude >= 0x409) return x > 0 ? (negate ? -infinity : infinity) : (negate ? -0.0 : 0.0);
    past_range = true;
  }
  // x = k·ln2/128 + r: exp(x) = 2^(k/128) · exp(r).
  constexpr double shift = 0x1.8p52;
  const double shifted = fma(0x1.71547652b82fep7, x, shift);
  const uint64_t k = bits_of(shifted);
  const double kd = shifted - shift;
  const double r = fma(kd, -0x1.cf79abc9e3b3ap-47, fma(kd, -0x1.62e42fefa0000p-8, x)) + tail;
  const uint64_t* row = exp_table[k % 128];
  const uint64_t scale_bits = row[1] + ((k + (negate ? 0x800u << 7 : 0)) << 45);
  const double r2 = r * r;
  const double low = fma(r2, fma(r, 0x1.555555555543cp-3, 0x1.ffffffffffdbdp-2), from_bits(row[0]) + r);
  const double t = fma(r2 * r2, fma(r, 0x1.1111167a4d017p-7, 0x1.55555cf172b91p-5), low);
  if (past_range) return scaled_past_range(t, scale_bits, !(k & 0x80000000));
  const double scale = from_bits(scale_bits);
  return fma(scale, t, scale);
}

inline double exp(double x) {
  double y;
  if (!machine_fma && abs(x) >= 0x1p-54 && abs(x) < 512 && quick_exp(x, 0, 0, y)) return y;
  return exp_of_sum(x, 0.0, false);
}

inline double log(double x) {
  uint64_t bits = bits_of(x);
  double quick;
  if (!machine_fma && (bits >> 52) - 1 < 0x7fe && quick_log(bits, quick)) return quick;
  if (bits - bits_of(0x1.ep-1) < bits_of(0x1.109p0) - bits_of(0x1.ep-1)) {
    const double r = x - 1.0;
    if (r == 0) return 0;
    const double r2 = r * r, r3 = r * r2;
    const double p3 = fma(r3, -0x1.5521375d145cdp-4, fma(r2, 0x1.78182f7afd085p-4, fma(r, -0x1.999eb43b068ffp-4, 0x1.c7184282ad6cap-4)));
    const double p2 = fma(r3, p3, fma(r2, -0x1.fffffa4423d65p-4, fma(r, 0x1.24924a344de3p-3, -0x1.55555556745a7p-3)));
    const double p1 = fma(r3, p2, fma(r2, 0x1.999999995dd0cp-3, fma(r, -0x1.ffffffffffdcbp-3, 0x1.5555555555577p-2)));
    const double w = r * 0x1p27;
    const double high_half = r + w - w, low_half = r - high_half;
    const double square = high_half * high_half * -0.5;
    const double high = r + square;
    const double low = fma(-0.5 * low_half, high_half + r, r - high + square);
    return fma(r3, p1, low) + high;
  }
  const auto top = static_cast<uint32_t>(bits >> 48);
  if (top - 0x10 >= 0x7ff0 - 0x10) {
    if (bits << 1 == 0) return -infinity;
    if (bits == bits_of(infinity)) return x;
    if (top & 0x8000 || (top & 0x7ff0) == 0x7ff0) return nan;
    bits = bits_of(x * 0x1p52) - (52ull << 52);
  }
  // x = 2^k·z, z near c: log(x) = k·ln2 + log(c) + log1p(z/c - 1).
  const uint64_t offset = bits - 0x3fe6000000000000;
  const LogRow& row = log_table[offset >> 45 & 127];
  const double k = static_cast<double>(static_cast<int32_t>(static_cast<int64_t>(offset) >> 52));
  const double z = from_bits(bits - (offset & 0xfffull << 52));
  const double r = fma(z, row.inverse, -1.0);
  const double w = fma(k, 0x1.62e42fefa3800p-1, row.log);
  const double high = w + r;
  const double low = fma(k, 0x1.ef35793c76730p-45, w - high + r);
  const double r2 = r * r;
  const double p = fma(r2, fma(r, -0x1.55575e506c89fp-3, 0x1.999b324f10111p-3), fma(r, -0x1.fffffffeb459p-3, 0x1.555555551305bp-2));
  return fma(r * r2, p, fma(r2, -0x1.0000000000001p-1, low)) + high;
}

// The last bits of y: 0 for a fraction, 1 for an odd integer, 2 for an even one.
inline int parity(uint64_t bits) {
  const auto exponent = static_cast<int>(bits >> 52 & 0x7ff);
  if (exponent < 1023) return 0;
  if (exponent > 1023 + 52) return 2;
  const uint64_t one = 1ull << (1023 + 52 - exponent);
  return bits & (one - 1) ? 0 : bits & one ? 1 : 2;
}

inline double pow(double x, double y) {
  uint64_t bits = bits_of(x);
  const uint64_t bits_y = bits_of(y);
  const uint64_t size_x = bits << 1, size_y = bits_y << 1;  // without the sign
  constexpr uint64_t size_infinity = 0x7ffull << 53, size_one = 0x3ffull << 53;
  if (size_y == 0 || bits == bits_of(1.0)) return 1.0;
  if (size_x > size_infinity || size_y > size_infinity) return x + y;
  const bool y_negative = bits_y >> 63;
  if (size_y == size_infinity) return size_x == size_one ? 1.0 : (size_x < size_one) == y_negative ? infinity : 0.0;
  bool negate = false;
  if (size_x == 0 || size_x == size_infinity) {
    const double square = bits >> 63 && parity(bits_y) == 1 ? -(x * x) : x * x;
    return y_negative ? 1.0 / square : square;
  }
  if (bits >> 63) {
    const int odd = parity(bits_y);
    if (odd == 0) return nan;
    negate = odd == 1;
    bits &= ~0ull >> 1;
  }
  const auto exponent_y = static_cast<uint32_t>(size_y >> 53);
  if (exponent_y < 0x3be) return bits > bits_of(1.0) ? 1.0 + y : bits < bits_of(1.0) ? 1.0 - y : 1.0;  // below 2^-65
  if (exponent_y >= 0x43e) return bits == bits_of(1.0) ? 1.0 : (bits > bits_of(1.0)) == !y_negative ? infinity : 0.0;
  double quick;
  if (!machine_fma && !negate && bits >= 1ull << 52 && quick_pow(bits, y, quick)) return quick;
  if (bits < 1ull << 52) bits = bits_of(from_bits(bits) * 0x1p52) - (52ull << 52);

  // log(x) = high + low, as in log() but with the rounding errors kept.
  const uint64_t offset = bits - 0x3fe6955500000000;
  const PowRow& row = pow_table[offset >> 45 & 127];
  const double k = static_cast<double>(static_cast<int32_t>(static_cast<int64_t>(offset) >> 52));
  const double z = from_bits(bits - (offset & 0xfffull << 52));
  const double r = fma(z, row.inverse, -1.0);
  const double t1 = fma(k, 0x1.62e42fefa3800p-1, row.log), t2 = t1 + r;
  const double low1 = fma(k, 0x1.ef35793c76730p-45, row.tail), low2 = t1 - t2 + r;
  const double half = -0.5 * r, square = r * half, cube = r * square;
  const double sum = t2 + square;
  const double low3 = fma(half, r, -square), low4 = t2 - sum + square;
  const double p2 = fma(square, fma(r, 0x1.0002b8b263fc3p0, -0x1.2495b9b4845e9p0), fma(r, -0x1.555555529a47ap-1, 0x1.999999959554ep-1));
  const double p = fma(square, p2, fma(r, 0x1.0000000000006p-1, -0x1.555555555556p-1));
  const double lows = fma(cube, p, low1 + low2 + low3 + low4);
  const double high = sum + lows;
  const double low = sum - high + lows;

  const double product = y * high;
  return exp_of_sum(product, fma(y, low, fma(y, high, -product)), negate);
}

constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;

inline double log1p(double x) {
  const auto hx = static_cast<int32_t>(high_word(x));
  const int32_t ax = hx & 0x7fffffff;
  int32_t k = 1;
  uint32_t hu = 1;
  double f = 0, c = 0;
  if (hx < 0x3fda827a) {     // x < 0.41422
    if (ax >= 0x3ff00000) return x == -1.0 ? -infinity : nan;
    if (ax < 0x3e200000) return ax < 0x3c900000 ? x : fma(-(x * x), 0.5, x);  // |x| < 2^-29, 2^-54
    if (hx > 0 || hx <= static_cast<int32_t>(0xbfd2bec3)) k = 0, f = x;       // -0.2929 < x
  } else if (hx >= 0x7ff00000) {
    return x + x;
  }
  if (k != 0) {
    double u = x;
    if (hx < 0x43400000) {
      u = 1.0 + x;
      k = static_cast<int32_t>(high_word(u) >> 20) - 1023;
      c = (k > 0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;  // what u lost
    } else {
      k = static_cast<int32_t>(high_word(u) >> 20) - 1023;
    }
    hu = high_word(u) & 0xfffff;
    if (hu < 0x6a09e) {
      u = with_high_word(u, hu | 0x3ff00000);
    } else {
      k++;
      u = with_high_word(u, hu | 0x3fe00000);
      hu = (0x100000 - hu) >> 2;
    }
    f = u - 1.0;
  }
  const double kd = k;
  const double half_square = 0.5 * f * f;
  if (hu == 0) {  // |f| < 2^-20
    if (f == 0) return k == 0 ? 0 : fma(kd, ln2_high, fma(kd, ln2_low, c));
    const double r = half_square * fma(-0.66666666666666666, f, 1.0);
    return k == 0 ? f - r : fma(kd, ln2_high, -(r - fma(kd, ln2_low, c) - f));
  }
  const double s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2;
  const double r2 = fma(z, 2.857142874366239149e-01, 3.999999999940941908e-01);
  const double r3 = fma(z, 1.818357216161805012e-01, 2.222219843214978396e-01);
  const double r4 = fma(z, 1.479819860511658591e-01, 1.531383769920937332e-01);
  const double r = fma(z6, r4, fma(z4, r3, fma(z, 6.666666666666735130e-01, z2 * r2)));
  const double t = s * (half_square + r);
  if (k == 0) return f - (half_square - t);
  return fma(kd, ln2_high, -(half_square - (t + fma(kd, ln2_low, c)) - f));
}

inline double expm1(double x) {
  const uint32_t size = high_word(x) & 0x7fffffff;
  const bool negative = high_word(x) >> 31;
  if (x != x) return x;
  if (size >= 0x4043687a) {  // |x| >= 56·ln2
    if (negative) return -1.0;
    if (x > 7.09782712893383973096e+02) return infinity;
  }
  int32_t k = 0;
  double c = 0;
  if (size > 0x3fd62e42) {  // |x| > ln2/2
    double high, low;
    if (size < 0x3ff0a2b2) {  // |x| < 1.5·ln2
      k = negative ? -1 : 1;
      high = negative ? x + ln2_high : x - ln2_high;
      low = negative ? -ln2_low : ln2_low;
    } else {
      k = static_cast<int32_t>(1.44269504088896338700e+00 * x + (negative ? -0.5 : 0.5));
      high = x - k * ln2_high;
      low = k * ln2_low;
    }
    x = high - low;
    c = high - x - low;
  } else if (size < 0x3c900000) {
    return x;
  }
  const double half = 0.5 * x, square = x * half, square2 = square * square;
  const double r1 = fma(square, -3.33333333333331316428e-02, 1.0);
  const double r2 = fma(square, -7.93650757867487942473e-05, 1.58730158725481460165e-03);
  const double r3 = fma(square, -2.01099218183624371326e-07, 4.00821782732936239552e-06);
  const double r = fma(square2 * square2, r3, fma(square2, r2, r1));
  const double t = fma(-r, half, 3.0);
  double e = square * ((r - t) / fma(-x, t, 6.0));
  if (k == 0) return x - fma(x, e, -square);
  e = fma(x, e - c, -c) - square;
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
  const auto scale = [k](double y) { return with_high_word(y, high_word(y) + (static_cast<uint32_t>(k) << 20)); };
  if (k <= -2 || k > 56) return scale(1.0 - (e - x)) - 1.0;
  if (k < 20) return scale(with_high_word(0, 0x3ff00000u - (0x200000u >> k)) - (e - x));
  return scale(x - (e + with_high_word(0, static_cast<uint32_t>(0x3ff - k) << 20)) + 1.0);
}

}  // namespace CW_ISA::portable
