// Encodings of text: what is UTF-8, and making it of encodings with a byte a character.
#include "text-encoding-utf8.hpp"
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: bytes. state: float64, how many of them are whole characters of UTF-8 from the start on, and whether the next one is only cut off.
struct Utf8 {
  static Status kernel(const Call& call) noexcept {
    bool cut = false;
    auto* state = static_cast<double*>(call.state);
    state[0] = static_cast<double>(utf8Prefix(input<uint8_t>(call), call.n, cut));
    state[1] = cut ? 1 : 0;
    return Status::ok;
  }
};

// Characters of one byte each, those below 128 being ASCII. in: bytes; what the others are (uint32, 128 of them): up to three bytes of UTF-8 and (· 2^24) how many, 0
// for no character. out: UTF-8, as much as there is room for. state: float64, bytes read, bytes written. `domain`: the next byte is no character.
struct SingleByte {
  static Status kernel(const Call& call) noexcept {
    auto* state = static_cast<double*>(call.state);
    const auto* in = input<uint8_t>(call);
    const auto* others = input<uint32_t>(call, 1);
    auto* out = output<uint8_t>(call);
    const int64_t room = call.out[0].length;
    auto at = static_cast<int64_t>(state[0]);
    int64_t to = 0;
    Status status = Status::ok;
    while (at < call.n && status == Status::ok) {
      if (call.n - at >= 64 && room - to >= 64 && isAscii64(in + at)) {
        __builtin_memcpy(out + to, in + at, 64);
        at += 64;
        to += 64;
        continue;
      }
      for (const int64_t end = call.n - at < 64 ? call.n : at + 64; at < end; at++) {
        const uint32_t character = in[at] < 0x80 ? in[at] | 1U << 24 : others[in[at] - 0x80];
        const int64_t bytes = character >> 24;
        if (bytes == 0 || bytes > room - to) {
          status = bytes == 0 ? Status::domain : Status::more;
          break;
        }
        if (room - to >= 4) __builtin_memcpy(out + to, &character, 4);
        else
          for (int64_t k = 0; k < bytes; k++) out[to + k] = static_cast<uint8_t>(character >> (8 * k));
        to += bytes;
      }
    }
    state[0] = static_cast<double>(at);
    state[1] = static_cast<double>(to);
    return status;
  }
};

constexpr Rows<2> table = {{{"text/utf8-valid", DType::u8, Utf8::kernel}, {"text/single-byte", DType::u8, SingleByte::kernel}}};

}  // namespace

KernelSet text_encoding_kernels() noexcept { return table; }

}  // namespace CW_ISA
