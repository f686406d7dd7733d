// Which rows, and the values of those rows. Rows are int32; -1 stands for a row without values.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: values, rows. A row -1 gives 0.
struct Take {
  template <class T> static Status kernel(const Call& call) noexcept {
    const T* x = input<T>(call);
    const auto* rows = input<int32_t>(call, 1);
    T* out = output<T>(call);
    int32_t least = 0;
    for (int64_t i = 0; i < call.n; i++) least = rows[i] < least ? rows[i] : least;
    if (least == 0) {
      for (int64_t i = 0; i < call.n; i++) out[i] = x[rows[i]];
    } else {
      for (int64_t i = 0; i < call.n; i++) out[i] = rows[i] < 0 ? T{0} : x[rows[i]];
    }
    return Status::ok;
  }
};

// The rows where a mask is true and has a value. in: mask (bool), bitmap or nothing. params: the number of the first row. state: how many there are.
struct Where {
  static Status kernel(const Call& call) noexcept {
    const auto* mask = input<uint8_t>(call);
    const auto* valid = input<uint8_t>(call, 1);
    const bool all = call.in[1].length == 0;
    const auto first = static_cast<int32_t>(call.params[0]);
    auto* out = output<int32_t>(call);
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i += 8) {
      const int64_t width = call.n - i < 8 ? call.n - i : 8;
      uint64_t eight = 0;
      __builtin_memcpy(&eight, mask + i, static_cast<size_t>(width));
      if (eight == 0) continue;
      // Each row is stored before it is known whether it stays; there is room, since no more came than were looked at.
      const uint32_t byte = all ? 0xff : valid[i / 8];
      for (int64_t j = 0; j < width; j++) {
        out[at] = first + static_cast<int32_t>(i + j);
        at += mask[i + j] & (byte >> j & 1);
      }
    }
    *static_cast<double*>(call.state) = static_cast<double>(at);
    return Status::ok;
  }
};

// out: n numbers from params[0] on.
struct Number {
  static Status kernel(const Call& call) noexcept {
    const auto first = static_cast<int32_t>(call.params[0]);
    auto* out = output<int32_t>(call);
    for (int64_t i = 0; i < call.n; i++) out[i] = first + static_cast<int32_t>(i);
    return Status::ok;
  }
};

// in: int32. out: each plus params[0]; may be in place. Offsets that go on where others end, codes of another dictionary.
struct Shift {
  static Status kernel(const Call& call) noexcept {
    const auto by = static_cast<int32_t>(call.params[0]);
    const auto* x = input<int32_t>(call);
    auto* out = output<int32_t>(call);
    for (int64_t i = 0; i < call.n; i++) out[i] = x[i] + by;
    return Status::ok;
  }
};

// in: codes (int32), bitmap. out: the codes, -1 where there is no value; may be in place.
struct Present {
  static Status kernel(const Call& call) noexcept {
    const auto* x = input<int32_t>(call);
    const auto* valid = input<uint8_t>(call, 1);
    auto* out = output<int32_t>(call);
    for (int64_t i = 0; i < call.n; i++) out[i] = (valid[i / 8] >> i % 8 & 1) != 0 ? x[i] : -1;
    return Status::ok;
  }
};

constexpr auto table = family(moves<Take>("takeRows", All{}), Rows<4>{{
                                                                   {"whereRows", DType::none, Where::kernel},
                                                                   {"numberRows", DType::none, Number::kernel},
                                                                   {"shiftRows", DType::none, Shift::kernel},
                                                                   {"presentRows", DType::none, Present::kernel},
                                                               }});

}  // namespace

KernelSet rows_kernels() noexcept { return table; }

}  // namespace CW_ISA
