// Sines, tangents and their inverses.
#include "elementary32.hpp"
#include "large-angle.hpp"

namespace CW_ISA {
namespace {

// π in three parts; the products of the first two with integers below 2^20 are exact.
constexpr double pi1 = 0x1.921fb54400000p+1, pi2 = 0x1.0b4611a600000p-33, pi3 = 0x1.3198a2e037073p-68;
// Up to here, that is: then the bits of 2/π are needed.
constexpr double largeAngle = 1e6;

// x - h·π as high + low, for h an integer or a half.
CW_INLINE Twofold lessTurns(Doubles x, Doubles h) {
  const Doubles first = x - h * pi1;
  const Doubles second = first - h * pi2;
  const Doubles lost = (first - second) - h * pi2;
  const Doubles third = h * pi3 - lost;
  const Doubles rest = second - third;
  return {rest, (second - rest) - third};
}

// The sine and cosine of r.high + r.low, at most π/4.
struct SineCosine {
  Doubles sine;
  Doubles cosine;
};
CW_INLINE SineCosine sineCosineOf(Twofold r) {
  const Doubles z = r.high * r.high;
  const Doubles s = polynomial(z, -0x1.5555555555555p-3, 0x1.1111111110babp-7, -0x1.a01a019e820aep-13, 0x1.71de37946ed6dp-19, -0x1.ae6008d114485p-26, 0x1.5e0a4fc16be59p-33);
  const Doubles c = polynomial(z, 0x1.5555555555555p-5, -0x1.6c16c16c16963p-10, 0x1.a01a019f4ddfdp-16, -0x1.27e4fa16cc2d1p-22, 0x1.1eeb67d026ec6p-29, -0x1.907cd8ff5ede7p-37);
  const Doubles half = 0.5 * z;
  const Doubles rest = 1 - half;
  return {r.high + (r.high * z * s + r.low * rest), rest + (((1 - rest) - half) + (z * z * c - r.high * r.low))};
}

// Sine, cosine and tangent of an angle whose quarter turns are known.
enum class Function { sine, cosine, tangent };
template <Function function> CW_INLINE Doubles ofQuarter(Words quarter, Twofold rest) {
  const SineCosine sc = sineCosineOf(rest);
  const Longs odd = reinterpret_cast<Longs>(quarter << 63) < 0;
  if constexpr (function == Function::tangent) return odd ? -sc.cosine / sc.sine : sc.sine / sc.cosine;
  else if constexpr (function == Function::sine) return flipSign(odd ? sc.cosine : sc.sine, (quarter >> 1) << 63);
  else return flipSign(odd ? sc.sine : sc.cosine, ((quarter + 1) >> 1) << 63);
}

// The lanes are reduced one by one.
template <Function function> __attribute__((noinline)) Doubles ofLarge(Doubles x) {
  Words quarter;
  Twofold rest;
  for (int lane = 0; lane < lanes; ++lane) {
    const Angle angle = reduceAngle(x[lane]);
    quarter[lane] = angle.quarter;
    rest.high[lane] = angle.high;
    rest.low[lane] = angle.low;
  }
  return ofQuarter<function>(quarter, rest);
}

// sin(r) for |r| ≤ π/2: one polynomial, where two up to π/4 would have twice the terms. The cube's sixth is up to 0.6 and taken from r, so it
// needs what the square lost; and rounding must not carry the result past 1.
CW_INLINE Doubles sineOf(Doubles r) {
  const Twofold square = exactProduct(r, r);
  const Doubles z = square.high;
  const Doubles w = z * z;
  constexpr double sixth = -0x1.5555555555555p-3;
  const Doubles odd = polynomial(w, 0x1.1111111111107p-7, 0x1.71de3a54550e7p-19, 0x1.612401122d89fp-33, 0x1.89a19d400e252p-49);
  const Doubles even = polynomial(w, -0x1.a01a01a018a8cp-13, -0x1.ae6455a0f523dp-26, -0x1.ae512165ca336p-41);
  const Doubles rest = r * (w * (odd + z * even) + square.low * sixth);
  return r + (r * (z * sixth) + rest);
}
template <Function function> CW_INLINE Doubles withLarge(Doubles a, Doubles result) {
  const Longs large = a > largeAngle;
  return any(large) ? (large ? ofLarge<function>(a) : result) : result;
}
CW_INLINE Doubles sine(Doubles x) {
  const Doubles a = magnitude(x);
  const Rounded k = roundedOf(a * 0x1.45f306dc9c883p-2);
  const Doubles result = flipSign(sineOf(lessTurns(a, k.value).high), k.bits << 63);
  return flipSign(withLarge<Function::sine>(a, result), bitsOf(x) & signMask);
}
// cos(a) = -sin(a - (k + ½)π) for even k.
CW_INLINE Doubles cosine(Doubles x) {
  const Doubles a = magnitude(x);
  const Rounded k = roundedOf(a * 0x1.45f306dc9c883p-2 - 0.5);
  return withLarge<Function::cosine>(a, flipSign(sineOf(lessTurns(a, k.value + 0.5).high), (k.bits + 1) << 63));
}
// A float's angle: π in two parts is enough.
CW_INLINE Doubles lessTurns32(Doubles x, Doubles h) { return (x - h * pi1) - h * (pi2 + pi3); }
CW_INLINE Doubles sine32(Doubles x) {
  const Doubles a = magnitude(x);
  const Rounded k = roundedOf(a * 0x1.45f306dc9c883p-2);
  const Doubles result = flipSign(sineOf32(lessTurns32(a, k.value)), k.bits << 63);
  return flipSign(withLarge<Function::sine>(a, result), bitsOf(x) & signMask);
}
CW_INLINE Doubles cosine32(Doubles x) {
  const Doubles a = magnitude(x);
  const Rounded k = roundedOf(a * 0x1.45f306dc9c883p-2 - 0.5);
  return withLarge<Function::cosine>(a, flipSign(sineOf32(lessTurns32(a, k.value + 0.5)), (k.bits + 1) << 63));
}
CW_INLINE Doubles tangent(Doubles x) {
  const Doubles a = magnitude(x);
  const Rounded quarter = roundedOf(a * 0x1.45f306dc9c883p-1);
  const Doubles result = ofQuarter<Function::tangent>(quarter.bits, lessTurns(a, quarter.value * 0.5));
  return flipSign(withLarge<Function::tangent>(a, result), bitsOf(x) & signMask);
}
// As NumPy: sin(πx) / πx with a rounded πx. Where that is infinite though x is not, x is an integer many times over.
CW_INLINE Doubles cardinalSine(Doubles x) {
  const Doubles turned = x * 0x1.921fb54442d18p+1;
  const Doubles edge = x == 0 ? splat(1) : splat(0);
  return (x == 0) | ((magnitude(x) > 0x1p1021) & (magnitude(x) < infinity)) ? edge : sine(turned) / turned;
}

constexpr double halfPi = 0x1.921fb54442d18p+0, halfPiLow = 0x1.1a62633145c07p-54;

// (asin(√z) / √z - 1) / z for z ≤ ¼.
CW_INLINE Doubles arcsineTail(Doubles z) {
  const Doubles w = z * z;
  return polynomial(w, 0x1.555555555554fp-3, 0x1.6db6db684b6a1p-5, 0x1.6e8b2b3b10be4p-6, 0x1.c87265d47ef49p-7, 0x1.ff5fc4d14c735p-8, -0x1.603991d6060e0p-7) +
         z * polynomial(w, 0x1.3333333336da5p-4, 0x1.f1c71f95269afp-6, 0x1.1c593c7b1d958p-6, 0x1.8522ddffa6208p-7, 0x1.06b9d26d10838p-6, 0x1.cd864394d2ff2p-6);
}
// Beyond ½, asin(x) = π/2 - 2 asin(√((1 - x)/2)).
struct HalfAngle {
  Longs small;
  Doubles root;
  Doubles low;   // what the root lacks
  Doubles tail;  // asin(root) - root
};
CW_INLINE HalfAngle halfAngle(Doubles a) {
  const Longs small = a < 0.5;
  const Doubles z = small ? a * a : 0.5 - 0.5 * a;
  const Doubles root = small ? a : squareRoot(z);
  const Twofold square = exactProduct(root, root);
  const Doubles low = small | (z == 0) ? splat(0) : ((z - square.high) - square.low) / (2 * root);
  return {small, root, low, root * z * arcsineTail(z)};
}
CW_INLINE Doubles arcsine(Doubles x) {
  const HalfAngle h = halfAngle(magnitude(x));
  const Doubles large = halfPi - (2 * h.root - (halfPiLow - 2 * (h.low + h.tail)));
  return withSign(h.small ? h.root + h.tail : large, x);
}
CW_INLINE Doubles arccosine(Doubles x) {
  const HalfAngle h = halfAngle(magnitude(x));
  const Doubles signedRoot = withSign(h.root, x), signedTail = flipSign(h.tail, bitsOf(x) & signMask);
  const Doubles small = halfPi - (signedRoot - (halfPiLow - signedTail));
  const Doubles twice = 2 * (h.root + (h.low + h.tail));
  const Doubles large = x < 0 ? 2 * (halfPi - (h.root - (halfPiLow - (h.low + h.tail)))) : twice;
  return h.small ? small : large;
}

// (atan(t) / t - 1) / z, z = t², for t ≤ √2 - 1.
CW_INLINE Doubles arctangentTail(Doubles z) {
  const Doubles w = z * z;
  return polynomial(w, -0x1.5555555555555p-2, -0x1.24924924355d5p-3, -0x1.745d0b153ffadp-4, -0x1.10fa5ee9ab25cp-4, -0x1.a090d1950d2b4p-5, -0x1.39f38ad451ea7p-6) +
         z * polynomial(w, 0x1.999999999933dp-3, 0x1.c71c7184c32bfp-4, 0x1.3b126143b5cbcp-4, 0x1.dfe49b2919c4ep-5, 0x1.41495cefb6c73p-5);
}
// The angle of y / x, both not negative: below √2 - 1 directly, up to √2 + 1 as π/4 plus, beyond as π/2 minus an angle of the first kind.
CW_INLINE Doubles firstQuadrant(Doubles y, Doubles x) {
  const Longs low = y <= x * 0x1.a827999fcef32p-2, high = y > x * 0x1.3504f333f9de6p+1;
  const Doubles above = low ? y : high ? -x : y - x;
  const Doubles below = low ? x : high ? y : y + x;
  const Doubles t = above / below;
  const Doubles z = t * t;
  const Doubles base = low ? splat(0) : high ? splat(halfPi) : splat(0.5 * halfPi);
  const Doubles baseLow = low ? splat(0) : high ? splat(halfPiLow) : splat(0.5 * halfPiLow);
  return base + (t + (t * z * arctangentTail(z) + baseLow));
}
CW_INLINE Doubles arctangent(Doubles x) {
  // Beyond 2^60 nothing changes, and infinity would divide itself.
  return withSign(firstQuadrant(clamped(magnitude(x), 0, 0x1p60), splat(1)), x);
}
CW_INLINE Doubles arctangent2(Doubles y, Doubles x) {
  const Doubles ay = magnitude(y), ax = magnitude(x);
  // Neither a sum that overflows nor products of denormals.
  const Doubles scale = (ax > 0x1p1000) | (ay > 0x1p1000) ? splat(0x1p-100) : (ax < 0x1p-900) & (ay < 0x1p-900) ? splat(0x1p150) : splat(1);
  const Longs both = (ax == infinity) & (ay == infinity);
  const Doubles v = both ? splat(1) : ay * scale;
  const Doubles u = both ? splat(1) : ax * scale;
  const Doubles angle = v == 0 ? splat(0) : v == infinity ? splat(halfPi) : u == infinity ? splat(0) : firstQuadrant(v, u);
  const Longs left = reinterpret_cast<Longs>(bitsOf(x)) < 0;
  const Doubles whole = left ? 2 * halfPi - (angle - 2 * halfPiLow) : angle;
  return (x != x) | (y != y) ? x + y : withSign(whole, y);
}

constexpr auto table = family(
    rows<UnaryVector>("sin", Float64{}, [](Doubles x) { return sine(x); }),
    rows<UnaryVector>("sin", Float32{}, [](Doubles x) { return sine32(x); }),
    rows<UnaryVector>("cos", Float64{}, [](Doubles x) { return cosine(x); }),
    rows<UnaryVector>("cos", Float32{}, [](Doubles x) { return cosine32(x); }),
    rows<UnaryVector>("tan", Floats{}, [](Doubles x) { return tangent(x); }),
    rows<UnaryVector>("sinc", Floats{}, [](Doubles x) { return cardinalSine(x); }),
    rows<UnaryVector>("arcsin", Floats{}, [](Doubles x) { return arcsine(x); }),
    rows<UnaryVector>("arccos", Floats{}, [](Doubles x) { return arccosine(x); }),
    rows<UnaryVector>("arctan", Floats{}, [](Doubles x) { return arctangent(x); }),
    rows<BinaryVector>("arctan2", Floats{}, [](Doubles y, Doubles x) { return arctangent2(y, x); }));

}  // namespace

KernelSet trigonometry_kernels() noexcept { return table; }

}  // namespace CW_ISA
