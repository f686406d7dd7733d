// a·b + c, rounded once: by the machine where it can, in integers elsewhere. The bits are the same.
#pragma once
#include "../kernel.hpp"

namespace CW_ISA::portable {

inline uint64_t bits_of(double x) { return __builtin_bit_cast(uint64_t, x); }
inline double from_bits(uint64_t x) { return __builtin_bit_cast(double, x); }

struct Wide {
  uint64_t high, low;
};

// The product of two 64-bit numbers. WASM has no such instruction, and clang would call a library for what it recognizes as one.
inline Wide multiply(uint64_t a, uint64_t b) {
#if defined(__wasm__)
  const uint64_t a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
  uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  asm("" : "+r"(middle));
  const uint64_t middle2 = a0 * b1 + (middle & 0xffffffff);
  return {a1 * b1 + (middle >> 32) + (middle2 >> 32), a * b};
#else
  __extension__ using Product = unsigned __int128;
  const Product product = static_cast<Product>(a) * b;
  return {static_cast<uint64_t>(product >> 64), static_cast<uint64_t>(product)};
#endif
}

// A finite number is mantissa × 2^exponent.
struct Parts {
  uint64_t mantissa;
  int32_t exponent;
};
inline Parts parts(uint64_t bits) {
  const auto biased = static_cast<int32_t>(bits >> 52 & 0x7ff);
  const uint64_t fraction = bits & 0xfffffffffffff;
  return biased ? Parts{fraction | 1ull << 52, biased - 1075} : Parts{fraction, -1074};
}

// Moves the highest bit to bit 126, so that two of them can be added.
inline void normalize(Wide& x, int32_t& exponent) {
  int shift = x.high ? __builtin_clzll(x.high) - 1 : 63 + __builtin_clzll(x.low);
  exponent -= shift;
  if (shift < 0) {  // bit 127: one to the right, what falls out stays visible in the lowest bit
    x = {x.high >> 1, x.high << 63 | x.low >> 1 | (x.low & 1)};
    return;
  }
  if (shift >= 64) {
    x = {x.low, 0};
    shift -= 64;
  }
  if (shift) x = {x.high << shift | x.low >> (64 - shift), x.low << shift};
}

// x >> shift; `lost` tells whether ones fell out.
inline Wide shift_right(Wide x, int32_t shift, bool& lost) {
  if (shift >= 128) {
    lost = x.high || x.low;
    return {0, 0};
  }
  if (shift >= 64) {
    lost = x.low != 0;
    x = {0, x.high};
    shift -= 64;
  } else {
    lost = false;
  }
  if (!shift) return x;
  lost |= x.low << (64 - shift) != 0;
  return {x.high >> shift, x.high << (64 - shift) | x.low >> shift};
}

// x × 2^exponent, x normalized, to the nearest double, ties to even.
inline double round(uint64_t sign, Wide x, int32_t exponent) {
  const int32_t top = exponent + 126;  // of the highest bit
  if (top > 1023) return from_bits(sign | 0x7ffull << 52);
  int32_t kept = top >= -1022 ? 53 : top + 1075;  // bits of the result
  if (kept < 0) return from_bits(sign);
  const uint64_t high = x.high << 1 | x.low >> 63;  // the highest bit at 63
  const uint64_t low = x.low << 1;
  uint64_t mantissa = kept ? high >> (64 - kept) : 0;
  const uint64_t half = 1ull << (63 - kept);
  if (high & half && (high & (half - 1) || low || mantissa & 1)) mantissa++;
  // A carry out of the mantissa counts the exponent up, which is right.
  return from_bits(sign | ((top >= -1022 ? static_cast<uint64_t>(top + 1022) << 52 : 0) + mantissa));
}

[[gnu::noinline]] inline double integer_fma(double a, double b, double c) {
  const uint64_t bits_a = bits_of(a), bits_b = bits_of(b), bits_c = bits_of(c);
  constexpr uint64_t magnitude = ~0ull >> 1, infinity = 0x7ffull << 52;
  if ((bits_a & magnitude) >= infinity || (bits_b & magnitude) >= infinity) return a * b + c;
  if ((bits_c & magnitude) >= infinity) return c + c;
  if (!(bits_a & magnitude) || !(bits_b & magnitude)) return a * b + c;
  const uint64_t sign = (bits_a ^ bits_b) & ~magnitude;
  const Parts pa = parts(bits_a), pb = parts(bits_b), pc = parts(bits_c);
  Wide x = multiply(pa.mantissa, pb.mantissa);
  int32_t exponent = pa.exponent + pb.exponent;
  normalize(x, exponent);
  if (!pc.mantissa) return round(sign, x, exponent);
  Wide y = {0, pc.mantissa};
  int32_t exponent_y = pc.exponent;
  normalize(y, exponent_y);

  uint64_t result_sign = sign;
  const bool same_sign = sign == (bits_c & ~magnitude);
  const bool swap = exponent_y > exponent || (exponent_y == exponent && (y.high > x.high || (y.high == x.high && y.low > x.low)));
  if (swap) {
    const Wide z = x;
    const int32_t e = exponent;
    x = y, exponent = exponent_y, y = z, exponent_y = e;
    if (!same_sign) result_sign ^= ~magnitude;
  }
  bool lost;
  y = shift_right(y, exponent - exponent_y, lost);
  if (same_sign) {
    x = {x.high + y.high + (x.low + y.low < x.low), x.low + y.low};
  } else {
    x = {x.high - y.high - (x.low < y.low), x.low - y.low};
    // Something was lost only if y lies two or more bits lower: x stays large, and its lowest bits decide nothing but ties.
    if (lost) x = {x.high - (x.low == 0), x.low - 1};
    if (!x.high && !x.low) return 0.0;
  }
  if (lost) x.low |= 1;
  normalize(x, exponent);
  return round(result_sign, x, exponent);
}

// Whether 2^-400 <= |x| < 2^400: products, their errors and Dekker's splitting stay exact.
inline bool moderate(double x) { return (bits_of(x) >> 52 & 0x7ff) - 623 < 800; }

// a·b + c as s + t + e exactly, then t + e rounded to odd, so that the last sum rounds as if it were the only one (Boldo and
// Melquiond 2008).
inline double software_fma(double a, double b, double c) {
  const double product = a * b;
  if (!moderate(a) || !moderate(b) || !((bits_of(c) >> 52 & 0x7ff) < 1900)) return integer_fma(a, b, c);
  const double scaled_a = a * 134217729.0, scaled_b = b * 134217729.0;  // 2^27 + 1
  const double a1 = scaled_a - (scaled_a - a), a2 = a - a1;
  const double b1 = scaled_b - (scaled_b - b), b2 = b - b1;
  const double e = ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2;
  const double s = product + c, part = s - product;
  const double t = (product - (s - part)) + (c - part);
  double rest = t + e;
  const double part2 = rest - t;
  const double lost = (t - (rest - part2)) + (e - part2);
  const uint64_t bits = bits_of(rest);
  // Where something was lost, the neighbor of an even number that lies toward it is odd.
  if (lost != 0 && !(bits & 1)) rest = from_bits((lost > 0) == !(bits >> 63) ? bits + 1 : bits - 1);
  return s + rest;
}

#if defined(__FMA__) || defined(__aarch64__)
constexpr bool machine_fma = true;
inline double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
#else
constexpr bool machine_fma = false;
inline double fma(double a, double b, double c) { return software_fma(a, b, c); }
#endif

}  // namespace CW_ISA::portable
