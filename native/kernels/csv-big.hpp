// Which of two neighboring floats is nearest to a decimal number with many digits: compares whole numbers, exactly.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

// A natural number of up to 32 · capacity bits, least significant word first. The largest here: 800 digits times 2^1100, or 2^54 · 5^(342 + 800) · 2^1100.
class Big {
 public:
  explicit Big(uint64_t value) {
    for (; value != 0; value >>= 32) words_[length_++] = static_cast<uint32_t>(value);
  }
  void multiply_add(uint32_t factor, uint32_t more) {
    uint64_t carry = more;
    for (int32_t i = 0; i < length_; i++) {
      carry += uint64_t{words_[i]} * factor;
      words_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) words_[length_++] = static_cast<uint32_t>(carry);
  }
  void multiply_power_of_5(int32_t power) {
    constexpr uint32_t five_13 = 1220703125;
    for (; power >= 13; power -= 13) multiply_add(five_13, 0);
    for (; power > 0; power--) multiply_add(5, 0);
  }
  void shift_left(int32_t bits) {
    if (length_ == 0) return;
    const int32_t whole = bits / 32;
    multiply_add(uint32_t{1} << (bits % 32), 0);
    if (whole == 0) return;
    for (int32_t i = length_ - 1; i >= 0; i--) words_[i + whole] = words_[i];
    for (int32_t i = 0; i < whole; i++) words_[i] = 0;
    length_ += whole;
  }
  // -1, 0 or 1.
  int32_t compare(const Big& other) const {
    if (length_ != other.length_) return length_ < other.length_ ? -1 : 1;
    for (int32_t i = length_ - 1; i >= 0; i--)
      if (words_[i] != other.words_[i]) return words_[i] < other.words_[i] ? -1 : 1;
    return 0;
  }

 private:
  static constexpr int32_t capacity = 256;
  uint32_t words_[capacity] = {};
  int32_t length_ = 0;
};

// More digits than any middle of two doubles has (767); what follows can only be "and a little more".
constexpr int32_t decisive_digits = 780;

// Compares the decimal number with the middle of two floats, (2m + 1) · 2^(power - 1). `exponent` is that of the number's first 19 significant digits.
inline int32_t compare_with_middle(uint64_t m, int32_t power, const uint8_t* first, const uint8_t* last, int32_t exponent) {
  Big number(0);
  int32_t digits = 0;
  bool more = false;
  for (const uint8_t* at = first; at < last; at++) {
    if (*at == '.' || (digits == 0 && *at == '0')) continue;
    if (digits < decisive_digits) number.multiply_add(10, static_cast<uint32_t>(*at - '0'));
    else more = more || *at != '0';
    digits++;
  }
  int32_t kept = digits < decisive_digits ? digits : decisive_digits;
  if (more) {
    number.multiply_add(10, 1);
    kept++;
  }
  const int32_t ten = exponent - (kept - 19);
  Big middle(2 * m + 1);
  // Powers of two and five go to the side where they are whole.
  (ten >= 0 ? number : middle).multiply_power_of_5(ten >= 0 ? ten : -ten);
  const int32_t two = ten - (power - 1);
  (two >= 0 ? number : middle).shift_left(two >= 0 ? two : -two);
  return number.compare(middle);
}

// The nearest float's bits, given those of one that is at most a few units in the last place away.
template <class Bits>
Bits settle(Bits bits, int32_t fraction_bits, int32_t least_exponent, const uint8_t* first, const uint8_t* last, int32_t exponent) {
  const Bits hidden = Bits{1} << fraction_bits;
  for (;;) {
    // Against the middle above, then the middle below: that of `bits` or its predecessor and the next.
    const auto against = [&](Bits lower) {
      const auto biased = static_cast<int32_t>(lower >> fraction_bits);
      const uint64_t m = biased == 0 ? lower : (lower & (hidden - 1)) | hidden;
      return compare_with_middle(m, (biased == 0 ? 1 : biased) + least_exponent - fraction_bits, first, last, exponent);
    };
    const auto infinite = static_cast<Bits>((-2 * least_exponent + 1)) << fraction_bits;
    if (bits < infinite) {
      const int32_t above = against(bits);
      if (above > 0 || (above == 0 && (bits & 1) != 0)) {
        bits++;
        if (above == 0) return bits;
        continue;
      }
      if (above == 0) return bits;
    }
    if (bits == 0) return bits;
    const int32_t below = against(bits - 1);
    if (below > 0) return bits;
    if (below == 0) return (bits & 1) != 0 ? bits - 1 : bits;
    bits--;
  }
}

}  // namespace
}  // namespace CW_ISA
