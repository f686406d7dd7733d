// LZ4 blocks (Y. Collet, "LZ4 Block Format Description").
#include "whole.hpp"

namespace CW_ISA {
namespace {

constexpr int64_t leastMatch = 4;
constexpr int64_t copyBytes = 16;

// A length of 15 goes on in the next bytes, to one that is not 255. -1: the block has ended.
CW_INLINE int64_t restOfLength(const uint8_t*& at, const uint8_t* end, int64_t length) {
  if (length != 15) return length;
  for (;;) {
    if (at == end) return -1;
    const uint8_t byte = *at++;
    length += byte;
    if (byte != 255) return length;
  }
}

// `room` bytes may be written from `to` on.
CW_INLINE void copyOver(uint8_t* to, const uint8_t* from, int64_t count, int64_t room, int64_t readable) {
  if (count + copyBytes <= room && count + copyBytes <= readable) {
    for (int64_t i = 0; i < count; i += copyBytes) __builtin_memcpy(to + i, from + i, copyBytes);
  } else {
    for (int64_t i = 0; i < count; i++) to[i] = from[i];
  }
}

// in: block. out: memory; bytes before `start` may be referred to, those from it on are written. params: start. state: float64, where the bytes end.
struct Lz4Block {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const uint8_t* at = input<uint8_t>(call);
    const uint8_t* const end = at + call.n;
    auto* const first = output<uint8_t>(call);
    uint8_t* to = first + params.integer();
    uint8_t* const last = first + call.out[0].length;
    while (at < end) {
      const uint8_t token = *at++;
      const int64_t literals = restOfLength(at, end, token >> 4);
      if (literals < 0 || literals > end - at || literals > last - to) return Status::domain;
      copyOver(to, at, literals, last - to, end - at);
      at += literals;
      to += literals;
      // The last sequence has no match.
      if (at == end) {
        *static_cast<double*>(call.state) = static_cast<double>(to - first);
        return Status::ok;
      }
      if (end - at < 2) return Status::domain;
      const int64_t offset = at[0] | at[1] << 8;
      at += 2;
      const int64_t more = restOfLength(at, end, token & 15);
      const int64_t length = more + leastMatch;
      if (more < 0 || offset == 0 || offset > to - first || length > last - to) return Status::domain;
      // What overlaps repeats itself.
      copyOver(to, to - offset, length, last - to, offset >= copyBytes ? last - to + offset : 0);
      to += length;
    }
    return Status::domain;
  }
};

constexpr Rows<1> table = {{{"lz4/block", DType::u8, Lz4Block::kernel}}};

}  // namespace

KernelSet lz4_kernels() noexcept { return table; }

}  // namespace CW_ISA
