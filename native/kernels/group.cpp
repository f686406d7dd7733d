// Groups of rows with equal keys, numbered in order of first appearance. `src/kernels/frame/group/` is the other side.
#include "group-table.hpp"

namespace CW_ISA {
namespace {

// in: values, bitmap or nothing. See `group` for the rest.
struct Keys {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    const T* x = input<T>(call);
    return group<WordSlot, uint64_t>(
        call, Valid(call.in[1]),
        [x](int64_t row, int64_t count, uint64_t* keys, uint64_t* hashes) {
          for (int64_t j = 0; j < count; j++) {
            keys[j] = word_of<T>(x[row + j]);
            hashes[j] = mixed(keys[j]);
          }
        },
        [](const WordSlot& slot, uint64_t key, int64_t) { return slot.key == key; });
  }
};

// in: values, bitmap or nothing, slots. out: codes. params: the code of null.
struct FindKeys {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    const T* x = input<T>(call);
    return find<WordSlot, uint64_t>(
        call, Valid(call.in[1]), call.in[2], static_cast<int32_t>(call.params[0]),
        [x](int64_t row, int64_t count, uint64_t* keys, uint64_t* hashes) {
          for (int64_t j = 0; j < count; j++) {
            keys[j] = word_of<T>(x[row + j]);
            hashes[j] = mixed(keys[j]);
          }
        },
        [](const WordSlot& slot, uint64_t key, int64_t) { return slot.key == key; });
  }
};

CW_INLINE void text_keys(const Texts& texts, int64_t row, int64_t count, TextKey* keys, uint64_t* hashes) {
  for (int64_t j = 0; j < count; j++) {
    keys[j] = texts.key(row + j);
    hashes[j] = hash_of(keys[j]);
  }
}

// in: bytes, bitmap or nothing, offsets.
struct TextKeys {
  static Status kernel(const Call& call) noexcept {
    const Texts texts(call.in[0], call.in[2]);
    const auto* firsts = output<int32_t>(call, 1);
    return group<TextSlot, TextKey>(
        call, Valid(call.in[1]), [&](int64_t row, int64_t count, TextKey* keys, uint64_t* hashes) { text_keys(texts, row, count, keys, hashes); },
        [&](const TextSlot& slot, const TextKey& key, int64_t row) {
          return slot.key() == key && (key.is_short() || same_text(texts, row, texts, firsts[slot.code]));
        });
  }
};

// in: bytes, bitmap or nothing, offsets, slots; bytes, offsets and first rows of those that were numbered. out: codes. params: the code of null.
struct FindTextKeys {
  static Status kernel(const Call& call) noexcept {
    const Texts texts(call.in[0], call.in[2]);
    const Texts numbered(call.in[4], call.in[5]);
    const auto* firsts = input<int32_t>(call, 6);
    return find<TextSlot, TextKey>(
        call, Valid(call.in[1]), call.in[3], static_cast<int32_t>(call.params[0]),
        [&](int64_t row, int64_t count, TextKey* keys, uint64_t* hashes) { text_keys(texts, row, count, keys, hashes); },
        [&](const TextSlot& slot, const TextKey& key, int64_t row) {
          return slot.key() == key && (key.is_short() || same_text(texts, row, numbered, firsts[slot.code]));
        });
  }
};

constexpr auto table = family(each<Keys>("groupKeys", All{}), each<FindKeys>("findKeys", All{}),
                              Rows<4>{{
                                  {"rehashKeys", DType::none, rehash<WordSlot>},
                                  {"groupTextKeys", DType::none, TextKeys::kernel},
                                  {"findTextKeys", DType::none, FindTextKeys::kernel},
                                  {"rehashTextKeys", DType::none, rehash<TextSlot>},
                              }});

}  // namespace

KernelSet group_kernels() noexcept { return table; }

}  // namespace CW_ISA
