// Which rows have a value, and how values that stand close together come to their rows.
#pragma once
#include "parquet-hybrid.hpp"

namespace CW_ISA {
namespace {

CW_INLINE void setBits(uint8_t* bits, int64_t from, int64_t count) {
  for (; count > 0 && from % 8 != 0; from++, count--) bits[from / 8] |= static_cast<uint8_t>(1 << from % 8);
  for (; count >= 8; from += 8, count -= 8) bits[from / 8] = 0xff;
  for (; count > 0; from++, count--) bits[from / 8] |= static_cast<uint8_t>(1 << from % 8);
}

// Which rows have a value: levels of one bit. in: levels. out: a bitmap, 0 from the first bit on. params: the first bit. state: float64, how many have one.
struct Levels {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    auto* bits = output<uint8_t>(call);
    int64_t at = params.integer();
    const int64_t last = at + call.n;
    if (last > call.out[0].length * 8) return Status::domain;
    Hybrid hybrid(input<uint8_t>(call), call.in[0].length, 1);
    int64_t present = 0;
    while (at < last) {
      if (!hybrid.next()) return Status::domain;
      const int64_t count = hybrid.left() < last - at ? hybrid.left() : last - at;
      if (hybrid.packed()) {
        const uint8_t* from = hybrid.bits();
        for (int64_t done = 0; done < count; done += 8, from++) {
          const uint32_t byte = count - done >= 8 ? *from : *from & ((1u << (count - done)) - 1);
          const uint32_t placed = byte << ((at + done) % 8);
          uint8_t* const to = bits + (at + done) / 8;
          to[0] |= static_cast<uint8_t>(placed);
          if (placed > 0xff) to[1] |= static_cast<uint8_t>(placed >> 8);
          present += __builtin_popcount(byte);
        }
      } else if (hybrid.value() > 1) {
        return Status::domain;
      } else if (hybrid.value() == 1) {
        setBits(bits, at, count);
        present += count;
      }
      at += count;
      hybrid.skip(hybrid.left());
    }
    *static_cast<double*>(call.state) = static_cast<double>(present);
    return Status::ok;
  }
};

CW_INLINE bool hasBit(const uint8_t* bits, int64_t at) { return (bits[at >> 3] >> (at & 7) & 1) != 0; }

// in: bitmap. out: values, the first of which stand close together; they go to the rows that have one, and the others are 0. params: the first bit, how many there are.
struct Spread {
  template <class T> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* bits = input<uint8_t>(call);
    auto* values = output<T>(call);
    const int64_t first = params.integer();
    int64_t left = params.integer();
    for (int64_t row = call.n - 1; row >= 0; row--) {
      const bool has = hasBit(bits, first + row);
      if (has && left == 0) return Status::domain;
      values[row] = has ? values[--left] : T{0};
    }
    return Status::ok;
  }
};

// The same for n + 1 offsets: a text that is missing takes no bytes.
struct SpreadOffsets {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* bits = input<uint8_t>(call);
    auto* offsets = output<int32_t>(call);
    const int64_t first = params.integer();
    int64_t left = params.integer();
    for (int64_t row = call.n - 1; row >= 0; row--) {
      offsets[row + 1] = offsets[left];
      if (!hasBit(bits, first + row)) continue;
      if (left == 0) return Status::domain;
      left--;
    }
    return Status::ok;
  }
};

}  // namespace
}  // namespace CW_ISA
