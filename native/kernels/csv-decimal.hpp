// Decimal text to binary floating point, exactly rounded: W. Clinger's fast path ("How to read floating point numbers accurately", 1990), then
// D. Lemire ("Number parsing at a gigabyte per second", 2021; that the product never needs more bits: N. Mushtak and D. Lemire, 2023). Where more than
// 19 digits leave two candidates, csv-big.hpp compares integers.
#pragma once
#include "csv-big.hpp"
#include "csv-format.hpp"
#include "csv-power-tables.hpp"

namespace CW_ISA {
namespace {

// (-1)^negative · mantissa · 10^exponent, and a little more if not exact: then there were more digits than fit.
struct Decimal {
  uint64_t mantissa = 0;
  int32_t exponent = 0;
  bool negative = false;
  bool exact = true;
  bool whole = true;             // neither a point nor an exponent
  const uint8_t* first = nullptr;  // of the digits, with the point between
  const uint8_t* last = nullptr;
};

// The bits of the float nearest to w · 10^q, without its sign.
template <class F> typename FormatOf<F>::Bits nearest(uint64_t w, int32_t q) {
  using Format = FormatOf<F>;
  using Bits = typename Format::Bits;
  constexpr int32_t fraction_bits = Format::fraction_bits;
  constexpr Bits infinity = static_cast<Bits>(Format::infinite) << fraction_bits;
  if (w == 0 || q < Format::least_ten) return 0;
  if (q > Format::greatest_ten) return infinity;
  const int32_t zeros = __builtin_clzll(w);
  w <<= zeros;
  const Power5 power = powers_of_5[q - least_power];
  Product x = product(w, power.high);
  constexpr uint64_t beyond = ~uint64_t{0} >> (fraction_bits + 3);
  if ((x.high & beyond) == beyond) {
    const uint64_t more = product(w, power.low).high;
    x.low += more;
    x.high += x.low < more;
  }
  const auto upper = static_cast<int32_t>(x.high >> 63);
  const int32_t shift = upper + 64 - fraction_bits - 3;
  uint64_t mantissa = x.high >> shift;
  int32_t exponent = (((152170 + 65536) * q) >> 16) + 63 + upper - zeros - Format::least_exponent;
  if (exponent <= 0) {
    if (-exponent + 1 >= 64) return 0;
    mantissa >>= -exponent + 1;
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    return static_cast<Bits>(mantissa);  // what reaches the least normal number has its bits
  }
  if (x.low <= 1 && q >= Format::least_tie && q <= Format::greatest_tie && (mantissa & 3) == 1 && mantissa << shift == x.high) mantissa &= ~uint64_t{1};
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >= uint64_t{2} << fraction_bits) {
    mantissa = uint64_t{1} << fraction_bits;
    exponent++;
  }
  if (exponent >= Format::infinite) return infinity;
  return static_cast<Bits>((mantissa & ~(uint64_t{1} << fraction_bits)) | static_cast<uint64_t>(exponent) << fraction_bits);
}

constexpr double powers_of_10[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

template <class F> F float_of(const Decimal& x) {
  using Format = FormatOf<F>;
  using Bits = typename Format::Bits;
  constexpr uint64_t exact = uint64_t{2} << Format::fraction_bits;
  if (x.exact && x.mantissa <= exact && x.exponent >= -Format::exact_power && x.exponent <= Format::exact_power) {
    const auto mantissa = static_cast<F>(x.mantissa);
    const F value = x.exponent < 0 ? mantissa / static_cast<F>(powers_of_10[-x.exponent]) : mantissa * static_cast<F>(powers_of_10[x.exponent]);
    return x.negative ? -value : value;
  }
  Bits bits = nearest<F>(x.mantissa, x.exponent);
  if (!x.exact && bits != nearest<F>(x.mantissa + 1, x.exponent)) bits = settle(bits, Format::fraction_bits, Format::least_exponent, x.first, x.last, x.exponent);
  return bitsAs<F>(static_cast<Bits>(bits | static_cast<Bits>(x.negative) << (sizeof(Bits) * 8 - 1)));
}

}  // namespace
}  // namespace CW_ISA
