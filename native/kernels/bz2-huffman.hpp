// Prefix codes: a table for codes of up to 10 bits, which are nearly all, and limits of each length for longer ones.
#pragma once
#include "bz2-bits.hpp"

namespace CW_ISA {
namespace {

constexpr int32_t quickBits = 10;
constexpr int32_t longestCode = 20;
constexpr int32_t mostSymbols = 258;
// No code begins like this.
constexpr uint32_t noSymbol = 511;

struct Code {
  uint16_t quick[1 << quickBits];  // symbol · 32 + length; 0 where the code is longer or there is none
  // The first code of each length beyond `quickBits`, left-aligned in `longestCode` bits, of the next length, and where its symbols are.
  uint32_t end[longestCode + 2];
  int32_t offset[longestCode + 2];
  uint16_t symbols[mostSymbols];

  // Codes of one length are consecutive numbers in the order of symbols, and follow those of shorter lengths. False: there are more than fit.
  bool make(const uint8_t* lengths, int32_t count) {
    int32_t ofLength[longestCode + 2] = {};
    for (int32_t i = 0; i < count; i++) ofLength[lengths[i]]++;
    int32_t start[longestCode + 2];
    uint32_t code = 0;
    int32_t at = 0;
    for (int32_t length = 1; length <= longestCode; length++) {
      start[length] = at;
      offset[length] = at - static_cast<int32_t>(code);
      at += ofLength[length];
      code += static_cast<uint32_t>(ofLength[length]);
      if (code > 1U << length) return false;
      end[length] = code << (longestCode - length);
      code <<= 1;
    }
    for (int32_t i = 0; i < count; i++) symbols[start[lengths[i]]++] = static_cast<uint16_t>(i);

    int32_t filled = 0;
    at = 0;
    for (int32_t length = 1; length <= quickBits; length++) {
      for (int32_t i = 0; i < ofLength[length]; i++) {
        const auto entry = static_cast<uint16_t>(symbols[at++] << 5 | length);
        for (int32_t k = 0; k < 1 << (quickBits - length); k++) quick[filled++] = entry;
      }
    }
    for (; filled < 1 << quickBits; filled++) quick[filled] = 0;
    return true;
  }

  // There are at least 20 bits.
  CW_INLINE uint32_t next(Bits& bits) const {
    const uint32_t entry = quick[bits.peek(quickBits)];
    if (__builtin_expect(entry == 0, 0)) return slow(bits);
    bits.skip(entry & 31);
    return entry >> 5;
  }

 private:
  __attribute__((noinline)) uint32_t slow(Bits& bits) const {
    bits.fill();
    const uint32_t ahead = bits.peek(longestCode);
    for (int32_t length = quickBits + 1; length <= longestCode; length++) {
      if (ahead < end[length]) {
        const uint32_t symbol = symbols[static_cast<int32_t>(ahead >> (longestCode - length)) + offset[length]];
        bits.skip(length);
        bits.fill();
        return symbol;
      }
    }
    return noSymbol;
  }
};

}  // namespace
}  // namespace CW_ISA
