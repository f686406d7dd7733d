// The commonest functions of float32: computed in float64, with polynomials that end at 2^-32, so that the result is nearly always the one rounded
// correctly. Arguments are floats: neither they nor the results come near the edges of float64.
#pragma once
#include "elementary.hpp"

namespace CW_ISA {
namespace {

constexpr double ln2 = 0x1.62e42fefa39efp-1;

// exp(k · ln 2 + r), |r| ≤ ½ ln 2.
CW_INLINE Doubles exponential32(Doubles k, Doubles r) {
  const Doubles z = r * r;
  const Doubles even = polynomial(z, 0x1.0000000ba132cp-1, 0x1.5554e8a22b84cp-5, 0x1.6d43af18200d3p-10);
  const Doubles odd = polynomial(z, 0x1.5555555a800cdp-3, 0x1.1110e0c5c7f50p-7, 0x1.a1256cd2f13c2p-13);
  return timesPowerOf2(1 + (r + z * (even + r * odd)), k);
}
CW_INLINE Doubles exponential32(Doubles x) {
  const Doubles bounded = clamped(x, -150, 150);
  const Doubles k = roundedOf(bounded * log2e).value;
  return exponential32(k, bounded - k * ln2);
}
CW_INLINE Doubles exponential2Of32(Doubles x) {
  const Doubles bounded = clamped(x, -200, 200);
  const Doubles k = roundedOf(bounded).value;
  return exponential32(k, (bounded - k) * ln2);
}

// log(x) for positive finite x.
CW_INLINE Doubles plainLog32(Doubles x) {
  const Parts a = normalPartsOf(x);
  const Doubles s = a.f / (2 + a.f);
  const Doubles z = s * s;
  return a.k * ln2 + (2 * s + s * z * polynomial(z, 0x1.5555554ba8b0ep-1, 0x1.9999eb9d6ddfep-2, 0x1.245c273432202p-2, 0x1.ddd4dad98e4c4p-3));
}
CW_INLINE Doubles logarithm32(Doubles x) { return logDomain(x, plainLog32(x)); }

// (exp(2x) - 1) / (exp(2x) + 1): for what float32 holds, the difference is precise enough down to 2^-13, where x - x³/3 takes over.
CW_INLINE Doubles hyperbolicTangent32(Doubles x) {
  const Doubles e = exponential32(2 * clamped(x, -20, 20));
  return magnitude(x) < 0x1p-13 ? x * (1 - x * x * (1.0 / 3)) : (e - 1) / (e + 1);
}

// sin(r), |r| ≤ π/2.
CW_INLINE Doubles sineOf32(Doubles r) {
  const Doubles z = r * r;
  return r + r * z * polynomial(z, -0x1.555555545f1aap-3, 0x1.11110fd9738c0p-7, -0x1.a01904fa690dap-13, 0x1.71966d40f5096p-19, -0x1.9dad9aaf55915p-26);
}

}  // namespace
}  // namespace CW_ISA
