// Exponentials, logarithms and roots.
#include "elementary32.hpp"

namespace CW_ISA {
namespace {

CW_INLINE Doubles exponential2(Doubles x) {
  const Doubles bounded = clamped(x, -1080, 1030);
  const Doubles k = roundedOf(bounded).value;
  const Doubles f = bounded - k;
  const Doubles r = f * ln2;
  return scaled(1 + (r + r * r * expTail(r)), k);
}

// log(1 + f) as high + low, with a high part of 32 bits, so that its product with a constant of 21 bits is exact.
CW_INLINE Twofold logInParts(Doubles f) {
  const LogParts p = logParts(f);
  const Doubles high = ofBits(bitsOf(f - p.half) & ~0xffffffffULL);
  return {high, ((f - high) - p.half) + p.rest};
}

CW_INLINE Doubles logarithm2(Doubles x) {
  constexpr double scaleHigh = 0x1.7154700000000p+0, scaleLow = 0x1.94ae0bf85ddf4p-22;  // 1 / ln 2
  const Parts a = partsOf(x);
  const Twofold log = logInParts(a.f);
  const Twofold sum = quickSum(a.k, log.high * scaleHigh);
  return logDomain(x, sum.high + (sum.low + ((log.low + log.high) * scaleLow + log.low * scaleHigh)));
}

CW_INLINE Doubles logarithm10(Doubles x) {
  constexpr double scaleHigh = 0x1.bcb7b00000000p-2, scaleLow = 0x1.526e50e32a6abp-26;  // 1 / ln 10
  constexpr double twoHigh = 0x1.3441350800000p-2, twoLow = 0x1.f79fef311f12bp-34;      // log10 2
  const Parts a = partsOf(x);
  const Twofold log = logInParts(a.f);
  const Twofold sum = quickSum(a.k * twoHigh, log.high * scaleHigh);
  return logDomain(x, sum.high + (sum.low + (a.k * twoLow + (log.low + log.high) * scaleLow + log.low * scaleHigh)));
}

// max(x, y) + log1p(exp(-|x - y|)), with equal infinities alone: their difference is NaN.
CW_INLINE Doubles logSum(Doubles x, Doubles y) {
  const Doubles greater = x > y ? x : y;
  const Doubles sum = greater + logarithmOf1Plus(exponential(-magnitude(x - y)), splat(0));
  return x == y ? x + ln2 : sum;
}
CW_INLINE Doubles logSum2(Doubles x, Doubles y) {
  const Doubles greater = x > y ? x : y;
  const Doubles sum = greater + logarithmOf1Plus(exponential2(-magnitude(x - y)), splat(0)) * log2e;
  return x == y ? x + 1 : sum;
}

CW_INLINE Doubles cubeRoot(Doubles x) {
  const Doubles a = magnitude(x);
  const Longs denormal = a < 0x1p-1022;
  const Words bits = bitsOf(denormal ? a * 0x1p54 : a);
  // a = 2^(3·third + left) · m, left from -1 to 1, 1 ≤ m < 2.
  const Doubles exponent = ofBits((bits >> 52) | 0x4330000000000000) - (denormal ? splat(0x1p52 + 1023 + 54) : splat(0x1p52 + 1023));
  const Doubles third = roundedOf(exponent * (1.0 / 3)).value;
  const Doubles left = exponent - 3 * third;
  const Doubles m = ofBits((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  const Doubles v = left == 0 ? m : left > 0 ? m * 2 : m * 0.5;
  const Doubles root = polynomial(m, 0x1.04bc2bde493b9p-1, 0x1.6c697f83452edp-1, -0x1.2d024eeecb9cbp-2, 0x1.544aaec5e4624p-4, -0x1.4b077fcd0882bp-7);
  Doubles t = left == 0 ? root : left > 0 ? root * 0x1.428a2f98d728bp+0 : root * 0x1.965fea53d6e3dp-1;
  // Halley's iteration cubes the error of 2^-16; then 26 bits of it, whose square is exact, go into Newton's.
  const Doubles cube = t * t * t;
  t = t - t * (cube - v) / (2 * cube + v);
  t = ofBits((bitsOf(t) + 0x4000000) & ~0x7ffffffULL);
  const Doubles quotient = v / (t * t);
  t = t + t * (quotient - t) / (t + t + quotient);
  return (a > 0) & (a < infinity) ? withSign(scaled(t, third), x) : x;
}

CW_INLINE Doubles length(Doubles x, Doubles y) {
  const Doubles a = magnitude(x), b = magnitude(y);
  const Doubles greater = a > b ? a : b, less = a > b ? b : a;
  // Squares of these neither overflow nor lose bits.
  const Doubles up = greater > 0x1p500 ? splat(0x1p-600) : greater < 0x1p-450 ? splat(0x1p600) : splat(1);
  const Doubles down = greater > 0x1p500 ? splat(0x1p600) : greater < 0x1p-450 ? splat(0x1p-600) : splat(1);
  const Doubles g = greater * up, l = less * up;
  const Twofold square = exactProduct(g, g);
  const Doubles sum = square.high + l * l;
  const Doubles root = squareRoot(square.high + (l * l + square.low));
  const Doubles result = sum == 0 ? greater : root * down;
  return (a == infinity) | (b == infinity) ? splat(infinity) : (x != x) | (y != y) ? x + y : result;
}

// 1 / (k!)²: I0(x) is the sum of these times (x²/4)^k.
constexpr double i0Series[] = {
    0x1.0000000000000p+0,   0x1.0000000000000p+0,   0x1.0000000000000p-2,   0x1.c71c71c71c71cp-6,   0x1.c71c71c71c71cp-10,
    0x1.23456789abcdfp-14,  0x1.02e85c0898b71p-19,  0x1.522a43f65486ap-25,  0x1.522a43f65486ap-31,  0x1.0b313289be0b9p-37,
    0x1.5601885e63e5dp-44,  0x1.69ca9cf3b7f54p-51,  0x1.4197a7f5154bcp-58,  0x1.e725594ee52e9p-66,  0x1.3e22d70ef3b5fp-73,
    0x1.69f7da8510bcdp-81,  0x1.69f7da8510bcdp-89,  0x1.40a2dc2460523p-97,  0x1.faaf2fa1c79e5p-106, 0x1.674f8e46c208cp-114,
    0x1.cbeaf38dc529fp-123, 0x1.0afb53e9cec0bp-131, 0x1.1a6d4e307528fp-140, 0x1.1159d2b18fe1fp-149, 0x1.e5f504c9e358cp-159};
// I0(x) · √x / exp(x) as a polynomial in 16 / x - 1, for x from 8 on.
constexpr double i0Fit[] = {
    0x1.9bd428ad249a5p-2,   0x1.b87969bb93bd2p-9,   0x1.1daa72b5e22b2p-13,  0x1.75e5ee6fabb85p-17,  0x1.8e513a7ddffecp-20,  0x1.3f49af1ca6576p-22,
    0x1.7d0f0727d6a9dp-24,  0x1.51cb3832a6046p-25,  0x1.723509510cd4ap-26,  0x1.03fa571f405c2p-27,  -0x1.cfe4f8bebe7e4p-28, -0x1.ceb2c3f3c2085p-27,
    -0x1.72b4495699537p-28, 0x1.09d8aa3fc68b0p-27,  0x1.fcf3dd682ab36p-28,  -0x1.0c5d8b2e86f47p-28, -0x1.9683a45b51615p-28, 0x1.2159f0c508719p-29,
    0x1.ee943d682b9f4p-29,  -0x1.3ab3b1c19a518p-30, -0x1.b5e3e7f99d058p-30, 0x1.1998ba2c8ef47p-31,  0x1.ec7656d43152ap-32,  -0x1.4b4eae130efc2p-33,
    -0x1.03b4aa8a9e407p-34, 0x1.6e48b56608f90p-36};

CW_INLINE Doubles besselI0(Doubles x) {
  const Doubles a = magnitude(x);
  const Doubles small = a < 8 ? a : splat(8);
  const Twofold square = exactProduct(small, small);
  // The series multiplies the relative error of x² by up to four: its derivative takes back what the square lost.
  constexpr int terms = sizeof i0Series / sizeof *i0Series;
  Doubles sum = splat(i0Series[terms - 1]), slope = splat(0);
  for (int k = terms - 2; k >= 0; --k) {
    slope = slope * (square.high * 0.25) + sum;
    sum = sum * (square.high * 0.25) + i0Series[k];
  }
  const Doubles near = sum + slope * (square.low * 0.25);
  const Doubles far = clamped(a, 8, 800);
  const Reduced e = byLn2(far);
  const Doubles beyond = scaled(expSmall(e) * (polynomial(16 / far - 1, i0Fit) / squareRoot(far)), e.k);
  return x != x ? x : a < 8 ? near : beyond;
}

constexpr auto table = family(
    rows<UnaryVector>("exp", Float64{}, [](Doubles x) { return exponential(x); }),
    rows<UnaryVector>("exp", Float32{}, [](Doubles x) { return exponential32(x); }),
    // Superinstructions: negative, then exp.
    rows<UnaryVector>("expNegative", Float64{}, [](Doubles x) { return exponential(-x); }),
    rows<UnaryVector>("expNegative", Float32{}, [](Doubles x) { return exponential32(-x); }),
    rows<UnaryVector>("exp2", Float64{}, [](Doubles x) { return exponential2(x); }),
    rows<UnaryVector>("exp2", Float32{}, [](Doubles x) { return exponential2Of32(x); }),
    rows<UnaryVector>("expm1", Floats{}, [](Doubles x) { return exponentialMinus1(x); }),
    rows<UnaryVector>("log", Float64{}, [](Doubles x) { return logarithm(x); }),
    rows<UnaryVector>("log", Float32{}, [](Doubles x) { return logarithm32(x); }),
    rows<UnaryVector>("log2", Floats{}, [](Doubles x) { return logarithm2(x); }),
    rows<UnaryVector>("log10", Floats{}, [](Doubles x) { return logarithm10(x); }),
    rows<UnaryVector>("log1p", Floats{}, [](Doubles x) { return logarithmOf1Plus(x, splat(-0.0)); }),
    rows<BinaryVector>("logaddexp", Floats{}, [](Doubles x, Doubles y) { return logSum(x, y); }),
    rows<BinaryVector>("logaddexp2", Floats{}, [](Doubles x, Doubles y) { return logSum2(x, y); }),
    rows<UnaryVector>("cbrt", Floats{}, [](Doubles x) { return cubeRoot(x); }),
    rows<BinaryVector>("hypot", Floats{}, [](Doubles x, Doubles y) { return length(x, y); }),
    rows<UnaryVector>("i0", Floats{}, [](Doubles x) { return besselI0(x); }));

}  // namespace

KernelSet math_kernels() noexcept { return table; }

}  // namespace CW_ISA
