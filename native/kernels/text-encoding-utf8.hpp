// Whether bytes are UTF-8 (RFC 3629). Vectors: J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction per byte" (2021).
#pragma once
#include "shuffle.hpp"

namespace CW_ISA {
namespace {

// The length of the character at a place, 0 if it is none, -1 if it is cut off.
CW_INLINE int64_t characterLength(const uint8_t* at, int64_t left) {
  const uint8_t lead = at[0];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const int64_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  // Too long for what it says, a surrogate, beyond U+10FFFF.
  const uint8_t least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const uint8_t greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  for (int64_t k = 1; k < length; k++) {
    if (k >= left) return -1;
    if (at[k] < (k == 1 ? least : 0x80) || at[k] > (k == 1 ? greatest : 0xbf)) return 0;
  }
  return length;
}

// What may be wrong with two bytes after each other, a bit each; it is wrong if all three half bytes that count say so.
enum Utf8Fault : uint8_t {
  tooShort = 1 << 0,   // a lead, then no continuation
  tooLong = 1 << 1,    // ASCII, then a continuation
  overlong3 = 1 << 2,  // e0 80 … 9f
  tooLarge = 1 << 3,   // f4 90 …
  surrogate = 1 << 4,  // ed a0 …
  overlong2 = 1 << 5,  // c0, c1
  // f5 …, then 80 … 8f; f0 80 … 8f
  tooLarge1000 = 1 << 6,
  overlong4 = 1 << 6,
  twoContinuations = 1 << 7,  // right only as the third or fourth byte of a character
  always = tooShort | tooLong | twoContinuations,
};

constexpr Bytes16 ofFirstHigh = {tooLong,          tooLong,          tooLong,          tooLong,          tooLong,              tooLong,  tooLong,
                                 tooLong,          twoContinuations, twoContinuations, twoContinuations, twoContinuations,     tooShort | overlong2,
                                 tooShort,         tooShort | overlong3 | surrogate,   tooShort | tooLarge | tooLarge1000 | overlong4};
constexpr uint8_t beyond = always | tooLarge | tooLarge1000;
constexpr Bytes16 ofFirstLow = {always | overlong3 | overlong2 | overlong4, always | overlong2, always, always, always | tooLarge, beyond, beyond, beyond, beyond, beyond,
                                beyond, beyond, beyond, beyond | surrogate, beyond, beyond};
constexpr uint8_t continued = tooLong | overlong2 | twoContinuations;
constexpr Bytes16 ofSecondHigh = {tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, continued | overlong3 | tooLarge1000 | overlong4,
                                  continued | overlong3 | tooLarge, continued | surrogate | tooLarge, continued | surrogate | tooLarge, tooShort, tooShort, tooShort, tooShort};

CW_INLINE bool anyByte(Bytes16 bytes) {
  typedef uint64_t Words2 __attribute__((vector_size(16)));
  const auto words = reinterpret_cast<Words2>(bytes);
  return (words[0] | words[1]) != 0;
}

// Whether something is wrong with 16 bytes, three before them being there.
CW_INLINE bool wrongAt(const uint8_t* at) {
  const Bytes16 bytes = loadBytes16(at);
  const Bytes16 first = loadBytes16(at - 1);
  const Bytes16 second = loadBytes16(at - 2);
  const Bytes16 third = loadBytes16(at - 3);
  const Bytes16 faults = shuffled(ofFirstHigh, first >> 4) & shuffled(ofFirstLow, first & 15) & shuffled(ofSecondHigh, bytes >> 4);
  // A third or fourth byte: there it is two continuations that are right.
  const auto expected = reinterpret_cast<Bytes16>((second >= 0xe0) | (third >= 0xf0)) & 0x80;
  return anyByte(faults ^ expected);
}

CW_INLINE bool isAscii64(const uint8_t* at) {
  uint64_t words[8];
  __builtin_memcpy(words, at, sizeof words);
  uint64_t any = 0;
  for (const uint64_t word : words) any |= word;
  return (any & 0x8080808080808080) == 0;
}

// How many bytes are whole characters, from the start. `cut`: what follows is the start of one.
inline int64_t utf8Prefix(const uint8_t* data, int64_t bytes, bool& cut) {
  cut = false;
  int64_t at = 0;
  for (;;) {
    // Three bytes are needed before a vector; a character may begin in them.
    if (at >= 3) {
      while (at + 64 <= bytes) {
        if (isAscii64(data + at) && characterLength(data + at - 1, 1) == 1) at += 64;
        else if (!wrongAt(data + at) && !wrongAt(data + at + 16) && !wrongAt(data + at + 32) && !wrongAt(data + at + 48)) at += 64;
        else break;
      }
      // Back to the start of a character that is not whole yet.
      for (int64_t back = 1; back <= 3 && data[at - back] >= 0x80; back++) {
        const uint8_t lead = data[at - back];
        if (lead < 0xc0) continue;
        if (back < (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4)) at -= back;
        break;
      }
    }
    const int64_t wanted = at < 3 ? 3 : at + 64;
    const int64_t end = wanted < bytes ? wanted : bytes;
    while (at < end) {
      const int64_t length = characterLength(data + at, bytes - at);
      if (length <= 0) {
        cut = length < 0;
        return at;
      }
      at += length;
    }
    if (at == bytes) return at;
  }
}

}  // namespace
}  // namespace CW_ISA
