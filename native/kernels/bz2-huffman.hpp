// Prefix codes: a table of what 10 bits begin with, one symbol or two, and limits of each length for the few codes that are longer.
#pragma once
#include "bz2-bits.hpp"

namespace CW_ISA {
namespace {

constexpr int32_t quickBits = 10;
constexpr int32_t longestCode = 20;
constexpr int32_t mostSymbols = 258;
// No code begins like this.
constexpr uint32_t noSymbol = 511;

// 9 bits a symbol, the length of the first, of both, and how many there are; 0 where the first is longer or there is none.
struct Quick {
  uint32_t bits;

  static CW_INLINE Quick one(uint32_t symbol, uint32_t length) { return {symbol | length << 18 | length << 23 | 1U << 28}; }
  CW_INLINE Quick with(Quick other) const { return {(bits & 0x7fffff) | other.first() << 9 | (firstLength() + other.firstLength()) << 23 | 2U << 28}; }
  CW_INLINE uint32_t first() const { return bits & 511; }
  CW_INLINE uint32_t second() const { return bits >> 9 & 511; }
  CW_INLINE uint32_t firstLength() const { return bits >> 18 & 31; }
  CW_INLINE uint32_t length() const { return bits >> 23 & 31; }
  CW_INLINE int32_t count() const { return static_cast<int32_t>(bits >> 28); }
};

struct Code {
  uint32_t quick[1 << quickBits];
  // Of each length: the code after its last one, left-aligned in 20 bits; and what to add to a code to find its symbol.
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

    uint32_t single[1 << quickBits];
    int32_t filled = 0;
    at = 0;
    for (int32_t length = 1; length <= quickBits; length++) {
      for (int32_t i = 0; i < ofLength[length]; i++) {
        const Quick entry = Quick::one(symbols[at++], static_cast<uint32_t>(length));
        for (int32_t k = 0; k < 1 << (quickBits - length); k++) single[filled++] = entry.bits;
      }
    }
    for (; filled < 1 << quickBits; filled++) single[filled] = 0;
    for (uint32_t i = 0; i < 1 << quickBits; i++) {
      const Quick first{single[i]};
      const Quick second{single[i << first.firstLength() & ((1 << quickBits) - 1)]};
      const bool both = first.bits != 0 && second.bits != 0 && first.firstLength() + second.firstLength() <= quickBits;
      quick[i] = both ? first.with(second).bits : first.bits;
    }
    return true;
  }

  // One symbol. There are at least as many bits as a quick code has.
  CW_INLINE uint32_t next(Bits& bits) const {
    Quick entry{quick[bits.peek(quickBits)]};
    if (__builtin_expect(entry.bits == 0, 0)) return slow(bits);
    bits.skip(entry.firstLength());
    return entry.first();
  }

  // One symbol or two; how many.
  CW_INLINE int32_t next(Bits& bits, uint16_t* to) const {
    const Quick entry{quick[bits.peek(quickBits)]};
    if (__builtin_expect(entry.bits == 0, 0)) {
      to[0] = static_cast<uint16_t>(slow(bits));
      return 1;
    }
    to[0] = static_cast<uint16_t>(entry.first());
    to[1] = static_cast<uint16_t>(entry.second());
    bits.skip(entry.length());
    return entry.count();
  }

 private:
  // Leaves as many bits as a filling gives.
  CW_INLINE uint32_t slow(Bits& bits) const {
    bits.fill();
    const Quick entry{find(bits.peek(longestCode))};
    bits.skip(entry.firstLength());
    bits.fill();
    return entry.first();
  }
  __attribute__((noinline)) uint32_t find(uint32_t ahead) const {
    for (int32_t length = quickBits + 1; length <= longestCode; length++) {
      if (ahead < end[length]) return Quick::one(symbols[static_cast<int32_t>(ahead >> (longestCode - length)) + offset[length]], static_cast<uint32_t>(length)).bits;
    }
    return Quick::one(noSymbol, 0).bits;
  }
};

}  // namespace
}  // namespace CW_ISA
