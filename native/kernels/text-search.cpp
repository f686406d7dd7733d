// Where a text holds another. Inputs: text, the bytes looked for (none: the callers know the answer). First parameter: base.
#include "text-find.hpp"

namespace CW_ISA {
namespace {

CW_INLINE TextColumn textOf(const Call& call) { return {call, 0, static_cast<int64_t>(call.params[0])}; }
CW_INLINE Needle needleOf(const Call& call, int i = 2) { return {input<uint8_t>(call, i), call.in[i].length}; }

// out: bool.
Status contains(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  auto* out = output<uint8_t>(call);
  for (int64_t i = 0; i < call.n; i++) out[i] = 0;
  eachFound(x, call.n, needleOf(call), [&](int64_t row, int64_t) {
    out[row] = 1;
    return x.end(row);
  });
  return Status::ok;
}

// out: bool. params: base, whether at the end.
Status startsWith(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const Needle needle = needleOf(call);
  const bool atEnd = call.params[1] != 0;
  auto* out = output<uint8_t>(call);
  for (int64_t i = 0; i < call.n; i++) {
    const TextRow row = x.row(i);
    out[i] = row.length >= needle.length && sameBytes(row.data + (atEnd ? row.length - needle.length : 0), needle.data, needle.length);
  }
  return Status::ok;
}

// out: int64, the position in code points, or -1. params: base, whether it is the last one.
Status find(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const bool isLast = call.params[1] != 0;
  auto* out = output<int64_t>(call);
  for (int64_t i = 0; i < call.n; i++) out[i] = -1;
  eachFound(x, call.n, needleOf(call), [&](int64_t row, int64_t at) {
    out[row] = codePoints(x.bytes + x.start(row), at - x.start(row));
    return isLast ? at + 1 : x.end(row);
  });
  return Status::ok;
}

// out: int64, how often, without overlaps.
Status count(const Call& call) noexcept {
  const Needle needle = needleOf(call);
  auto* out = output<int64_t>(call);
  for (int64_t i = 0; i < call.n; i++) out[i] = 0;
  eachFound(textOf(call), call.n, needle, [&](int64_t row, int64_t at) {
    out[row]++;
    return at + needle.length;
  });
  return Status::ok;
}

// in: text, what to replace, the replacement. out: offsets. `domain`: more than 2 GiB.
Status replaceOffsets(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const Needle needle = needleOf(call);
  const int64_t more = call.in[3].length - needle.length;
  auto* offsets = output<int32_t>(call);
  for (int64_t i = 0; i <= call.n; i++) offsets[i] = 0;
  eachFound(x, call.n, needle, [&](int64_t row, int64_t at) {
    offsets[row + 1]++;
    return at + needle.length;
  });
  int64_t at = 0;
  for (int64_t i = 0; i < call.n; i++) {
    at += x.end(i) - x.start(i) + offsets[i + 1] * more;
    if (at > INT32_MAX) return Status::domain;
    offsets[i + 1] = static_cast<int32_t>(at);
  }
  return Status::ok;
}

// The same, out: bytes.
Status replace(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const Needle needle = needleOf(call);
  const Needle with = needleOf(call, 3);
  auto* out = output<uint8_t>(call);
  int64_t from = call.n == 0 ? 0 : x.start(0);
  const auto copy = [&](const uint8_t* bytes, int64_t length) {
    if (length > 0) __builtin_memcpy(out, bytes, static_cast<size_t>(length));
    out += length;
  };
  eachFound(x, call.n, needle, [&](int64_t, int64_t at) {
    copy(x.bytes + from, at - from);
    copy(with.data, with.length);
    return from = at + needle.length;
  });
  if (call.n > 0) copy(x.bytes + from, x.end(call.n - 1) - from);
  return Status::ok;
}

// The piece with a number between separators. out: starts, ends, whether there is one (bool). params: base, the number (negative: from the end), how many
// separators count (negative: all).
Status split(const Call& call) noexcept {
  const TextColumn x = textOf(call);
  const Needle needle = needleOf(call);
  const auto item = static_cast<int64_t>(call.params[1]);
  const int64_t limit = call.params[2] < 0 ? INT64_MAX : static_cast<int64_t>(call.params[2]);
  auto* starts = output<int32_t>(call);
  auto* ends = output<int32_t>(call, 1);
  auto* present = output<uint8_t>(call, 2);
  for (int64_t i = 0; i < call.n; i++) {
    const int64_t start = x.start(i);
    const int64_t end = x.end(i);
    int64_t wanted = item;
    if (item < 0) {
      int64_t pieces = 1;
      for (int64_t at = start; pieces <= limit && (at = findNext(x.bytes, at, end, needle)) < end; at += needle.length) pieces++;
      wanted += pieces;
    }
    int64_t piece = 0;
    int64_t from = start;
    int64_t to = end;
    for (; piece <= wanted; piece++) {
      to = piece < limit ? findNext(x.bytes, from, end, needle) : end;
      if (piece == wanted || to == end) break;
      from = to + needle.length;
    }
    const bool found = wanted >= 0 && piece == wanted;
    present[i] = found;
    starts[i] = static_cast<int32_t>(found ? from : start);
    ends[i] = static_cast<int32_t>(found ? to : start);
  }
  return Status::ok;
}

constexpr Entry table[] = {
    {"textContains", DType::none, contains}, {"textStartsWith", DType::none, startsWith},         {"textFind", DType::none, find},   {"textCount", DType::none, count},
    {"textReplace", DType::none, replace},   {"textReplaceOffsets", DType::none, replaceOffsets}, {"textSplit", DType::none, split},
};

}  // namespace

KernelSet text_search_kernels() noexcept { return {table, sizeof table / sizeof *table}; }

}  // namespace CW_ISA
