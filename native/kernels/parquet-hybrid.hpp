// Small integers as Parquet writes levels and numbers of a dictionary: runs of one value, and runs of values of a few bits (parquet.apache.org, "RLE / Bit-Packing Hybrid").
#pragma once
#include "load-bytes.hpp"

namespace CW_ISA {
namespace {

// The bits of a value of `width` bits.
CW_INLINE uint64_t bitsOf(int width) { return width >= 64 ? ~uint64_t{0} : (uint64_t{1} << width) - 1; }

// Seven bits a byte, the lowest first; false: it does not end.
CW_INLINE bool readVarint(const uint8_t*& at, const uint8_t* end, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (at == end) return false;
    const uint64_t byte = *at++;
    value |= (byte & 127) << shift;
    if (byte < 128) return true;
  }
  return false;
}

// Up to eight bytes where there may be fewer.
__attribute__((noinline)) uint64_t loadLast(const uint8_t* from, const uint8_t* end) {
  uint64_t word = 0;
  for (int i = 0; i < 8 && from + i < end; i++) word |= static_cast<uint64_t>(from[i]) << (8 * i);
  return word;
}

// Value `index` of those of at most 32 bits that begin at `bits`.
CW_INLINE uint32_t unpackOne(const uint8_t* bits, const uint8_t* end, int width, int64_t index) {
  const int64_t bit = index * width;
  const uint8_t* const from = bits + (bit >> 3);
  const uint64_t word = end - from >= 8 ? load8(from) : loadLast(from, end);
  return static_cast<uint32_t>((word >> (bit & 7)) & bitsOf(width));
}

// Values `index` … `index + count - 1`.
CW_INLINE void unpack(const uint8_t* bits, const uint8_t* end, int width, int64_t index, uint32_t* out, int64_t count) {
  int64_t i = 0;
  for (; i < count && (index + i) % 8 != 0; i++) out[i] = unpackOne(bits, end, width, index + i);
  if (width <= 8) {
    // Eight values have `width` bytes.
    const auto mask = static_cast<uint32_t>(bitsOf(width));
    for (; i + 8 <= count; i += 8) {
      const uint8_t* const from = bits + (index + i) / 8 * width;
      if (end - from < 8) break;
      const uint64_t word = load8(from);
      for (int k = 0; k < 8; k++) out[i + k] = static_cast<uint32_t>(word >> (k * width)) & mask;
    }
  } else {
    const uint64_t mask = bitsOf(width);
    for (; i + 8 <= count; i += 8) {
      const uint8_t* const from = bits + (index + i) / 8 * width;
      if (end - from < width + 8) break;
      for (int k = 0; k < 8; k++) out[i + k] = static_cast<uint32_t>((load8(from + (k * width >> 3)) >> (k * width & 7)) & mask);
    }
  }
  for (; i < count; i++) out[i] = unpackOne(bits, end, width, index + i);
}

class Hybrid {
 public:
  Hybrid(const uint8_t* at, int64_t bytes, int width) : at_(at), end_(at + bytes), width_(width) {}
  // Starts the next run that has values; false: there is none, or it is cut.
  bool next() {
    do {
      uint64_t header;
      if (!readVarint(at_, end_, header) || header >> 33 != 0) return false;
      packed_ = (header & 1) != 0;
      const auto count = static_cast<int64_t>(header >> 1);
      if (packed_) {
        bits_ = at_;
        index_ = 0;
        // Some writers leave the last group short.
        const int64_t bytes = count * width_;
        const bool whole = bytes <= end_ - at_;
        left_ = whole ? count * 8 : (end_ - at_) * 8 / width_;
        at_ += whole ? bytes : end_ - at_;
      } else {
        const int bytes = (width_ + 7) / 8;
        if (end_ - at_ < bytes) return false;
        value_ = 0;
        for (int i = 0; i < bytes; i++) value_ |= static_cast<uint32_t>(at_[i]) << (8 * i);
        at_ += bytes;
        left_ = count;
      }
    } while (left_ == 0 && at_ < end_);
    return left_ > 0;
  }
  // The next values; false: there are not so many.
  CW_INLINE bool read(uint32_t* out, int64_t count) {
    while (count > 0) {
      if (left_ == 0 && !next()) return false;
      const int64_t part = left_ < count ? left_ : count;
      if (packed_) unpack(bits_, at_, width_, index_, out, part);
      else
        for (int64_t i = 0; i < part; i++) out[i] = value_;
      skip(part);
      out += part;
      count -= part;
    }
    return true;
  }
  bool packed() const { return packed_; }
  int64_t left() const { return left_; }
  uint32_t value() const { return value_; }
  // The bytes of a run of single bits, from a whole byte on.
  const uint8_t* bits() const { return bits_ + index_ * width_ / 8; }
  void skip(int64_t count) {
    left_ -= count;
    index_ += count;
  }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
  int width_;
  bool packed_ = false;
  uint32_t value_ = 0;
  const uint8_t* bits_ = nullptr;
  int64_t index_ = 0;
  int64_t left_ = 0;
};

}  // namespace
}  // namespace CW_ISA
