// Checksums of compressed formats: xxHash (Y. Collet, "xxHash fast digest algorithm", 2018).
#include "whole.hpp"

namespace CW_ISA {
namespace {

template <class Word> struct XxPrimes;
template <> struct XxPrimes<uint32_t> {
  static constexpr uint32_t p[5] = {0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1};
};
template <> struct XxPrimes<uint64_t> {
  static constexpr uint64_t p[5] = {0x9e3779b185ebca87, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9, 0x85ebca77c2b2ae63, 0x27d4eb2f165667c5};
};

template <class Word> CW_INLINE Word rotated(Word x, int bits) { return x << bits | x >> (8 * static_cast<int>(sizeof(Word)) - bits); }
template <class Word> CW_INLINE Word loadWord(const uint8_t* from) {
  Word word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}

// What is kept from call to call; zeros at first. Four lanes take a stripe of four words; what does not fill one waits.
template <class Word> struct Xx {
  static constexpr int64_t stripe = 4 * sizeof(Word);
  static constexpr auto& p = XxPrimes<Word>::p;
  static constexpr bool wide = sizeof(Word) == 8;

  int64_t bytes;
  Word lanes[4];  // less what they begin with
  uint8_t rest[stripe];

  static constexpr Word starts[4] = {static_cast<Word>(p[0] + p[1]), p[1], 0, static_cast<Word>(0 - p[0])};

  static CW_INLINE Word mixed(Word lane, Word word) { return rotated<Word>(lane + word * p[1], wide ? 31 : 13) * p[0]; }

  void take(const uint8_t* from) {
    for (int k = 0; k < 4; k++) lanes[k] = mixed(lanes[k] + starts[k], loadWord<Word>(from + k * static_cast<int64_t>(sizeof(Word)))) - starts[k];
  }
  void add(const uint8_t* data, int64_t count) {
    int64_t waiting = bytes % stripe;
    bytes += count;
    for (; waiting > 0 && count > 0; count--) {
      rest[waiting++] = *data++;
      if (waiting < stripe) continue;
      take(rest);
      waiting = 0;
    }
    for (; count >= stripe; count -= stripe, data += stripe) take(data);
    for (; count > 0; count--) rest[waiting++] = *data++;
  }
  Word digest() const {
    Word hash = p[4];
    if (bytes >= stripe) {
      constexpr int turns[4] = {1, 7, 12, 18};
      hash = 0;
      for (int k = 0; k < 4; k++) hash += rotated<Word>(lanes[k] + starts[k], turns[k]);
      if constexpr (wide)
        for (int k = 0; k < 4; k++) hash = (hash ^ mixed(0, lanes[k] + starts[k])) * p[0] + p[3];
    }
    hash += static_cast<Word>(bytes);
    const uint8_t* at = rest;
    const uint8_t* const end = rest + bytes % stripe;
    if constexpr (wide) {
      for (; at + 8 <= end; at += 8) hash = rotated<Word>(hash ^ mixed(0, loadWord<Word>(at)), 27) * p[0] + p[3];
      if (at + 4 <= end) {
        hash = rotated<Word>(hash ^ loadWord<uint32_t>(at) * p[0], 23) * p[1] + p[2];
        at += 4;
      }
      for (; at < end; at++) hash = rotated<Word>(hash ^ *at * p[4], 11) * p[0];
      hash = (hash ^ hash >> 33) * p[1];
      hash = (hash ^ hash >> 29) * p[2];
      return hash ^ hash >> 32;
    } else {
      for (; at + 4 <= end; at += 4) hash = rotated<Word>(hash + loadWord<Word>(at) * p[2], 17) * p[3];
      for (; at < end; at++) hash = rotated<Word>(hash + *at * p[4], 11) * p[0];
      hash = (hash ^ hash >> 15) * p[1];
      hash = (hash ^ hash >> 13) * p[2];
      return hash ^ hash >> 16;
    }
  }
};

// in: bytes. out: the checksum of all bytes so far (uint32: its low half, its high half). state: Xx, at most 80 bytes.
template <class Word> struct XxHash {
  static Status kernel(const Call& call) noexcept {
    auto& state = *static_cast<Xx<Word>*>(call.state);
    state.add(input<uint8_t>(call), call.n);
    const uint64_t digest = state.digest();
    auto* out = output<uint32_t>(call);
    out[0] = static_cast<uint32_t>(digest);
    out[1] = static_cast<uint32_t>(digest >> 32);
    return Status::ok;
  }
};

constexpr Rows<2> table = {{{"checksum/xxh32", DType::u8, XxHash<uint32_t>::kernel}, {"checksum/xxh64", DType::u8, XxHash<uint64_t>::kernel}}};

}  // namespace

KernelSet checksum_kernels() noexcept { return table; }

}  // namespace CW_ISA
