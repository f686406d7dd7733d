// Texts of pages, as offsets and bytes.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

constexpr int64_t shortBytes = 16;

// Up to 16 bytes as 16 where both sides have so many: what follows is overwritten by the next.
CW_INLINE void copyText(uint8_t* to, const uint8_t* from, int64_t bytes, const uint8_t* toEnd, const uint8_t* fromEnd) {
  if (bytes <= shortBytes && toEnd - to >= shortBytes && fromEnd - from >= shortBytes) __builtin_memcpy(to, from, shortBytes);
  else if (bytes > 0) __builtin_memcpy(to, from, static_cast<size_t>(bytes));
}

// in: codes, offsets and bytes of the dictionary. out: n + 1 offsets, bytes, as many as `Codes` counted or more. params: what the first offset is, the least and the greatest length of
// the dictionary's texts.
struct TextsOf {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* codes = input<int32_t>(call);
    const auto* offsets = input<int32_t>(call, 1);
    const auto* bytes = input<uint8_t>(call, 2);
    const uint8_t* const end = bytes + call.in[2].length;
    auto* out = output<int32_t>(call);
    auto* const text = output<uint8_t>(call, 1);
    const uint8_t* const textEnd = text + call.out[1].length;
    const int64_t first = params.integer();
    const int64_t shortest = params.integer();
    const int64_t longest = params.integer();
    const bool hasRoom = longest <= shortBytes && offsets[call.in[1].length - 1] + shortBytes <= call.in[2].length;
    out[0] = static_cast<int32_t>(first);
    if (hasRoom && shortest == longest && call.out[1].length >= call.n * longest + shortBytes) {
      for (int64_t i = 0; i < call.n; i++) __builtin_memcpy(text + i * longest, bytes + offsets[0] + codes[i] * longest, shortBytes);
      for (int64_t i = 0; i < call.n; i++) out[i + 1] = static_cast<int32_t>(first + (i + 1) * longest);
      return Status::ok;
    }
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i++) {
      const int32_t from = offsets[codes[i]];
      const int64_t length = offsets[codes[i] + 1] - from;
      if (hasRoom && textEnd - text - at >= shortBytes) __builtin_memcpy(text + at, bytes + from, shortBytes);
      else copyText(text + at, bytes + from, length, textEnd, end);
      at += length;
      out[i + 1] = static_cast<int32_t>(first + at);
    }
    return Status::ok;
  }
};

CW_INLINE bool isWithinCharacter(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Texts that have their length, 32 bits, before them.
// in: page. out: n + 1 offsets, bytes, as many as the page has. params: what the first offset is. state: float64, where the bytes end, how many texts begin within a character, the
// least and the greatest length.
struct PlainTexts {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* from = input<uint8_t>(call);
    const uint8_t* const end = from + call.in[0].length;
    auto* out = output<int32_t>(call);
    auto* const text = output<uint8_t>(call, 1);
    const uint8_t* const textEnd = text + call.out[1].length;
    const int64_t first = params.integer();
    int64_t at = 0;
    int64_t wrong = 0;
    uint32_t shortest = call.n > 0 ? UINT32_MAX : 0;
    uint32_t longest = 0;
    out[0] = static_cast<int32_t>(first);
    for (int64_t i = 0; i < call.n; i++) {
      if (end - from < 4) return Status::domain;
      uint32_t length;
      __builtin_memcpy(&length, from, 4);
      from += 4;
      if (static_cast<int64_t>(length) > end - from || static_cast<int64_t>(length) > textEnd - text - at) return Status::domain;
      copyText(text + at, from, length, textEnd, end);
      wrong += length > 0 && isWithinCharacter(*from);
      shortest = length < shortest ? length : shortest;
      longest = length > longest ? length : longest;
      from += length;
      at += length;
      out[i + 1] = static_cast<int32_t>(first + at);
    }
    auto* state = static_cast<double*>(call.state);
    state[0] = static_cast<double>(at);
    state[1] = static_cast<double>(wrong);
    state[2] = shortest;
    state[3] = longest;
    return Status::ok;
  }
};

// in: lengths, the bytes of all texts. out: n + 1 offsets. params: what the first offset is. state: float64, the sum of lengths, and how many texts begin within a character.
struct OffsetsOf {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* lengths = input<int32_t>(call);
    const auto* text = input<uint8_t>(call, 1);
    auto* out = output<int32_t>(call);
    const int64_t first = params.integer();
    int64_t at = 0;
    int64_t wrong = 0;
    out[0] = static_cast<int32_t>(first);
    for (int64_t i = 0; i < call.n; i++) {
      if (lengths[i] < 0 || lengths[i] > call.in[1].length - at) return Status::domain;
      wrong += lengths[i] > 0 && isWithinCharacter(text[at]);
      at += lengths[i];
      out[i + 1] = static_cast<int32_t>(first + at);
    }
    auto* state = static_cast<double*>(call.state);
    state[0] = static_cast<double>(at);
    state[1] = static_cast<double>(wrong);
    return Status::ok;
  }
};

}  // namespace
}  // namespace CW_ISA
