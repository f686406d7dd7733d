// Columns of text. An operand is two inputs: the UTF-8 bytes, and an int32 offset for each row and one for the end. Offsets count from a base, which is a
// parameter: bytes begin where the first row does. Nothing is said of step: one byte of text is no repeated value.
#pragma once
#include "load-bytes.hpp"
#include "whole.hpp"

namespace CW_ISA {
namespace {

struct TextRow {
  const uint8_t* data;
  int64_t length;
};

struct TextColumn {
  const uint8_t* bytes;
  const int32_t* offsets;
  int64_t base;
  int64_t total;  // bytes that may be read
  int64_t step;   // 0: one row stands for all

  // Inputs `i` and `i + 1`.
  TextColumn(const Call& call, int i, int64_t first, bool one = false)
      : bytes(input<uint8_t>(call, i)), offsets(input<int32_t>(call, i + 1)), base(first), total(call.in[i].length), step(one ? 0 : 1) {}

  CW_INLINE int64_t start(int64_t row) const { return offsets[row * step] - base; }
  CW_INLINE int64_t end(int64_t row) const { return offsets[row * step + 1] - base; }
  CW_INLINE TextRow row(int64_t i) const { return {bytes + start(i), end(i) - start(i)}; }
};

// Fewer than 8 bytes, the rest zero.
CW_INLINE uint64_t loadFew(const uint8_t* from, int64_t count) {
  uint64_t word = 0;
  for (int64_t i = 0; i < count; i++) word |= static_cast<uint64_t>(from[i]) << (8 * i);
  return word;
}
CW_INLINE uint64_t maskOf(int64_t bytes) { return bytes >= 8 ? ~0ULL : (1ULL << (8 * bytes)) - 1; }

CW_INLINE bool sameBytes(const uint8_t* a, const uint8_t* b, int64_t count) {
  int64_t i = 0;
  for (; i + 8 <= count; i += 8)
    if (load8(a + i) != load8(b + i)) return false;
  return loadFew(a + i, count - i) == loadFew(b + i, count - i);
}

CW_INLINE bool isContinuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Code points of some bytes: those that continue one do not count.
CW_INLINE int64_t codePoints(const uint8_t* data, int64_t length) {
  int64_t count = 0;
  int64_t i = 0;
  for (; i + 8 <= length; i += 8) {
    const uint64_t word = load8(data + i);
    // The top bit set and the next one clear.
    count += 8 - __builtin_popcountll(word & ~(word << 1) & 0x8080808080808080ULL);
  }
  for (; i < length; i++) count += !isContinuation(data[i]);
  return count;
}

}  // namespace
}  // namespace CW_ISA
