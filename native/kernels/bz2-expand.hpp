// The first step of compression undone last: four equal bytes are followed by how many more there were.
#pragma once
#include "crc32.hpp"
#include "whole.hpp"

namespace CW_ISA {
namespace {

// As src/io/compression/bz2-blocks.ts sees it: Float64Array.
struct Bz2Text {
  double read;     // bytes of the block that were taken
  double written;  // bytes that this call gave
  double crc;      // of all that the block gave, before the last complement
  double copies;   // of `repeated` that are still to come
  double repeated;
};

// Where four equal bytes begin, or `count` if nowhere.
CW_INLINE int64_t findRun(const uint8_t* from, int64_t start, int64_t count) {
  typedef uint8_t Bytes __attribute__((vector_size(CW_VECTOR_BYTES)));
  typedef uint64_t Lanes __attribute__((vector_size(CW_VECTOR_BYTES)));
  int64_t i = start;
  for (; i + CW_VECTOR_BYTES + 3 <= count; i += CW_VECTOR_BYTES) {
    Bytes a, b, c, d;
    __builtin_memcpy(&a, from + i, sizeof a);
    __builtin_memcpy(&b, from + i + 1, sizeof b);
    __builtin_memcpy(&c, from + i + 2, sizeof c);
    __builtin_memcpy(&d, from + i + 3, sizeof d);
    const auto equal = reinterpret_cast<Lanes>((a == b) & (a == c) & (a == d));
    uint64_t any = 0;
    for (int32_t k = 0; k < CW_VECTOR_BYTES / 8; k++) any |= equal[k];
    if (any != 0) break;
  }
  for (; i + 3 < count; i++)
    if (from[i] == from[i + 1] && from[i] == from[i + 2] && from[i] == from[i + 3]) return i;
  return count;
}

// Gives what fits into `room` bytes. `more`: there is more of this block.
inline Status expand(const uint8_t* text, int64_t length, uint8_t* out, int64_t room, Bz2Text& state) {
  auto read = static_cast<int64_t>(state.read);
  auto copies = static_cast<int64_t>(state.copies);
  auto repeated = static_cast<uint8_t>(state.repeated);
  int64_t written = 0;
  bool whole = true;
  for (;;) {
    const int64_t given = copies < room - written ? copies : room - written;
    __builtin_memset(out + written, repeated, static_cast<size_t>(given));
    written += given;
    copies -= given;
    if (copies > 0 || read == length) break;
    // What fits before the next run.
    const int64_t end = length - read < room - written ? length : read + room - written;
    const int64_t run = findRun(text, read, end + 3 < length ? end + 3 : length);
    const int64_t plain = (run < end ? run : end) - read;
    __builtin_memcpy(out + written, text + read, static_cast<size_t>(plain));
    written += plain;
    read += plain;
    if (read == length) continue;
    if (read < run) break;
    if (read + 4 >= length) {
      whole = false;
      break;
    }
    repeated = text[read];
    copies = 4 + text[read + 4];
    read += 5;
  }
  const auto crc = crc32Forward(static_cast<uint32_t>(state.crc), out, written);
  state = {static_cast<double>(read), static_cast<double>(written), static_cast<double>(crc), static_cast<double>(copies), static_cast<double>(repeated)};
  if (!whole) return Status::domain;
  return read == length && copies == 0 ? Status::ok : Status::more;
}

}  // namespace
}  // namespace CW_ISA
