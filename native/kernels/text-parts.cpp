// Parts of texts as starts and ends, and ASCII letters.
#include "text.hpp"

namespace CW_ISA {
namespace {

CW_INLINE TextColumn textOf(const Call& call) { return {call, 0, static_cast<int64_t>(call.params[0])}; }

// in: text, a byte for each byte: whether it goes. out: starts, ends. params: base, whether at the start, whether at the end.
Status strip(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const auto* goes = input<uint8_t>(call, 2);
  auto* starts = output<int32_t>(call);
  auto* ends = output<int32_t>(call, 1);
  for (int64_t i = 0; i < call.n; i++) {
    int64_t start = x.start(i);
    int64_t end = x.end(i);
    if (call.params[1] != 0)
      while (start < end && goes[x.bytes[start]]) start++;
    if (call.params[2] != 0)
      while (end > start && goes[x.bytes[end - 1]]) end--;
    starts[i] = static_cast<int32_t>(start);
    ends[i] = static_cast<int32_t>(end);
  }
  return Status::ok;
}

// The offset of code point `index` from the start of a row; its length if there are fewer.
CW_INLINE int64_t byteOf(TextRow row, int64_t index, bool ascii) {
  if (ascii) return index < row.length ? index : row.length;
  int64_t at = 0;
  for (; at < row.length; at++) {
    if (isContinuation(row.data[at])) continue;
    if (index-- == 0) break;
  }
  return at;
}

// Code points from … to - 1; negative ones count from the end. out: starts, ends. params: base, from, to, whether all bytes are ASCII.
Status slice(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const auto from = static_cast<int64_t>(call.params[1]);
  const auto to = static_cast<int64_t>(call.params[2]);
  const bool ascii = call.params[3] != 0;
  auto* starts = output<int32_t>(call);
  auto* ends = output<int32_t>(call, 1);
  for (int64_t i = 0; i < call.n; i++) {
    const TextRow row = x.row(i);
    const int64_t length = from >= 0 && to >= 0 ? 0 : ascii ? row.length : codePoints(row.data, row.length);
    const int64_t first = from >= 0 ? from : from + length > 0 ? from + length : 0;
    const int64_t last = to >= 0 ? to : to + length;
    const int64_t start = byteOf(row, first, ascii);
    const int64_t end = last <= first ? start : byteOf(row, last, ascii);
    starts[i] = static_cast<int32_t>(x.start(i) + start);
    ends[i] = static_cast<int32_t>(x.start(i) + end);
  }
  return Status::ok;
}

// in: text, what each byte is: bit 0 allowed, bit 1 needed. out: uint8, whether all bytes are allowed and one is needed; 2 where a byte is not ASCII.
Status every(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const auto* kinds = input<uint8_t>(call, 2);
  auto* out = output<uint8_t>(call);
  for (int64_t i = 0; i < call.n; i++) {
    const TextRow row = x.row(i);
    uint8_t all = 1;
    uint8_t any = 0;
    uint8_t high = 0;
    for (int64_t j = 0; j < row.length; j++) {
      const uint8_t kind = kinds[row.data[j]];
      all &= kind;
      any |= kind;
      high |= row.data[j];
    }
    out[i] = high >= 0x80 ? 2 : static_cast<uint8_t>(all & (any >> 1) & 1);
  }
  return Status::ok;
}

enum Case { lower, upper, swapped, title, capitalized };

CW_INLINE bool isLower(uint8_t byte) { return static_cast<uint8_t>(byte - 'a') < 26; }
CW_INLINE bool isUpper(uint8_t byte) { return static_cast<uint8_t>(byte - 'A') < 26; }
CW_INLINE uint8_t toLower(uint8_t byte) { return static_cast<uint8_t>(isUpper(byte) ? byte + 32 : byte); }
CW_INLINE uint8_t toUpper(uint8_t byte) { return static_cast<uint8_t>(isLower(byte) ? byte - 32 : byte); }

template <class F> void eachByte(const uint8_t* from, uint8_t* to, int64_t count, F f) {
  CW_INDEPENDENT
  for (int64_t i = 0; i < count; i++) to[i] = f(from[i]);
}

// ASCII letters as small or capital ones; other bytes stay. out: bytes. params: base, which case.
Status letters(const Call& call) noexcept {
  if (call.n == 0) return Status::ok;
  const TextColumn x = textOf(call);
  const auto which = static_cast<int>(call.params[1]);
  const int64_t first = x.start(0);
  const int64_t total = x.end(call.n - 1) - first;
  auto* out = output<uint8_t>(call);
  const uint8_t* from = x.bytes + first;
  if (which == upper) eachByte(from, out, total, [](uint8_t byte) { return toUpper(byte); });
  else if (which == swapped) eachByte(from, out, total, [](uint8_t byte) { return static_cast<uint8_t>(isLower(byte) || isUpper(byte) ? byte ^ 32 : byte); });
  else eachByte(from, out, total, [](uint8_t byte) { return toLower(byte); });
  if (which == capitalized) {
    for (int64_t i = 0; i < call.n; i++)
      if (x.end(i) > x.start(i)) out[x.start(i) - first] = toUpper(from[x.start(i) - first]);
  }
  if (which == title) {
    for (int64_t i = 0; i < call.n; i++) {
      bool isWord = false;
      for (int64_t at = x.start(i) - first; at < x.end(i) - first; at++) {
        const bool isLetter = isLower(out[at]);
        if (isLetter && !isWord) out[at] = toUpper(out[at]);
        isWord = isLetter;
      }
    }
  }
  return Status::ok;
}

// out: bool, whether a row has a byte that is not ASCII.
Status isWide(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  auto* out = output<uint8_t>(call);
  for (int64_t i = 0; i < call.n; i++) {
    const TextRow row = x.row(i);
    uint64_t high = 0;
    int64_t j = 0;
    for (; j + 8 <= row.length; j += 8) high |= load8(row.data + j);
    high |= loadFew(row.data + j, row.length - j);
    out[i] = (high & 0x8080808080808080ULL) != 0;
  }
  return Status::ok;
}

constexpr Entry table[] = {
    {"textStrip", DType::none, strip}, {"textSlice", DType::none, slice},   {"textEvery", DType::none, every}, {"textLetters", DType::none, letters},
    {"textIsWide", DType::none, isWide},
};

}  // namespace

KernelSet text_parts_kernels() noexcept { return {table, sizeof table / sizeof *table}; }

}  // namespace CW_ISA
