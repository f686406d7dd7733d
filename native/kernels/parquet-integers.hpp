// Integers that are stored wider, by bytes, or as differences.
#pragma once
#include "parquet-hybrid.hpp"

namespace CW_ISA {
namespace {

// Integers that are stored in 32 bits. in: bytes. out: n narrower ones.
struct Narrow {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* from = input<uint8_t>(call);
    auto* out = output<Element<D>>(call);
    if (call.in[0].length / 4 < call.n) return Status::domain;
    for (int64_t i = 0; i < call.n; i++) {
      uint32_t value;
      __builtin_memcpy(&value, from + 4 * i, 4);
      out[i] = static_cast<Element<D>>(value);
    }
    return Status::ok;
  }
};

// Numbers whose bytes stand apart: first the lowest of all, then the second … in: bytes. out: n numbers.
struct JoinBytes {
  template <class T> static Status kernel(const Call& call) noexcept {
    const auto* from = input<uint8_t>(call);
    auto* out = output<T>(call);
    if (call.in[0].length / static_cast<int64_t>(sizeof(T)) < call.n) return Status::domain;
    for (int64_t i = 0; i < call.n; i++) {
      T value = 0;
      for (size_t byte = 0; byte < sizeof(T); byte++) value |= static_cast<T>(from[static_cast<int64_t>(byte) * call.n + i]) << (8 * byte);
      out[i] = value;
    }
    return Status::ok;
  }
};

// Value `index` of those of up to 64 bits that begin at `bits`.
CW_INLINE uint64_t unpackWide(const uint8_t* bits, const uint8_t* end, int width, int64_t index) {
  const int64_t bit = index * width;
  const uint8_t* const from = bits + (bit >> 3);
  const int shift = static_cast<int>(bit & 7);
  uint64_t word = (end - from >= 8 ? load8(from) : loadLast(from, end)) >> shift;
  if (shift + width > 64) word |= static_cast<uint64_t>(from[8]) << (64 - shift);
  return word & bitsOf(width);
}

// Integers as differences (parquet.apache.org, "Delta Encoding"; D. Lemire and L. Boytsov, "Decoding billions of integers per second"). in: page. out: n integers. state: float64, where they end.
struct Differences {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using Word = Moved<Element<D>>;
    const uint8_t* const start = input<uint8_t>(call);
    const uint8_t* at = start;
    const uint8_t* const end = at + call.in[0].length;
    auto* out = output<Word>(call);
    uint64_t blockValues, blockParts, total, coded;
    if (!readVarint(at, end, blockValues) || !readVarint(at, end, blockParts) || !readVarint(at, end, total) || !readVarint(at, end, coded)) return Status::domain;
    if (blockParts == 0 || blockParts > 512 || blockValues > 1u << 20 || blockValues % (8 * blockParts) != 0 || blockValues == 0) return Status::domain;
    if (total != static_cast<uint64_t>(call.n)) return Status::domain;
    const auto partValues = static_cast<int64_t>(blockValues / blockParts);
    const auto unzigzag = [](uint64_t value) { return (value >> 1) ^ (0 - (value & 1)); };
    auto last = static_cast<Word>(unzigzag(coded));
    int64_t filled = 0;
    if (call.n > 0) out[filled++] = last;
    while (filled < call.n) {
      if (!readVarint(at, end, coded)) return Status::domain;
      const auto least = static_cast<Word>(unzigzag(coded));
      const uint8_t* const widths = at;
      if (end - at < static_cast<int64_t>(blockParts)) return Status::domain;
      at += blockParts;
      for (uint64_t part = 0; part < blockParts && filled < call.n; part++) {
        const int width = widths[part];
        if (width > static_cast<int>(8 * sizeof(Word)) || end - at < partValues / 8 * width) return Status::domain;
        const uint8_t* const partEnd = at + partValues / 8 * width;
        const int64_t count = call.n - filled < partValues ? call.n - filled : partValues;
        for (int64_t i = 0; i < count; i++) {
          last = static_cast<Word>(last + least + static_cast<Word>(unpackWide(at, partEnd, width, i)));
          out[filled++] = last;
        }
        at = partEnd;
      }
    }
    *static_cast<double*>(call.state) = static_cast<double>(at - start);
    return Status::ok;
  }
};

}  // namespace
}  // namespace CW_ISA
