// CRC-32 with the polynomial 0x04c11db7, most significant bit first, eight bytes at a time (Kounavis and Berry 2005).
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace CW_ISA {
namespace {

struct Crc32Tables {
  uint32_t of[8][256];
};
constexpr Crc32Tables crc32Tables = [] {
  Crc32Tables tables{};
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t crc = byte << 24;
    for (int bit = 0; bit < 8; bit++) crc = crc << 1 ^ (crc >> 31 != 0 ? 0x04c11db7 : 0);
    tables.of[0][byte] = crc;
  }
  for (int k = 1; k < 8; k++)
    for (int byte = 0; byte < 256; byte++) {
      const uint32_t before = tables.of[k - 1][byte];
      tables.of[k][byte] = before << 8 ^ tables.of[0][before >> 24];
    }
  return tables;
}();

// Goes on from `crc`; complements are the caller's.
inline uint32_t crc32Forward(uint32_t crc, const uint8_t* data, int64_t bytes) {
  const auto& of = crc32Tables.of;
  int64_t i = 0;
  for (; i + 8 <= bytes; i += 8) {
    uint64_t word;
    __builtin_memcpy(&word, data + i, sizeof word);
    word = __builtin_bswap64(word);
    const uint32_t high = crc ^ static_cast<uint32_t>(word >> 32);
    const auto low = static_cast<uint32_t>(word);
    crc = of[7][high >> 24] ^ of[6][high >> 16 & 255] ^ of[5][high >> 8 & 255] ^ of[4][high & 255] ^ of[3][low >> 24] ^ of[2][low >> 16 & 255] ^
          of[1][low >> 8 & 255] ^ of[0][low & 255];
  }
  for (; i < bytes; i++) crc = crc << 8 ^ of[0][crc >> 24 ^ data[i]];
  return crc;
}

}  // namespace
}  // namespace CW_ISA
