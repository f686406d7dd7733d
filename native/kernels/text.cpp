// Text compared and put together.
#include "text.hpp"

namespace CW_ISA {
namespace {

// in: text, the bytes to equal. out: bool. params: base, whether to tell rows that differ.
struct EqualOne {
  static Status kernel(const Call& call) noexcept {
    const TextColumn x(call, 0, static_cast<int64_t>(call.params[0]));
    const bool differ = call.params[1] != 0;
    const auto* wanted = input<uint8_t>(call, 2);
    const int64_t length = call.in[2].length;
    auto* out = output<uint8_t>(call);
    const int64_t head = length < 8 ? length : 8;
    const uint64_t key = loadFew(wanted, head);
    const uint64_t mask = maskOf(head);
    for (int64_t i = 0; i < call.n; i++) {
      const int64_t at = x.start(i);
      const int64_t own = x.end(i) - at;
      const uint64_t word = at + 8 <= x.total ? load8(x.bytes + at) : loadFew(x.bytes + at, own < 8 ? own : 8);
      bool equal = (own == length) & ((word & mask) == key);
      if (length > 8 && equal) equal = sameBytes(x.bytes + at + 8, wanted + 8, length - 8);
      out[i] = equal != differ;
    }
    return Status::ok;
  }
};

// in: two texts. out: bool. params: base, whether one row stands for all, of each; whether to tell rows that differ.
struct Equal {
  static Status kernel(const Call& call) noexcept {
    const double* p = call.params;
    const TextColumn x(call, 0, static_cast<int64_t>(p[0]), p[1] != 0);
    const TextColumn y(call, 2, static_cast<int64_t>(p[2]), p[3] != 0);
    const bool differ = p[4] != 0;
    auto* out = output<uint8_t>(call);
    for (int64_t i = 0; i < call.n; i++) {
      const TextRow a = x.row(i);
      const TextRow b = y.row(i);
      out[i] = (a.length == b.length && sameBytes(a.data, b.data, a.length)) != differ;
    }
    return Status::ok;
  }
};

// in: two texts. out: int8, -1, 0 or 1. params: base, whether one row stands for all, of each.
struct Compare {
  static Status kernel(const Call& call) noexcept {
    const double* p = call.params;
    const TextColumn x(call, 0, static_cast<int64_t>(p[0]), p[1] != 0);
    const TextColumn y(call, 2, static_cast<int64_t>(p[2]), p[3] != 0);
    auto* out = output<int8_t>(call);
    for (int64_t i = 0; i < call.n; i++) out[i] = order(x.row(i), y.row(i));
    return Status::ok;
  }
  static CW_INLINE int8_t order(TextRow a, TextRow b) {
    const int64_t shared = a.length < b.length ? a.length : b.length;
    int64_t i = 0;
    for (; i < shared; i += 8) {
      const int64_t count = shared - i < 8 ? shared - i : 8;
      // The first byte decides first, so it goes to the top.
      const uint64_t v = __builtin_bswap64(count == 8 ? load8(a.data + i) : loadFew(a.data + i, count));
      const uint64_t w = __builtin_bswap64(count == 8 ? load8(b.data + i) : loadFew(b.data + i, count));
      if (v != w) return v < w ? -1 : 1;
    }
    return static_cast<int8_t>((a.length > b.length) - (a.length < b.length));
  }
};

// in: text. out: int64, code points or bytes. params: base, whether to count bytes.
struct Length {
  static Status kernel(const Call& call) noexcept {
    const TextColumn x(call, 0, static_cast<int64_t>(call.params[0]));
    auto* out = output<int64_t>(call);
    if (call.params[1] != 0)
      for (int64_t i = 0; i < call.n; i++) out[i] = x.offsets[i + 1] - x.offsets[i];
    else
      for (int64_t i = 0; i < call.n; i++) out[i] = codePoints(x.bytes + x.start(i), x.end(i) - x.start(i));
    return Status::ok;
  }
};

// in: starts and ends of rows (int32). out: offsets (n + 1). `domain`: more than 2 GiB.
struct SpanOffsets {
  static Status kernel(const Call& call) noexcept {
    const auto* starts = input<int32_t>(call);
    const auto* ends = input<int32_t>(call, 1);
    auto* offsets = output<int32_t>(call);
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i++) {
      offsets[i] = static_cast<int32_t>(at);
      at += ends[i] - starts[i];
      if (at > INT32_MAX) return Status::domain;
    }
    offsets[call.n] = static_cast<int32_t>(at);
    return Status::ok;
  }
};

// Copies one row after the other: short ones by 16 bytes, of which the next row overwrites what is too much.
struct Writer {
  uint8_t* out;
  int64_t capacity;
  int64_t at = 0;
  CW_INLINE void add(const uint8_t* from, int64_t length, int64_t readable) {
    if (length <= 16 && readable >= 16 && capacity - at >= 16) __builtin_memcpy(out + at, from, 16);
    else if (length > 0) __builtin_memcpy(out + at, from, static_cast<size_t>(length));
    at += length;
  }
};

// in: bytes, starts, ends. out: the bytes of all rows.
struct GatherSpans {
  static Status kernel(const Call& call) noexcept {
    const auto* bytes = input<uint8_t>(call);
    const auto* starts = input<int32_t>(call, 1);
    const auto* ends = input<int32_t>(call, 2);
    const int64_t total = call.in[0].length;
    Writer writer{output<uint8_t>(call), call.out[0].length};
    for (int64_t i = 0; i < call.n; i++) writer.add(bytes + starts[i], ends[i] - starts[i], total - starts[i]);
    return Status::ok;
  }
};

// in: texts. params: how many, then base and whether one row stands for all, of each.
struct Parts {
  int64_t count;
  const Call& call;
  explicit Parts(const Call& c) : count(static_cast<int64_t>(c.params[0])), call(c) {}
  CW_INLINE TextColumn at(int64_t k) const {
    return {call, static_cast<int>(2 * k), static_cast<int64_t>(call.params[1 + 2 * k]), call.params[2 + 2 * k] != 0};
  }
};

// out: offsets of the texts one after the other.
struct JoinOffsets {
  static Status kernel(const Call& call) noexcept {
    const Parts parts(call);
    auto* offsets = output<int32_t>(call);
    for (int64_t i = 0; i <= call.n; i++) offsets[i] = 0;
    for (int64_t k = 0; k < parts.count; k++) {
      const TextColumn x = parts.at(k);
      int64_t before = 0;
      for (int64_t i = 0; i < call.n; i++) {
        before += x.end(i) - x.start(i);
        const int64_t sum = offsets[i + 1] + before;
        if (sum > INT32_MAX) return Status::domain;
        offsets[i + 1] = static_cast<int32_t>(sum);
      }
    }
    return Status::ok;
  }
};

// out: their bytes.
struct JoinBytes {
  static Status kernel(const Call& call) noexcept {
    const Parts parts(call);
    Writer writer{output<uint8_t>(call), call.out[0].length};
    for (int64_t i = 0; i < call.n; i++)
      for (int64_t k = 0; k < parts.count; k++) {
        const TextColumn x = parts.at(k);
        const int64_t start = x.start(i);
        writer.add(x.bytes + start, x.end(i) - start, x.total - start);
      }
    return Status::ok;
  }
};

// in: two texts, whether a row is of the first (bool). params: base, whether one row stands for all, of each. out: offsets.
Status chooseOffsets(const Call& call) noexcept {
  const double* p = call.params;
  const TextColumn x(call, 0, static_cast<int64_t>(p[0]), p[1] != 0);
  const TextColumn y(call, 2, static_cast<int64_t>(p[2]), p[3] != 0);
  const auto* first = input<uint8_t>(call, 4);
  auto* offsets = output<int32_t>(call);
  int64_t at = 0;
  for (int64_t i = 0; i < call.n; i++) {
    offsets[i] = static_cast<int32_t>(at);
    at += first[i] != 0 ? x.end(i) - x.start(i) : y.end(i) - y.start(i);
    if (at > INT32_MAX) return Status::domain;
  }
  offsets[call.n] = static_cast<int32_t>(at);
  return Status::ok;
}

// The same, out: bytes.
Status choose(const Call& call) noexcept {
  const double* p = call.params;
  const TextColumn x(call, 0, static_cast<int64_t>(p[0]), p[1] != 0);
  const TextColumn y(call, 2, static_cast<int64_t>(p[2]), p[3] != 0);
  const auto* first = input<uint8_t>(call, 4);
  Writer writer{output<uint8_t>(call), call.out[0].length};
  for (int64_t i = 0; i < call.n; i++) {
    const TextColumn& from = first[i] != 0 ? x : y;
    const int64_t start = from.start(i);
    writer.add(from.bytes + start, from.end(i) - start, from.total - start);
  }
  return Status::ok;
}

constexpr Entry table[] = {
    {"textEqualOne", DType::none, EqualOne::kernel},       {"textEqual", DType::none, Equal::kernel},
    {"textCompare", DType::none, Compare::kernel},         {"textLength", DType::none, Length::kernel},
    {"textSpanOffsets", DType::none, SpanOffsets::kernel}, {"textGatherSpans", DType::none, GatherSpans::kernel},
    {"textJoinOffsets", DType::none, JoinOffsets::kernel}, {"textJoin", DType::none, JoinBytes::kernel},
    {"textChooseOffsets", DType::none, chooseOffsets},     {"textChoose", DType::none, choose},
};

}  // namespace

KernelSet text_kernels() noexcept { return {table, sizeof table / sizeof *table}; }

}  // namespace CW_ISA
