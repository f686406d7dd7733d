// x to the power y = exp(y · log x), with the logarithm and the product in twofold precision: exp makes an absolute error of 2^-53 a relative one, and
// the product may be 700.
#include "elementary32.hpp"

namespace CW_ISA {
namespace {

// The logarithm of 2^k · (1 + f), to about 2^-67 of itself.
CW_INLINE Twofold preciseLog(Parts a) {
  // log(1 + f) = 2 atanh(s), s = f / (2 + f) as s + sl. The divisor is d + dl.
  const Doubles d = 2 + a.f;
  const Doubles dl = a.f - (d - 2);
  const Doubles inverse = 1 / d;
  const Doubles s = a.f * inverse;
  const Twofold back = exactProduct(s, d);
  const Doubles sl = ((a.f - back.high) - back.low - s * dl) * inverse;

  // atanh(s) = s + s·z·(1/3 + z·tail), z = s²: the second part to 2^-60 of itself.
  const Twofold square = exactProduct(s, s);
  const Doubles z = square.high, zl = square.low + 2 * s * sl;
  const Doubles w = z * z;
  const Doubles tail = polynomial(w, 0x1.999999999999ap-3, 0x1.c71c71c6ea5acp-4, 0x1.3b1395b82701ep-4, 0x1.df7ba1f4809c3p-5) +
                       z * polynomial(w, 0x1.2492492492522p-3, 0x1.745d177ad436ap-4, 0x1.1118cd67251c5p-4, 0x1.e03a7acf07f85p-5);
  const Twofold factor = quickSum(splat(0x1.5555555555555p-2), z * tail);
  const Doubles factorLow = factor.low + 0x1.5555555555555p-56;
  const Twofold zf = exactProduct(z, factor.high);
  const Doubles zfl = zf.low + (z * factorLow + zl * factor.high);
  const Twofold cubic = exactProduct(s, zf.high);
  const Doubles cubicLow = cubic.low + (s * zfl + sl * zf.high);

  const Twofold outer = quickSum(a.k * ln2High, 2 * s);
  const Twofold inner = quickSum(outer.high, 2 * cubic.high);
  const Doubles low = (inner.low + outer.low) + (2 * (cubicLow + sl) + a.k * ln2Low);
  return quickSum(inner.high, low);
}

// |x|^y for positive finite |x| and finite y.
CW_INLINE Doubles powerOfMagnitude(Doubles a, Doubles y) {
  const Twofold log = preciseLog(partsOf(a));
  const Twofold product = exactProduct(y, log.high);
  // Beyond 750 the result is 0 or infinite, and the low part may be neither.
  const Doubles low = magnitude(product.high) < 750 ? product.low + y * log.low : splat(0);
  const Reduced e = byLn2(Twofold{clamped(product.high, -750, 750), low});
  return scaled(expSmall(e), e.k);
}

// The cases in which |x|^y is not all there is, as C has them: signs, zeros, infinities, NaN.
__attribute__((noinline)) Doubles withSpecialCases(Doubles x, Doubles y, Doubles result) {
  const Doubles a = magnitude(x), zero = splat(0), huge = splat(infinity);
  const Longs up = y > 0;
  result = a == 0 ? (up ? zero : huge) : a == infinity ? (up ? huge : zero) : result;
  // Where halves of y overflow, the result is one of these too.
  result = magnitude(y) >= 0x1p900 ? (a == 1 ? splat(1) : (a > 1) == up ? huge : zero) : result;
  // Integers from 2^52 on are their own lowest bit; below, the magic number of roundedOf brings it there.
  const Longs large = magnitude(y) >= 0x1p52;
  const Rounded whole = roundedOf(large ? zero : y);
  const Longs integral = large | (whole.value == y);
  const Words lowest = large ? bitsOf(magnitude(y) < 0x1p53 ? y : zero) : whole.bits;
  result = flipSign(result, integral ? bitsOf(x) & signMask & (lowest << 63) : Words{});
  result = (x < 0) & ~integral & (a < infinity) ? splat(nan) : result;
  result = (x != x) | (y != y) ? x + y : result;
  return (x == 1) | (y == 0) ? splat(1) : result;
}
__attribute__((noinline)) Doubles powerOfAny(Doubles x, Doubles y) { return withSpecialCases(x, y, powerOfMagnitude(magnitude(x), y)); }

// A normal positive x and a normal result, which need no care, until a lane says otherwise.
CW_INLINE Doubles power(Doubles x, Doubles y) {
  const Twofold log = preciseLog(normalPartsOf(x));
  const Twofold product = exactProduct(y, log.high);
  // Halves of a huge y overflow.
  const Longs plain = (x >= 0x1p-1022) & (x < infinity) & (magnitude(product.high) < 708) & (magnitude(y) < 0x1p900);
  if (any(~plain)) return powerOfAny(x, y);
  const Reduced e = byLn2(Twofold{product.high, product.low + y * log.low});
  return timesPowerOf2(expSmall(e), e.k);
}

// Of floats: the logarithm needs no low part.
CW_INLINE Doubles power32(Doubles x, Doubles y) {
  const Doubles product = clamped(y * plainLog32(magnitude(x)), -700, 700);
  const Doubles k = roundedOf(product * log2e).value;
  const Doubles result = exponential32(k, product - k * ln2);
  const Longs plain = (x > 0) & (x < infinity) & (magnitude(y) < infinity);
  return any(~plain) ? withSpecialCases(x, y, result) : result;
}

constexpr auto toThePower = [](Doubles x, Doubles y) { return power(x, y); };
constexpr auto table = family(rows<BinaryVector>("power", Float64{}, toThePower), rows<BinaryVector>("floatPower", Float64{}, toThePower),
                              rows<BinaryVector>("power", Float32{}, [](Doubles x, Doubles y) { return power32(x, y); }));

}  // namespace

KernelSet power_kernels() noexcept { return table; }

}  // namespace CW_ISA
