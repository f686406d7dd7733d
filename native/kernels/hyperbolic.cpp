// Hyperbolic functions and their inverses.
#include "elementary32.hpp"

namespace CW_ISA {
namespace {

// exp(x) / 2 for x ≥ 0, up to where sinh and cosh overflow.
CW_INLINE Doubles halfExponential(Doubles x) {
  const Reduced a = byLn2(clamped(x, 0, 730));
  return scaled(expSmall(a), a.k - 1);
}

CW_INLINE Doubles hyperbolicSine(Doubles x) {
  const Doubles a = magnitude(x);
  const Doubles t = exponentialMinus1(clamped(a, 0, 30));
  const Doubles result = a < 25 ? 0.5 * (t + t / (t + 1)) : halfExponential(a);
  return withSign(a < 0x1p-54 ? a : result, x);
}
CW_INLINE Doubles hyperbolicCosine(Doubles x) {
  const Doubles half = halfExponential(magnitude(x));
  return half + 0.25 / half;
}
// (exp(2x) - 1) / (exp(2x) + 1).
CW_INLINE Doubles hyperbolicTangent(Doubles x) {
  const Doubles a = clamped(magnitude(x), 0, 22);
  const Doubles t = boundedMinus1(2 * a);
  return withSign(a < 0x1p-54 ? a : t / (t + 2), x);
}

// log(1 + near), where it is given; log(2x) for large x.
CW_INLINE Doubles logOfSum(Longs large, Doubles x, Twofold near) {
  const Doubles log = logarithmOf1Plus(large ? x - 1 : near.high, large ? splat(0) : near.low);
  return large ? log + ln2 : log;
}
CW_INLINE Doubles inverseHyperbolicSine(Doubles x) {
  const Doubles a = magnitude(x);
  const Longs large = a >= 0x1p28;
  const Doubles bounded = large ? splat(1) : a;
  const Doubles square = bounded * bounded;
  // a + a² / (1 + √(1 + a²)) is exp(result) - 1.
  const Doubles result = logOfSum(large, a, exactSum(bounded, square / (1 + squareRoot(1 + square))));
  return withSign(a < 0x1p-28 ? a : result, x);
}
CW_INLINE Doubles inverseHyperbolicCosine(Doubles x) {
  const Longs large = x >= 0x1p28;
  const Doubles t = (large ? splat(1) : x) - 1;
  return x < 1 ? splat(nan) : logOfSum(large, x, exactSum(t, squareRoot(t * (t + 2))));
}
CW_INLINE Doubles inverseHyperbolicTangent(Doubles x) {
  const Doubles a = magnitude(x);
  const Doubles twice = 2 * a;
  const Doubles below = 1 - a;
  const Doubles quotient = twice / below;
  // What the quotient lacks, with what 1 - a lost.
  const Twofold product = exactProduct(quotient, below);
  const Doubles low = ((twice - product.high) - product.low - quotient * ((1 - below) - a)) / below;
  const Doubles result = 0.5 * logarithmOf1Plus(quotient, low);
  const Doubles edge = a == 1 ? splat(infinity) : splat(nan);
  return withSign(a < 0x1p-28 ? a : a < 1 ? result : edge, x);
}

constexpr auto table = family(
    rows<UnaryVector>("sinh", Floats{}, [](Doubles x) { return hyperbolicSine(x); }),
    rows<UnaryVector>("cosh", Floats{}, [](Doubles x) { return hyperbolicCosine(x); }),
    rows<UnaryVector>("tanh", Float64{}, [](Doubles x) { return hyperbolicTangent(x); }),
    rows<UnaryVector>("tanh", Float32{}, [](Doubles x) { return hyperbolicTangent32(x); }),
    rows<UnaryVector>("arcsinh", Floats{}, [](Doubles x) { return inverseHyperbolicSine(x); }),
    rows<UnaryVector>("arccosh", Floats{}, [](Doubles x) { return inverseHyperbolicCosine(x); }),
    rows<UnaryVector>("arctanh", Floats{}, [](Doubles x) { return inverseHyperbolicTangent(x); }));

}  // namespace

KernelSet hyperbolic_kernels() noexcept { return table; }

}  // namespace CW_ISA
