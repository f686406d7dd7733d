// Rows by numbers: those of each number together, in their order.
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

// in: int32 numbers, -1: left out. out: rows, starts (params[0] + 1), of which the last is how many rows there are; places (params[0]) to work with.
struct Partition {
  static Status kernel(const Call& call) noexcept {
    const auto parts = static_cast<int64_t>(call.params[0]);
    const auto* codes = input<int32_t>(call);
    auto* rows = output<int32_t>(call);
    auto* starts = output<int32_t>(call, 1);
    auto* places = output<int32_t>(call, 2);
    for (int64_t part = 0; part <= parts; part++) starts[part] = 0;
    for (int64_t i = 0; i < call.n; i++) starts[codes[i] + 1]++;
    // starts[0] counted what is left out.
    int32_t sum = 0;
    starts[0] = 0;
    for (int64_t part = 0; part < parts; part++) {
      places[part] = sum;
      sum += starts[part + 1];
      starts[part + 1] = sum;
    }
    for (int64_t i = 0; i < call.n; i++)
      if (codes[i] >= 0) rows[places[codes[i]]++] = static_cast<int32_t>(i);
    return Status::ok;
  }
};

// in: hashes (uint32). out: parts (int32): the hash as a fraction of 2^32, times how many there are. params: parts.
struct Parts {
  static Status kernel(const Call& call) noexcept {
    const auto parts = static_cast<uint64_t>(call.params[0]);
    const auto* hashes = input<uint32_t>(call);
    auto* out = output<int32_t>(call);
    for (int64_t i = 0; i < call.n; i++) out[i] = static_cast<int32_t>(hashes[i] * parts >> 32);
    return Status::ok;
  }
};

constexpr uint64_t null_word = 0x6e756c6c6e756c6c;

// Appends a key to hashes; the first of several keys has none to append to. in: values, bitmap or nothing, hashes or nothing. out: hashes; may be in place.
// Whether there are hashes and a bitmap is asked once, not for each row: a masked load from where nothing is takes 50 times as long as one that loads (Zen 4).
template <class WordOf> CW_INLINE void hash_each(const Call& call, WordOf word_at) {
  const Valid valid(call.in[1]);
  const auto* before = input<uint32_t>(call, 2);
  auto* out = output<uint32_t>(call);
  const auto append = [=](auto word_or_null) {
    if (call.in[2].length == 0) {
      for (int64_t i = 0; i < call.n; i++) out[i] = static_cast<uint32_t>(mixed(word_or_null(i)));
    } else {
      for (int64_t i = 0; i < call.n; i++)
        out[i] = static_cast<uint32_t>(mixed(word_or_null(i) + (before[i] * uint64_t{0x9e3779b97f4a7c15} ^ uint64_t{0x85ebca6b})));
    }
  };
  if (valid.all()) append(word_at);
  else append([=](int64_t i) { return valid[i] ? word_at(i) : null_word; });
}

struct Hash {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call);
    hash_each(call, [=](int64_t i) { return word_of(x[i]); });
    return Status::ok;
  }
};

// in: bytes, bitmap or nothing, hashes or nothing, offsets.
struct HashTexts {
  static Status kernel(const Call& call) noexcept {
    const Texts texts(call.in[0], call.in[3]);
    hash_each(call, [=](int64_t i) { return hash_of(texts.key(i)); });
    return Status::ok;
  }
};

constexpr auto table = family(each<Hash>("hashRows", All{}), Rows<3>{{
                                                                 {"partitionRows", DType::none, Partition::kernel},
                                                                 {"hashParts", DType::none, Parts::kernel},
                                                                 {"hashTexts", DType::none, HashTexts::kernel},
                                                             }});

}  // namespace

KernelSet partition_kernels() noexcept { return table; }

}  // namespace CW_ISA
