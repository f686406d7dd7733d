// Short numbers without a loop over their digits: the bytes before the end of a cell, as many as it has, eight at a time (after D. Lemire's and W. Muła's
// "parse_eight_digits"). 16 bytes before a cell can be read.
#pragma once
#include "csv-bytes.hpp"
#include "csv-decimal.hpp"

namespace CW_ISA {
namespace {

constexpr uint64_t eight_zeros = 0x3030303030303030;
constexpr uint64_t eight_points = 0x2e2e2e2e2e2e2e2e;

CW_INLINE bool are_digits(uint64_t text) {
  return ((text & 0xf0f0f0f0f0f0f0f0) | ((text + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4) == 0x3333333333333333;
}

// The value of eight digits, the first of which is the lowest byte.
CW_INLINE uint64_t value_of_8(uint64_t text) {
  text = (text & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8;
  text = (text & 0x00ff00ff00ff00ff) * 6553601 >> 16;
  return (text & 0x0000ffff0000ffff) * 42949672960001 >> 32;
}

// The bytes that belong to a cell of `length` (1 … 8) bytes, of the eight before its end.
CW_INLINE uint64_t last_bytes(int64_t length) { return ~uint64_t{0} << (64 - 8 * length); }
CW_INLINE uint64_t with_zeros(uint64_t text, uint64_t kept) { return (text & kept) | (eight_zeros & ~kept); }

// The lowest byte that is a point and all bytes below, as a mask; 0 if there is none.
CW_INLINE uint64_t through_point(uint64_t text, uint64_t kept) {
  const uint64_t x = text ^ eight_points;
  const uint64_t points = (x - 0x0101010101010101) & ~x & 0x8080808080808080 & kept;
  return points == 0 ? 0 : points ^ (points - 1);
}

struct Short {
  uint64_t mantissa;
  int32_t fraction;  // digits after the point
  bool negative;
  bool good;
};

// Up to 16 bytes of an optional minus, digits and, if allowed, a point.
template <bool Point> CW_INLINE Short read_short(const uint8_t* begin, const uint8_t* end) {
  Short x{0, 0, *begin == '-', false};
  const int64_t length = end - begin - x.negative;
  if (static_cast<uint64_t>(length - 1) < 8) {
    uint64_t kept = last_bytes(length);
    uint64_t text = load8(end - 8);
    if constexpr (Point) {
      if (const uint64_t through = through_point(text, kept); through != 0) {
        if (length == 1) return x;
        text = (text & ~through) | (text & through >> 8) << 8;
        kept <<= 8;
        x.fraction = __builtin_clzll(through) >> 3;
      }
    }
    text = with_zeros(text, kept);
    x.good = are_digits(text);
    x.mantissa = value_of_8(text);
    return x;
  }
  if (static_cast<uint64_t>(length - 9) < 8) {
    uint64_t kept = last_bytes(length - 8);
    uint64_t low = load8(end - 16);
    uint64_t high = load8(end - 8);
    if constexpr (Point) {
      if (const uint64_t in_high = through_point(high, ~uint64_t{0}); in_high != 0) {
        high = (high & ~in_high) | (high & in_high >> 8) << 8 | low >> 56;
        low <<= 8;
        kept <<= 8;
        x.fraction = __builtin_clzll(in_high) >> 3;
      }
      else if (const uint64_t in_low = through_point(low, kept); in_low != 0) {
        low = (low & ~in_low) | (low & in_low >> 8) << 8;
        kept <<= 8;
        x.fraction = 8 + (__builtin_clzll(in_low) >> 3);
      }
    }
    low = with_zeros(low, kept);
    x.good = are_digits(low) && are_digits(high);
    x.mantissa = value_of_8(low) * 100000000 + value_of_8(high);
  }
  return x;
}

template <class F> CW_INLINE F float_of(const Short& x) {
  using Format = FormatOf<F>;
  if (x.mantissa <= uint64_t{2} << Format::fraction_bits && x.fraction <= Format::exact_power) {
    const F value = static_cast<F>(static_cast<int64_t>(x.mantissa)) / static_cast<F>(powers_of_10[x.fraction]);
    return x.negative ? -value : value;
  }
  Decimal all;
  all.mantissa = x.mantissa;
  all.exponent = -x.fraction;
  all.negative = x.negative;
  return float_of<F>(all);
}

CW_INLINE bool is_digit(uint8_t byte) { return static_cast<uint8_t>(byte - '0') < 10; }

// Reads a number without blanks around it; whether it is one.
bool read_decimal(const uint8_t* at, const uint8_t* end, Decimal& x) {
  if (at < end && (*at == '-' || *at == '+')) x.negative = *at++ == '-';
  x.first = at;
  int32_t digits = 0;   // in the mantissa
  int32_t dropped = 0;  // digits before the point that the mantissa has no room for
  int32_t after = 0;    // digits after the point in the mantissa
  bool any = false;
  bool point = false;
  for (; at < end; at++) {
    if (*at == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(*at)) break;
    any = true;
    const auto digit = static_cast<uint64_t>(*at - '0');
    if (digits < 19) {
      x.mantissa = 10 * x.mantissa + digit;
      digits += x.mantissa != 0;
      after += point;
    } else {
      x.exact = x.exact && digit == 0;
      dropped += !point;
    }
  }
  if (!any) return false;
  x.last = at;
  x.whole = !point;
  int64_t exponent = 0;
  if (at < end && (*at | 0x20) == 'e') {
    x.whole = false;
    bool down = false;
    if (++at < end && (*at == '-' || *at == '+')) down = *at++ == '-';
    if (at == end) return false;
    for (; at < end && is_digit(*at); at++)
      if (exponent < 1 << 20) exponent = 10 * exponent + (*at - '0');
    if (down) exponent = -exponent;
  }
  exponent += int64_t{dropped} - after;
  x.exponent = static_cast<int32_t>(exponent);
  return at == end;
}

// A whole number of any length; whether it is one that fits into T.
template <class T> bool read_integer(const uint8_t* at, const uint8_t* end, T& value) {
  bool negative = false;
  if (at < end && (*at == '-' || *at == '+')) negative = *at++ == '-';
  if (at == end) return false;
  constexpr uint64_t greatest = ~uint64_t{0} >> (64 - 8 * sizeof(T) + isSigned<T>);
  const uint64_t limit = !negative ? greatest : isSigned<T> ? greatest + 1 : 0;
  uint64_t x = 0;
  for (; at < end; at++) {
    if (!is_digit(*at)) return false;
    const auto digit = static_cast<uint64_t>(*at - '0');
    if (x > limit / 10 || digit > limit - 10 * x) return false;
    x = 10 * x + digit;
  }
  value = static_cast<T>(negative ? 0 - x : x);
  return true;
}

}  // namespace
}  // namespace CW_ISA
