// Angles so large that subtracting multiples of π would lose all their bits (Payne and Hanek): only those bits of 2/π matter that, times x, are neither
// whole turns nor below the precision.
#pragma once
#include "table.hpp"

namespace CW_ISA {
namespace {

// An angle less its quarter turns (counted modulo 4): high + low, at most π/4.
struct Angle {
  uint64_t quarter;
  double high;
  double low;
};

// The first 1280 bits of 2/π after a word of zeros.
constexpr uint64_t twoOverPi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c,
    0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d};

// The upper 64 bits of a product, without a 128-bit type: WebAssembly would call a library for one.
inline uint64_t upperProduct(uint64_t x, uint64_t y) {
  const uint64_t xl = x & 0xffffffff, xh = x >> 32, yl = y & 0xffffffff, yh = y >> 32;
  const uint64_t middle = xh * yl + ((xl * yl) >> 32);
  const uint64_t other = xl * yh + (middle & 0xffffffff);
  return xh * yh + (middle >> 32) + (other >> 32);
}

inline Angle reduceAngle(double x) {
  const uint64_t bits = bitsAs<uint64_t>(x);
  const int exponent = static_cast<int>(bits >> 52) - 1075;
  // Small angles come here in the company of large ones, and are not asked for.
  if (exponent < -33) return {0, x, 0};
  if (exponent > 971) return {0, x - x, 0};
  const uint64_t significand = (bits & 0xfffffffffffff) | (1ULL << 52);
  // 192 bits from the one whose product with the significand counts two quarter turns: the 62 cover the padding.
  const int start = exponent + 62, word = start / 64, shift = start % 64;
  const auto wordAt = [&](int i) {
    return shift == 0 ? twoOverPi[word + i] : twoOverPi[word + i] << shift | twoOverPi[word + i + 1] >> (64 - shift);
  };
  const uint64_t w2 = wordAt(0), w1 = wordAt(1), w0 = wordAt(2);
  // x · 2/π modulo 4, as a fraction of 4 in 192 bits.
  uint64_t low = w0 * significand;
  uint64_t middle = w1 * significand;
  uint64_t high = w2 * significand + upperProduct(w1, significand);
  const uint64_t carried = upperProduct(w0, significand);
  middle += carried;
  high += middle < carried;

  uint64_t quarter = high >> 62;
  // What is left of a quarter; more than half of one is a negative rest of the next.
  high = high << 2 | middle >> 62;
  middle = middle << 2 | low >> 62;
  low <<= 2;
  const bool negative = high >> 63 != 0;
  if (negative) {
    ++quarter;
    low = ~low;
    middle = ~middle;
    high = ~high;
  }
  int zeros = 0;
  while (high >> 63 == 0 && zeros < 128) {
    high = high << 1 | middle >> 63;
    middle = middle << 1 | low >> 63;
    low <<= 1;
    ++zeros;
  }
  // Times π/2: 53 bits and the next 53, whose products are exact in the halves of the first.
  const double scale = bitsAs<double>(static_cast<uint64_t>(1023 - zeros - 53) << 52) * (negative ? -1 : 1);
  const double a = static_cast<double>(high >> 11) * scale;
  const double b = static_cast<double>((high << 53 | middle >> 11) >> 11) * (scale * 0x1p-53);
  constexpr double halfPi = 0x1.921fb54442d18p+0, halfPiLow = 0x1.1a62633145c07p-54;
  constexpr double halfPiTop = 0x1.921fb54000000p+0;
  const double top = bitsAs<double>(bitsAs<uint64_t>(a) & ~0x7ffffffULL);
  const double first = top * halfPiTop;
  const double rest = (a - top) * halfPiTop + a * (halfPi - halfPiTop) + (a * halfPiLow + b * halfPi);
  const double sum = first + rest;
  return {quarter, sum, (first - sum) + rest};
}

}  // namespace
}  // namespace CW_ISA
