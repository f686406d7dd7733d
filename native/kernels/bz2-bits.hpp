// Bits from the most significant on, as bzip2 writes them.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

CW_INLINE uint64_t bigEndian(const uint8_t* from) {
  uint64_t word;
  __builtin_memcpy(&word, from, sizeof word);
  return __builtin_bswap64(word);
}

// `word` holds the next bits at its top, at least 56 of them after `fill`. Beyond the end of the bytes there are zeros: whoever reads checks `position` when done.
class Bits {
 public:
  Bits(const uint8_t* data, int64_t bytes, int64_t position) : data_(data), bytes_(bytes) { seek(position); }

  void seek(int64_t position) {
    const int64_t skip = position & 7;
    next_ = position >> 3;
    word_ = 0;
    count_ = 0;
    fill();
    word_ <<= skip;
    count_ -= skip;
    fill();
  }
  // The bit that comes next, counted from the start of the bytes.
  int64_t position() const { return 8 * next_ - count_; }
  bool overrun() const { return position() > 8 * bytes_; }

  // Loads whole words over what is there already: the bits are the same ones (Giesen, "Reading bits in far too many ways").
  CW_INLINE void fill() {
    if (next_ + 8 <= bytes_) {
      word_ |= bigEndian(data_ + next_) >> count_;
      next_ += (63 - count_) >> 3;
      count_ |= 56;
    } else {
      *this = filledAtEnd(*this);
    }
  }
  // n from 1 to 32, at most as many as there are.
  CW_INLINE uint32_t peek(int64_t n) const { return static_cast<uint32_t>(word_ >> (64 - n)); }
  CW_INLINE void skip(int64_t n) {
    word_ <<= n;
    count_ -= n;
  }
  uint32_t take(int64_t n) {
    fill();
    const uint32_t bits = peek(n);
    skip(n);
    return bits;
  }

 private:
  // By value, so that what is read from can stay in registers.
  __attribute__((noinline)) static Bits filledAtEnd(Bits bits) {
    for (; bits.count_ <= 56; bits.count_ += 8, bits.next_++) {
      const uint64_t byte = bits.next_ < bits.bytes_ ? bits.data_[bits.next_] : 0;
      bits.word_ |= byte << (56 - bits.count_);
    }
    return bits;
  }

  const uint8_t* data_;
  int64_t bytes_;
  int64_t next_ = 0;  // the byte to load next
  uint64_t word_ = 0;
  int64_t count_ = 0;  // valid bits of the word
};

}  // namespace
}  // namespace CW_ISA
