// Snappy blocks (Google, "Snappy compressed format description").
#include "load-bytes.hpp"

namespace CW_ISA {
namespace {

constexpr int64_t copyBytes = 16;

CW_INLINE void copy16(uint8_t* to, const uint8_t* from) {
  uint8_t bytes[copyBytes];
  __builtin_memcpy(bytes, from, copyBytes);
  __builtin_memcpy(to, bytes, copyBytes);
}

// The length that a block begins with, seven bits a byte; -1 if there is none.
CW_INLINE int64_t lengthOf(const uint8_t*& at, const uint8_t* end) {
  int64_t length = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    if (at == end) return -1;
    const uint8_t byte = *at++;
    length |= static_cast<int64_t>(byte & 127) << shift;
    if (byte < 128) return length;
  }
  return -1;
}

// Repeats what stands `offset` bytes before; more than `length` bytes may be written where there is room.
CW_INLINE void repeat(uint8_t* to, int64_t offset, int64_t length, const uint8_t* last) {
  if (last - to < length + copyBytes) {
    for (int64_t i = 0; i < length; i++) to[i] = to[i - offset];
    return;
  }
  // What is nearer than a copy is long is twice as far away once it stands there twice.
  while (offset < copyBytes && length > 0) {
    copy16(to, to - offset);
    to += offset;
    length -= offset;
    offset *= 2;
  }
  for (; length > 0; length -= copyBytes, to += copyBytes) copy16(to, to - offset);
}

// in: block. out: exactly the bytes that it stands for.
struct Expand {
  static Status kernel(const Call& call) noexcept {
    const uint8_t* at = input<uint8_t>(call);
    const uint8_t* const end = at + call.n;
    auto* const first = output<uint8_t>(call);
    uint8_t* to = first;
    const uint8_t* const last = first + call.out[0].length;
    if (lengthOf(at, end) != call.out[0].length) return Status::domain;
    while (at < end) {
      const uint32_t tag = *at++;
      const uint32_t kind = tag & 3;
      if (kind == 0) {
        int64_t length = (tag >> 2) + 1;
        if (length > 60) {
          const int64_t bytes = length - 60;
          if (end - at < bytes) return Status::domain;
          length = 0;
          for (int64_t i = 0; i < bytes; i++) length |= static_cast<int64_t>(at[i]) << (8 * i);
          length++;
          at += bytes;
        }
        if (length > end - at || length > last - to) return Status::domain;
        if (length <= copyBytes && end - at >= copyBytes && last - to >= copyBytes) copy16(to, at);
        else __builtin_memcpy(to, at, static_cast<size_t>(length));
        at += length;
        to += length;
        continue;
      }
      constexpr int64_t offsetBytes[] = {0, 1, 2, 4};
      if (end - at < offsetBytes[kind]) return Status::domain;
      int64_t length = (tag >> 2) + 1;
      int64_t offset = at[0];
      if (kind == 1) {
        length = ((tag >> 2) & 7) + 4;
        offset |= static_cast<int64_t>(tag >> 5) << 8;
      } else {
        offset |= at[1] << 8;
        if (kind == 3) offset |= static_cast<int64_t>(at[2]) << 16 | static_cast<int64_t>(at[3]) << 24;
      }
      at += offsetBytes[kind];
      if (offset == 0 || offset > to - first || length > last - to) return Status::domain;
      repeat(to, offset, length, last);
      to += length;
    }
    return to == last ? Status::ok : Status::domain;
  }
};

// Matches lie within pieces of 64 KiB, so that the table of places has 16 bits a slot.
constexpr int64_t pieceBytes = 65536;
constexpr int tableBits = 14;
// The longest part of a piece's end that is not looked through.
constexpr int64_t marginBytes = 16;

CW_INLINE uint32_t load4(const uint8_t* from) {
  uint32_t word;
  __builtin_memcpy(&word, from, 4);
  return word;
}
// Fibonacci hashing.
CW_INLINE uint32_t slotOf(uint32_t word) { return (word * 0x9e3779b1u) >> (32 - tableBits); }

CW_INLINE uint8_t* putLiteral(uint8_t* to, const uint8_t* from, int64_t length) {
  const uint32_t count = static_cast<uint32_t>(length - 1);
  if (count < 60) {
    *to++ = static_cast<uint8_t>(count << 2);
  } else if (count < 256) {
    *to++ = 60 << 2;
    *to++ = static_cast<uint8_t>(count);
  } else {
    *to++ = 61 << 2;
    *to++ = static_cast<uint8_t>(count);
    *to++ = static_cast<uint8_t>(count >> 8);
  }
  __builtin_memcpy(to, from, static_cast<size_t>(length));
  return to + length;
}

CW_INLINE uint8_t* putCopy(uint8_t* to, int64_t offset, int64_t length) {
  const auto put = [&](int64_t part) {
    if (part >= 4 && part < 12 && offset < 2048) {
      *to++ = static_cast<uint8_t>(1 | (part - 4) << 2 | (offset >> 8) << 5);
      *to++ = static_cast<uint8_t>(offset);
    } else {
      *to++ = static_cast<uint8_t>(2 | (part - 1) << 2);
      *to++ = static_cast<uint8_t>(offset);
      *to++ = static_cast<uint8_t>(offset >> 8);
    }
  };
  // No part is shorter than 4.
  for (; length >= 68; length -= 64) put(64);
  if (length > 64) {
    put(60);
    length -= 60;
  }
  put(length);
  return to;
}

// How many bytes from `at` on are the same as those from `from` on.
CW_INLINE int64_t sameBytes(const uint8_t* from, const uint8_t* at, const uint8_t* end) {
  const uint8_t* const start = at;
  for (; end - at >= 8; at += 8, from += 8) {
    const uint64_t difference = load8(from) ^ load8(at);
    if (difference != 0) return at - start + (__builtin_ctzll(difference) >> 3);
  }
  for (; at < end && *from == *at; at++, from++) {}
  return at - start;
}

// A piece, whose matches are found where four bytes have the hash of four before. The longer there is none, the more bytes are left out.
uint8_t* compressPiece(const uint8_t* piece, int64_t length, uint16_t* table, uint8_t* to) {
  for (int64_t i = 0; i < 1 << tableBits; i++) table[i] = 0;
  const uint8_t* const end = piece + length;
  const uint8_t* literals = piece;
  if (length > marginBytes) {
    const uint8_t* const last = end - marginBytes;
    const uint8_t* at = piece + 1;
    uint32_t misses = 32;
    while (at < last) {
      const uint32_t word = load4(at);
      uint16_t& slot = table[slotOf(word)];
      const uint8_t* const found = piece + slot;
      slot = static_cast<uint16_t>(at - piece);
      if (load4(found) != word) {
        at += misses++ >> 5;
        continue;
      }
      misses = 32;
      if (at > literals) to = putLiteral(to, literals, at - literals);
      const int64_t same = 4 + sameBytes(found + 4, at + 4, end);
      to = putCopy(to, at - found, same);
      at += same;
      literals = at;
      if (at < last) table[slotOf(load4(at - 1))] = static_cast<uint16_t>(at - 1 - piece);
    }
  }
  return literals < end ? putLiteral(to, literals, end - literals) : to;
}

// in: bytes. out: memory of 32 + n + n / 6 bytes. scratch: the table. state: float64, the length of the block.
struct Compress {
  static Status kernel(const Call& call) noexcept {
    if (call.out[0].length < 32 + call.n + call.n / 6) return Status::domain;
    Workspace workspace(call);
    auto* table = workspace.take<uint16_t>(1 << tableBits);
    if (table == nullptr) return Status::scratch;
    const auto* bytes = input<uint8_t>(call);
    auto* const first = output<uint8_t>(call);
    uint8_t* to = first;
    uint64_t length = static_cast<uint64_t>(call.n);
    for (; length > 127; length >>= 7) *to++ = static_cast<uint8_t>(length | 128);
    *to++ = static_cast<uint8_t>(length);
    for (int64_t at = 0; at < call.n; at += pieceBytes) to = compressPiece(bytes + at, call.n - at < pieceBytes ? call.n - at : pieceBytes, table, to);
    *static_cast<double*>(call.state) = static_cast<double>(to - first);
    return Status::ok;
  }
};

constexpr Rows<2> table = {{{"snappy/expand", DType::u8, Expand::kernel}, {"snappy/compress", DType::u8, Compress::kernel}}};

}  // namespace

KernelSet snappy_kernels() noexcept { return table; }

}  // namespace CW_ISA
