// Exponentials and logarithms of vectors, and the pieces that other functions are made of. The coefficients are minimax fits; the error of each
// fit is below a twentieth of a unit in the last place of the result.
#pragma once
#include "vector.hpp"

namespace CW_ISA {
namespace {

constexpr double infinity = __builtin_inf();
constexpr double nan = __builtin_nan("");
constexpr double log2e = 0x1.71547652b82fep+0;
// ln 2 in two parts: k · ln2High is exact for integers |k| < 2^20.
constexpr double ln2High = 0x1.62e42fee00000p-1;
constexpr double ln2Low = 0x1.a39ef35793c76p-33;

// (exp(r) - 1 - r) / r² for |r| ≤ ½ ln 2.
CW_INLINE Doubles expTail(Doubles r) {
  // Even and odd powers apart: half the latency.
  const Doubles z = r * r;
  return polynomial(z, 0x1.0000000000000p-1, 0x1.5555555555556p-5, 0x1.6c16c16c162c3p-10, 0x1.a01a01a6e1e2ap-16, 0x1.27e4db46cddd1p-22, 0x1.1f7340dbc337ep-29) +
         r * polynomial(z, 0x1.5555555555557p-3, 0x1.11111111100bep-7, 0x1.a01a01abf85abp-13, 0x1.71de01fdbf9cap-19, 0x1.af4e554377204p-26);
}

// x = k · ln 2 + r + low.
struct Reduced {
  Doubles k;
  Doubles r;
  Doubles low;
};
CW_INLINE Reduced byLn2(Doubles x) {
  const Doubles k = roundedOf(x * log2e).value;
  const Doubles t = x - k * ln2High;
  const Doubles r = t - k * ln2Low;
  return {k, r, (t - r) - k * ln2Low};
}
// The same of x.high + x.low. Where the first difference is not the greater one, what is lost is below 2^-75.
CW_INLINE Reduced byLn2(Twofold x) {
  const Doubles k = roundedOf(x.high * log2e).value;
  const Twofold sum = quickSum(x.high - k * ln2High, x.low - k * ln2Low);
  return {k, sum.high, sum.low};
}
// exp(r + low), near 1.
CW_INLINE Doubles expSmall(const Reduced& a) { return 1 + (a.r + (a.low + a.r * a.r * expTail(a.r))); }

// Beyond these, exp is infinite or zero; comparisons leave NaN alone.
CW_INLINE Doubles clamped(Doubles x, double low, double high) {
  const Doubles raised = x < low ? splat(low) : x;
  return raised > high ? splat(high) : raised;
}

// Results that are denormal, zero or infinite, and NaN, are computed apart: most vectors hold none.
__attribute__((noinline)) Doubles exponentialOfAny(Doubles x) {
  const Reduced a = byLn2(clamped(x, -750, 720));
  return scaled(expSmall(a), a.k);
}
CW_INLINE Doubles exponential(Doubles x) {
  if (any(~(magnitude(x) < 708))) return exponentialOfAny(x);
  const Reduced a = byLn2(x);
  return timesPowerOf2(expSmall(a), a.k);
}

// exp(x) - 1 for x from -40 to 720 = 2^k · (exp(r) - 1 + (1 - 2^-k)), where the last difference is exact, and 0 or greater than r.
CW_INLINE Doubles boundedMinus1(Doubles x) {
  const Reduced a = byLn2(x);
  const Twofold sum = quickSum(1 - scaled(splat(1), -a.k), a.r);
  return scaled(sum.high + (sum.low + (a.low + a.r * a.r * expTail(a.r))), a.k);
}
CW_INLINE Doubles exponentialMinus1(Doubles x) { return magnitude(x) < 0x1p-54 ? x : boundedMinus1(clamped(x, -40, 720)); }

// x = 2^k · (1 + f), √½ ≤ 1 + f < √2, for positive finite x.
struct Parts {
  Doubles k;
  Doubles f;
};
CW_INLINE Parts partsOf(Doubles x) {
  const Longs denormal = x < 0x1p-1022;
  const Words bits = bitsOf(denormal ? x * 0x1p54 : x);
  constexpr uint64_t root = 0x3fe6a09e667f3bcd;  // √½
  // Unsigned, and never negative: AVX2 has no arithmetic shift of 64 bits.
  const Words shifted = bits - root + (1024ULL << 52);
  const Words exponent = shifted >> 52;
  const Doubles m = ofBits(bits - (exponent << 52) + (1024ULL << 52));
  // An integer below 2^52, in the bits of a double.
  const Doubles k = ofBits(exponent | 0x4330000000000000) - (denormal ? splat(0x1p52 + 1024 + 54) : splat(0x1p52 + 1024));
  return {k, m - 1};
}

// The same for normal x.
CW_INLINE Parts normalPartsOf(Doubles x) {
  constexpr uint64_t root = 0x3fe6a09e667f3bcd;
  const Words bits = bitsOf(x);
  const Words exponent = (bits - root + (1024ULL << 52)) >> 52;
  return {ofBits(exponent | 0x4330000000000000) - (0x1p52 + 1024), ofBits(bits - (exponent << 52) + (1024ULL << 52)) - 1};
}

// log(1 + f) = f - (½f² - s · (½f² + R)), s = f / (2 + f): with s the series has only every other term.
struct LogParts {
  Doubles s;
  Doubles half;  // ½f²
  Doubles rest;  // s · (½f² + R)
};
CW_INLINE LogParts logParts(Doubles f) {
  const Doubles s = f / (2 + f);
  const Doubles z = s * s;
  const Doubles w = z * z;
  const Doubles odd = polynomial(w, 0x1.9999999995273p-2, 0x1.c71c62d5e53e0p-3, 0x1.39fdcceb4bb45p-3);
  const Doubles even = polynomial(w, 0x1.5555555555558p-1, 0x1.2492492dfd86cp-2, 0x1.7462b91b8df65p-3, 0x1.2b5f68a50d903p-3);
  const Doubles half = 0.5 * f * f;
  return {s, half, s * (half + z * (even + z * odd))};
}

// What log gives where there is nothing to compute: `result` elsewhere.
CW_INLINE Doubles logDomain(Doubles x, Doubles result) {
  const Doubles edge = x == 0 ? splat(-infinity) : x < 0 ? splat(nan) : x;
  return (x > 0) & (x < infinity) ? result : edge;
}

CW_INLINE Doubles logarithmOf(Parts a) {
  const LogParts p = logParts(a.f);
  return a.k * ln2High - ((p.half - (p.rest + a.k * ln2Low)) - a.f);
}
// Whether all are positive, normal and finite: what most vectors are.
CW_INLINE bool allPlain(Doubles x) { return !any(~((x >= 0x1p-1022) & (x < infinity))); }
__attribute__((noinline)) Doubles logarithmOfAny(Doubles x) { return logDomain(x, logarithmOf(partsOf(x))); }
CW_INLINE Doubles logarithm(Doubles x) { return allPlain(x) ? logarithmOf(normalPartsOf(x)) : logarithmOfAny(x); }

// log(1 + x + low), where low is what x lacks: at most a few units in its last place.
CW_INLINE Doubles logarithmOf1Plus(Doubles x, Doubles low) {
  const Doubles u = 1 + x;
  const Parts a = partsOf(u);
  const Longs near = a.k == 0;
  // What u lost to rounding: exact, whichever of the two is greater.
  const Doubles lost = (x < 1 ? x - (u - 1) : 1 - (u - x)) + low;
  const Doubles f = near ? x : a.f;
  const Doubles correction = near ? low / u : lost / u;
  const LogParts p = logParts(f);
  const Doubles result = a.k * ln2High - ((p.half - (p.rest + (a.k * ln2Low + correction))) - f);
  // Minus: -0 stays what it is.
  return magnitude(x) < 0x1p-54 ? x - -low : logDomain(u, result);
}

}  // namespace
}  // namespace CW_ISA
