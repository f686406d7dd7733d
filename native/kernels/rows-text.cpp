// The texts of rows: first where each begins, then their bytes.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: offsets, rows. out: n + 1 offsets. domain: more bytes than offsets can count.
struct Offsets {
  static Status kernel(const Call& call) noexcept {
    const auto* offsets = input<int32_t>(call);
    const auto* rows = input<int32_t>(call, 1);
    auto* out = output<int32_t>(call);
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i++) {
      out[i] = static_cast<int32_t>(at);
      const int32_t row = rows[i];
      if (row >= 0) at += offsets[row + 1] - offsets[row];
      if (at > INT32_MAX) return Status::domain;
    }
    out[call.n] = static_cast<int32_t>(at);
    return Status::ok;
  }
};

// Copies up to 16 bytes as 16 where both sides have so many: what follows is overwritten by the next.
CW_INLINE void copy_short(uint8_t* to, const uint8_t* from, int64_t bytes, const uint8_t* to_end, const uint8_t* from_end) {
  if (bytes <= 16 && to_end - to >= 16 && from_end - from >= 16) __builtin_memcpy(to, from, 16);
  else if (bytes > 0) __builtin_memcpy(to, from, static_cast<size_t>(bytes));
}

// in: bytes, offsets, rows. out: bytes.
struct Bytes {
  static Status kernel(const Call& call) noexcept {
    const auto* bytes = input<uint8_t>(call);
    const auto* offsets = input<int32_t>(call, 1);
    const auto* rows = input<int32_t>(call, 2);
    const uint8_t* end = bytes + call.in[0].length;
    auto* out = output<uint8_t>(call);
    const uint8_t* out_end = out + call.out[0].length;
    for (int64_t i = 0; i < call.n;) {
      const int32_t row = rows[i++];
      if (row < 0) continue;
      // Neighbors go together.
      int32_t last = row;
      while (i < call.n && rows[i] == last + 1) {
        last++;
        i++;
      }
      const int64_t count = offsets[last + 1] - offsets[row];
      copy_short(out, bytes + offsets[row], count, out_end, end);
      out += count;
    }
    return Status::ok;
  }
};

constexpr Rows<2> table = {{
    {"takeTextOffsets", DType::none, Offsets::kernel},
    {"takeTextBytes", DType::none, Bytes::kernel},
}};

}  // namespace

KernelSet rows_text_kernels() noexcept { return table; }

}  // namespace CW_ISA
