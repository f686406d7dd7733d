// Bitmaps: bit i, least significant first in each byte, tells whether row i has a value. They begin at any byte; an empty one stands for bits that are all set.
// Bits after the last row are written as 0.
#include "whole.hpp"

namespace CW_ISA {
namespace {

CW_INLINE uint64_t word_at(const uint8_t* from) {
  uint64_t word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}

// The lowest bits of eight bytes, as the bits of one: the product brings bit 8i to bit 56 + i, and no two products meet in one bit.
CW_INLINE uint8_t bits_of_bytes(uint64_t bytes) { return static_cast<uint8_t>((bytes & 0x0101010101010101) * 0x0102040810204080 >> 56); }

// The bits of a byte, each in a byte of its own: bit i is left in byte i, and adding 127 carries it to bit 7.
CW_INLINE uint64_t bytes_of_bits(uint8_t bits) {
  const uint64_t spread = bits * uint64_t{0x0101010101010101} & 0x8040201008040201;
  return (spread + 0x7f7f7f7f7f7f7f7f) >> 7 & 0x0101010101010101;
}

CW_INLINE uint8_t lowest(int64_t count) { return static_cast<uint8_t>((1U << count) - 1); }

void end(uint8_t* bits, int64_t n) {
  if (n % 8 != 0) bits[n / 8] &= lowest(n % 8);
}

// in: two bitmaps of n bits.
struct And {
  static Status kernel(const Call& call) noexcept {
    const auto* a = input<uint8_t>(call);
    const auto* b = input<uint8_t>(call, 1);
    auto* out = output<uint8_t>(call);
    CW_INDEPENDENT
    for (int64_t i = 0; i < (call.n + 7) / 8; i++) out[i] = a[i] & b[i];
    end(out, call.n);
    return Status::ok;
  }
};

struct Not {
  static Status kernel(const Call& call) noexcept {
    const auto* a = input<uint8_t>(call);
    auto* out = output<uint8_t>(call);
    CW_INDEPENDENT
    for (int64_t i = 0; i < (call.n + 7) / 8; i++) out[i] = static_cast<uint8_t>(~a[i]);
    end(out, call.n);
    return Status::ok;
  }
};

// in: n bytes, 0 or 1.
struct FromBytes {
  static Status kernel(const Call& call) noexcept {
    const auto* bytes = input<uint8_t>(call);
    auto* out = output<uint8_t>(call);
    int64_t i = 0;
    for (; i + 8 <= call.n; i += 8) out[i / 8] = bits_of_bytes(word_at(bytes + i));
    if (i == call.n) return Status::ok;
    out[i / 8] = 0;
    for (; i < call.n; i++) out[i / 8] = static_cast<uint8_t>(out[i / 8] | (bytes[i] & 1) << i % 8);
    return Status::ok;
  }
};

struct ToBytes {
  static Status kernel(const Call& call) noexcept {
    const auto* bits = input<uint8_t>(call);
    auto* out = output<uint8_t>(call);
    int64_t i = 0;
    for (; i + 8 <= call.n; i += 8) {
      const uint64_t bytes = bytes_of_bits(bits[i / 8]);
      __builtin_memcpy(out + i, &bytes, sizeof bytes);
    }
    for (; i < call.n; i++) out[i] = bits[i / 8] >> i % 8 & 1;
    return Status::ok;
  }
};

// state: how many of n bits are set.
struct Count {
  static Status kernel(const Call& call) noexcept {
    const auto* bits = input<uint8_t>(call);
    int64_t count = 0;
    int64_t i = 0;
    for (; i + 64 <= call.n; i += 64) count += __builtin_popcountll(word_at(bits + i / 8));
    for (; i < call.n; i++) count += bits[i / 8] >> i % 8 & 1;
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// in: a bitmap, int32 rows; row -1 gives 0. state: how many of the bits that come out are set.
struct Take {
  static Status kernel(const Call& call) noexcept {
    const auto* bits = input<uint8_t>(call);
    const auto* rows = input<int32_t>(call, 1);
    const bool all = call.in[0].length == 0;
    auto* out = output<uint8_t>(call);
    int64_t count = 0;
    for (int64_t i = 0; i < call.n; i += 8) {
      const int64_t width = call.n - i < 8 ? call.n - i : 8;
      uint32_t byte = 0;
      for (int64_t j = 0; j < width; j++) {
        const int32_t row = rows[i + j];
        const bool set = row >= 0 && (all || (bits[row / 8] >> row % 8 & 1) != 0);
        byte |= static_cast<uint32_t>(set) << j;
      }
      out[i / 8] = static_cast<uint8_t>(byte);
      count += __builtin_popcount(byte);
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// Puts n bits at a place in a bitmap whose bits are 0 from there on. params: the place.
struct Append {
  static Status kernel(const Call& call) noexcept {
    const auto* bits = input<uint8_t>(call);
    const bool all = call.in[0].length == 0;
    const auto at = static_cast<int64_t>(call.params[0]);
    auto* out = output<uint8_t>(call) + at / 8;
    const auto shift = static_cast<uint32_t>(at % 8);
    for (int64_t i = 0; i < call.n; i += 8) {
      const int64_t width = call.n - i < 8 ? call.n - i : 8;
      const uint32_t byte = (all ? 0xffU : bits[i / 8]) & lowest(width);
      out[i / 8] = static_cast<uint8_t>(out[i / 8] | byte << shift);
      if (shift + width > 8) out[i / 8 + 1] = static_cast<uint8_t>(byte >> (8 - shift));
    }
    return Status::ok;
  }
};

constexpr Rows<7> table = {{
    {"bitmapAnd", DType::none, And::kernel},
    {"bitmapNot", DType::none, Not::kernel},
    {"bitmapFromBytes", DType::none, FromBytes::kernel},
    {"bitmapToBytes", DType::none, ToBytes::kernel},
    {"bitmapCount", DType::none, Count::kernel},
    {"bitmapTake", DType::none, Take::kernel},
    {"bitmapAppend", DType::none, Append::kernel},
}};

}  // namespace

KernelSet bitmap_kernels() noexcept { return table; }

}  // namespace CW_ISA
