// The shortest decimal that reads back as the same float, and of those the nearest: R. Giulietti, "The Schubfach way to render doubles" (2020).
#pragma once
#include "csv-format.hpp"
#include "csv-power-tables.hpp"

namespace CW_ISA {
namespace {

// mantissa · 10^exponent.
struct Shortest {
  uint64_t mantissa;
  int32_t exponent;
};

// ⌈10^e · 2^-r⌉ with 128 bits: the table has quotients and long powers cut off.
CW_INLINE Power5 power_above(int32_t e) {
  Power5 power = powers_of_5[e - least_power];
  if (e > 55 || e < -27) {
    power.low++;
    power.high += power.low == 0;
  }
  return power;
}

// ⌊g · x / 2^128⌋, with the last bit set if anything is cut off.
CW_INLINE uint64_t round_to_odd(Power5 g, uint64_t x) {
  const Product low = product(g.low, x);
  Product high = product(g.high, x);
  high.low += low.high;
  high.high += high.low < low.high;
  return high.high | (high.low > 1);
}

// `bits` are those of a finite float that is not 0, without its sign.
template <class F> Shortest shortest(typename FormatOf<F>::Bits bits) {
  using Format = FormatOf<F>;
  constexpr int32_t fraction_bits = Format::fraction_bits;
  constexpr uint64_t hidden = uint64_t{1} << fraction_bits;
  const uint64_t fraction = bits & (hidden - 1);
  const auto biased = static_cast<int32_t>(bits >> fraction_bits);
  const uint64_t c = biased == 0 ? fraction : fraction | hidden;
  const int32_t q = (biased == 0 ? 1 : biased) + Format::least_exponent - fraction_bits;
  // Whole numbers are there already.
  if (q <= 0 && q > -fraction_bits - 1 && (c & ((uint64_t{1} << -q) - 1)) == 0) return {c >> -q, 0};

  const bool even = (c & 1) == 0;
  const bool closer = fraction == 0 && biased > 1;  // the neighbor below is half as far away
  const uint64_t middle = 4 * c;
  const int32_t k = (q * 1262611 - (closer ? 524031 : 0)) >> 22;  // ⌊log10(2^q)⌋, or of ¾ · 2^q
  const int32_t h = q + ((-k * 1741647) >> 19) + 1;               // ⌊log2(10^-k)⌋
  const Power5 g = power_above(-k);
  const uint64_t below = round_to_odd(g, (middle - 2 + closer) << h) + !even;
  const uint64_t at = round_to_odd(g, middle << h);
  const uint64_t above = round_to_odd(g, (middle + 2) << h) - !even;
  const uint64_t s = at / 4;
  if (s >= 10) {
    const uint64_t tens = s / 10;
    const bool down = below <= 40 * tens;
    const bool up = 40 * tens + 40 <= above;
    if (down != up) return {tens + up, k + 1};
  }
  const bool down = below <= 4 * s;
  const bool up = 4 * s + 4 <= above;
  if (down != up) return {s + up, k};
  const uint64_t half = 4 * s + 2;
  return {s + (at > half || (at == half && (s & 1) != 0)), k};
}

constexpr char digit_pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596"
    "979899";

// Writes the digits of a number; how many.
CW_INLINE int64_t write_digits(uint64_t x, uint8_t* out) {
  uint8_t digits[20];
  int32_t at = 20;
  while (x >= 100) {
    at -= 2;
    __builtin_memcpy(digits + at, digit_pairs + 2 * (x % 100), 2);
    x /= 100;
  }
  if (x >= 10) {
    at -= 2;
    __builtin_memcpy(digits + at, digit_pairs + 2 * x, 2);
  } else {
    digits[--at] = static_cast<uint8_t>('0' + x);
  }
  for (int32_t i = at; i < 20; i++) out[i - at] = digits[i];
  return 20 - at;
}

// As Python writes a float: 0.1, 1.0, 1e+16, 1.5e-07. At most 32 bytes.
template <class F> int64_t write_float(F value, uint8_t* out) {
  using Bits = typename FormatOf<F>::Bits;
  const auto bits = bitsAs<Bits>(value);
  constexpr Bits sign = Bits{1} << (sizeof(Bits) * 8 - 1);
  uint8_t* const first = out;
  const auto text = [&](const char* word) {
    while (*word != 0) *out++ = static_cast<uint8_t>(*word++);
  };
  if (value != value) {
    text("nan");
    return out - first;
  }
  if ((bits & sign) != 0) *out++ = '-';
  const auto magnitude_bits = static_cast<Bits>(bits & ~sign);
  if (magnitude_bits == static_cast<Bits>(FormatOf<F>::infinite) << FormatOf<F>::fraction_bits) {
    text("inf");
    return out - first;
  }
  if (magnitude_bits == 0) {
    text("0.0");
    return out - first;
  }
  Shortest x = shortest<F>(magnitude_bits);
  while (x.mantissa % 10 == 0) {
    x.mantissa /= 10;
    x.exponent++;
  }
  uint8_t digits[20];
  const int64_t count = write_digits(x.mantissa, digits);
  const int64_t point = count + x.exponent;  // digits before the point
  const auto copy = [&](int64_t from, int64_t to) {
    for (; from < to; from++) *out++ = digits[from];
  };
  if (point > 16 || point < -3) {
    copy(0, 1);
    if (count > 1) *out++ = '.';
    copy(1, count);
    *out++ = 'e';
    *out++ = point > 0 ? '+' : '-';
    const int64_t exponent = point > 0 ? point - 1 : 1 - point;
    if (exponent < 10) *out++ = '0';
    out += write_digits(static_cast<uint64_t>(exponent), out);
  } else if (point <= 0) {
    text("0.");
    for (int64_t i = point; i < 0; i++) *out++ = '0';
    copy(0, count);
  } else {
    copy(0, point < count ? point : count);
    for (int64_t i = count; i < point; i++) *out++ = '0';
    *out++ = '.';
    if (point < count) copy(point, count);
    else *out++ = '0';
  }
  return out - first;
}

}  // namespace
}  // namespace CW_ISA
