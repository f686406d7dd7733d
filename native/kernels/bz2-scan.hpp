// Finds the 48-bit marks of bzip2, which begin at any bit: of a block (0x314159265359) and of the end of a stream (0x177245385090).
#pragma once
#include "bz2-bits.hpp"

namespace CW_ISA {
namespace {

constexpr uint64_t bz2Marks[2] = {0x314159265359, 0x177245385090};

// Whether a mark begins in the byte at `from`, at bit `shift`. Bytes from the end on are zeros.
CW_INLINE bool markAt(const uint8_t* from, const uint8_t* end, uint64_t mark, int32_t shift) {
  uint64_t word = 0;
  for (int32_t i = 0; i < 7; i++) word = word << 8 | (from + i < end ? from[i] : 0);
  return (word >> (8 - shift) & 0xffffffffffff) == mark;
}

// Whether one of the marks may begin in one of the bytes at `from`: two of the bytes that it has for itself are as they should be.
CW_INLINE bool mayBegin(const uint8_t* from) {
  typedef uint8_t Bytes __attribute__((vector_size(CW_VECTOR_BYTES)));
  typedef uint64_t Lanes __attribute__((vector_size(CW_VECTOR_BYTES)));
  Bytes second, third;
  __builtin_memcpy(&second, from + 1, sizeof second);
  __builtin_memcpy(&third, from + 2, sizeof third);
  Bytes found{};
#pragma GCC unroll 2
  for (const uint64_t mark : bz2Marks) {
#pragma GCC unroll 8
    for (int32_t shift = 0; shift < 8; shift++) {
      const auto a = static_cast<uint8_t>(mark >> (32 + shift));
      const auto b = static_cast<uint8_t>(mark >> (24 + shift));
      found |= reinterpret_cast<Bytes>((second == a) & (third == b));
    }
  }
  const auto lanes = reinterpret_cast<Lanes>(found);
  uint64_t any = 0;
  for (int32_t k = 0; k < CW_VECTOR_BYTES / 8; k++) any |= lanes[k];
  return any != 0;
}

// Where marks begin in bytes `start … count - 1` of `bytes`, in bits; those of ends are given as -1 - bit. Returns the byte to go on from.
inline int64_t findMarks(const uint8_t* data, int64_t start, int64_t count, int64_t bytes, double* found, int64_t room, int64_t& given) {
  int64_t i = start;
  given = 0;
  while (i < count) {
    const bool many = i + CW_VECTOR_BYTES <= count && i + CW_VECTOR_BYTES + 2 <= bytes;
    const int64_t width = many ? CW_VECTOR_BYTES : 1;
    if (many && !mayBegin(data + i)) {
      i += width;
      continue;
    }
    for (int64_t end = i + width; i < end; i++) {
      // Two marks cannot overlap.
      if (given == room) return i;
      for (int32_t k = 0; k < 2; k++)
        for (int32_t shift = 0; shift < 8; shift++)
          if (markAt(data + i, data + bytes, bz2Marks[k], shift)) {
            const auto bit = static_cast<double>(8 * i + shift);
            found[given++] = k == 0 ? bit : -1 - bit;
          }
    }
  }
  return i;
}

}  // namespace
}  // namespace CW_ISA
