// Pairs of rows with one code. Codes are int32; -1 has no partner.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: codes. out: a byte a code, 1 where it came.
struct Mark {
  static Status kernel(const Call& call) noexcept {
    const auto* codes = input<int32_t>(call);
    auto* seen = output<uint8_t>(call);
    for (int64_t i = 0; i < call.n; i++)
      if (codes[i] >= 0) seen[codes[i]] = 1;
    return Status::ok;
  }
};

// The rows whose code was seen, or was not. in: codes, a byte a code. out: rows. params: 1 or 0. state: how many.
struct Seen {
  static Status kernel(const Call& call) noexcept {
    const auto* codes = input<int32_t>(call);
    const auto* seen = input<uint8_t>(call, 1);
    const auto wanted = static_cast<uint8_t>(call.params[0]);
    auto* out = output<int32_t>(call);
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i++) {
      const uint8_t found = codes[i] < 0 ? 0 : seen[codes[i]];
      out[at] = static_cast<int32_t>(i);
      at += found == wanted;
    }
    *static_cast<double*>(call.state) = static_cast<double>(at);
    return Status::ok;
  }
};

// Each left row with its only partner, where it has one. in: the partners' rows. out: left, right. params: the number of the first left row. state: how many.
struct Partners {
  static Status kernel(const Call& call) noexcept {
    const auto* partners = input<int32_t>(call);
    auto* left = output<int32_t>(call);
    auto* right = output<int32_t>(call, 1);
    const auto first = static_cast<int32_t>(call.params[0]);
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i++) {
      left[at] = first + static_cast<int32_t>(i);
      right[at] = partners[i];
      at += partners[i] >= 0;
    }
    *static_cast<double*>(call.state) = static_cast<double>(at);
    return Status::ok;
  }
};

// How many pairs there are. in: the codes of left rows, where the right rows of each code begin. params: 1 if rows without a partner stay. state: how many.
struct CountPairs {
  static Status kernel(const Call& call) noexcept {
    const auto* codes = input<int32_t>(call);
    const auto* starts = input<int32_t>(call, 1);
    const int64_t least = call.params[0] != 0;
    int64_t count = 0;
    for (int64_t i = 0; i < call.n; i++) {
      const int64_t partners = codes[i] < 0 ? 0 : starts[codes[i] + 1] - starts[codes[i]];
      count += partners > least ? partners : least;
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// in: the codes of left rows, where the right rows of each code begin, the right rows. out: left, right. params: 1 if rows without a partner stay,
// the number of the first left row.
struct Pairs {
  static Status kernel(const Call& call) noexcept {
    const auto* codes = input<int32_t>(call);
    const auto* starts = input<int32_t>(call, 1);
    const auto* rows = input<int32_t>(call, 2);
    const bool stay = call.params[0] != 0;
    const auto first = static_cast<int32_t>(call.params[1]);
    auto* left = output<int32_t>(call);
    auto* right = output<int32_t>(call, 1);
    int64_t at = 0;
    for (int64_t i = 0; i < call.n; i++) {
      const int32_t code = codes[i];
      const int32_t from = code < 0 ? 0 : starts[code];
      const int32_t to = code < 0 ? 0 : starts[code + 1];
      if (from == to && stay) {
        left[at] = first + static_cast<int32_t>(i);
        right[at++] = -1;
      }
      for (int32_t k = from; k < to; k++) {
        left[at] = first + static_cast<int32_t>(i);
        right[at++] = rows[k];
      }
    }
    return Status::ok;
  }
};

constexpr Rows<5> table = {{
    {"markCodes", DType::none, Mark::kernel},
    {"seenRows", DType::none, Seen::kernel},
    {"joinPartners", DType::none, Partners::kernel},
    {"countPairs", DType::none, CountPairs::kernel},
    {"joinPairs", DType::none, Pairs::kernel},
}};

}  // namespace

KernelSet join_kernels() noexcept { return table; }

}  // namespace CW_ISA
