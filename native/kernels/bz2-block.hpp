// One block of bzip2, up to the last column of its sorted rotations (J. Tsai, "BZIP2: Format Specification", 2016).
#pragma once
#include "bz2-front.hpp"
#include "bz2-huffman.hpp"

namespace CW_ISA {
namespace {

// Why a block cannot be decoded: the messages are in src/io/compression/bz2-damage.ts.
enum class Bz2Fault : int32_t { none = 0, magic, origin, noBytes, tables, selectors, lengths, code, tooLong, cut };

constexpr int32_t groupSymbols = 50;
constexpr int32_t mostSelectors = 18002;  // 900,000 symbols and the end, in groups of 50
// Bytes that may be written beyond the limit of a block before it is checked: a group, 16 bytes a symbol.
constexpr int64_t columnSlack = 1024;

struct Bz2Tables {
  Code codes[6];
  uint8_t selectors[mostSelectors];
};

struct Bz2Block {
  uint32_t crc;
  bool randomized;
  int64_t origin;
  int64_t length;
  int64_t end;  // the bit after the block
  uint32_t counts[256];
};

// Reads what is before the symbols: which bytes occur, the codes, and which code each group has.
CW_INLINE Bz2Fault readTables(Bits& bits, Bz2Tables& tables, uint8_t (&used)[256], int32_t& count, int32_t& selectorCount) {
  count = 0;
  const uint32_t rows = bits.take(16);
  for (int32_t row = 0; row < 16; row++) {
    if ((rows >> (15 - row) & 1) == 0) continue;
    const uint32_t columns = bits.take(16);
    for (int32_t column = 0; column < 16; column++)
      if (columns >> (15 - column) & 1) used[count++] = static_cast<uint8_t>(16 * row + column);
  }
  if (count == 0) return Bz2Fault::noBytes;

  const auto codes = static_cast<int32_t>(bits.take(3));
  selectorCount = static_cast<int32_t>(bits.take(15));
  if (codes < 2 || codes > 6) return Bz2Fault::tables;
  if (selectorCount < 1) return Bz2Fault::selectors;
  uint8_t order[6] = {0, 1, 2, 3, 4, 5};
  for (int32_t i = 0; i < selectorCount; i++) {
    int32_t at = 0;
    while (bits.take(1) != 0)
      if (++at >= codes) return Bz2Fault::selectors;
    const uint8_t chosen = order[at];
    for (; at > 0; at--) order[at] = order[at - 1];
    order[0] = chosen;
    // Some encoders write more of them than a block can need.
    if (i < mostSelectors) tables.selectors[i] = chosen;
  }
  selectorCount = selectorCount < mostSelectors ? selectorCount : mostSelectors;

  const int32_t symbols = count + 2;
  for (int32_t k = 0; k < codes; k++) {
    uint8_t lengths[mostSymbols];
    auto length = static_cast<int32_t>(bits.take(5));
    for (int32_t i = 0; i < symbols; i++) {
      for (;;) {
        if (length < 1 || length > longestCode) return Bz2Fault::lengths;
        if (bits.take(1) == 0) break;
        length += bits.take(1) == 0 ? 1 : -1;
      }
      lengths[i] = static_cast<uint8_t>(length);
    }
    if (!tables.codes[k].make(lengths, symbols)) return Bz2Fault::lengths;
  }
  return bits.overrun() ? Bz2Fault::cut : Bz2Fault::none;
}

// The symbols of a group. There may be an end among them: then what follows it means nothing.
CW_INLINE void readGroup(Bits& bits, const Code& code, uint16_t (&symbols)[groupSymbols]) {
  // What is quick takes at most 10 bits: five times that comes with one filling. What is not fills for itself.
  int32_t count = 0;
  while (count <= groupSymbols - 10) {
    bits.fill();
#pragma GCC unroll 5
    for (int32_t k = 0; k < 5; k++) count += code.next(bits, symbols + count);
  }
  while (count < groupSymbols - 1) {
    bits.fill();
    count += code.next(bits, symbols + count);
  }
  bits.fill();
  if (count < groupSymbols) symbols[count] = static_cast<uint16_t>(code.next(bits));
}

// Every symbol gives some copies of the byte that is in front after it: a literal moves its byte there and gives one; digit d (1 or 2) of a run's length,
// the k-th since the last literal, gives d · 2^k.
__attribute__((noinline)) Bz2Fault readSymbols(Bits& bits, const Bz2Tables& tables, int32_t selectorCount, const uint8_t (&used)[256], int32_t count, int64_t limit, uint8_t* column,
                               Bz2Block& sorted) {
  const auto last = static_cast<uint32_t>(count + 1);
  FrontList front(used, count);
  int64_t length = 0;
  uint32_t digit = 0;
  for (int32_t group = 0; group < selectorCount; group++) {
    const Code& code = tables.codes[tables.selectors[group]];
    const Bits before = bits;
    uint16_t symbols[groupSymbols];
    readGroup(bits, code, symbols);
    for (int32_t i = 0; i < groupSymbols; i++) {
      const uint32_t symbol = symbols[i];
      if (__builtin_expect(symbol >= last, 0)) {
        if (symbol != last) return bits.overrun() ? Bz2Fault::cut : Bz2Fault::code;
        bits = before;
        for (int32_t k = 0; k <= i; k++) {
          bits.fill();
          static_cast<void>(code.next(bits));
        }
        sorted.length = length;
        sorted.end = bits.position();
        return bits.overrun() ? Bz2Fault::cut : length > limit ? Bz2Fault::tooLong : Bz2Fault::none;
      }
      // Without branches, which could not be foretold.
      const uint32_t inRun = symbol < 2 ? ~0U : 0;
      front.move(symbol - (symbol != 0));
      const int64_t copies = static_cast<int64_t>(1 + (symbol == 1)) << (digit & inRun);
      digit = (digit + 1) & inRun;
      const Bytes16 repeated = front.repeated();
      __builtin_memcpy(column + length, &repeated, sizeof repeated);
      sorted.counts[front.first()] += static_cast<uint32_t>(copies);
      if (__builtin_expect(copies > frontBytes, 0)) {
        if (digit > 20 || length + copies > limit) return Bz2Fault::tooLong;
        __builtin_memset(column + length, front.first(), static_cast<size_t>(copies));
      }
      length += copies;
    }
    if (length > limit) return Bz2Fault::tooLong;
    if (bits.overrun()) return Bz2Fault::cut;
  }
  return Bz2Fault::selectors;
}

// Decodes the block that starts at bit `start` into `column`, which has room for `limit + columnSlack` bytes.
inline Bz2Fault readBlock(const uint8_t* data, int64_t bytes, int64_t start, int64_t limit, Bz2Tables& tables, uint8_t* column, Bz2Block& sorted) {
  sorted = {};
  Bits bits(data, bytes, start);
  if (bits.take(24) != 0x314159 || bits.take(24) != 0x265359) return Bz2Fault::magic;
  sorted.crc = bits.take(32);
  sorted.randomized = bits.take(1) != 0;
  sorted.origin = bits.take(24);
  uint8_t used[256];
  int32_t count;
  int32_t selectorCount;
  Bz2Fault fault = readTables(bits, tables, used, count, selectorCount);
  if (fault == Bz2Fault::none) fault = readSymbols(bits, tables, selectorCount, used, count, limit, column, sorted);
  // What follows the end of the bytes looks like zeros: that they are missing is the reason then.
  if (fault != Bz2Fault::none) return bits.overrun() ? Bz2Fault::cut : fault;
  return sorted.origin < sorted.length ? Bz2Fault::none : Bz2Fault::origin;
}

}  // namespace
}  // namespace CW_ISA
