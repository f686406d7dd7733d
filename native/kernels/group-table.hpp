// Hash tables of groups: open addressing, linear probing. The place of a key comes from the highest bits of its hash, so that a larger table has the same order.
#pragma once
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

constexpr uint32_t vacant = UINT32_MAX;  // what a new table is filled with

struct WordSlot {
  uint64_t key;
  uint32_t code;
  uint32_t unused;
  CW_INLINE uint64_t hash() const { return mixed(key); }
  CW_INLINE void set(uint64_t word, uint32_t number) {
    key = word;
    code = number;
  }
};

struct TextSlot {
  uint64_t words[3];
  uint32_t length;
  uint32_t code;
  CW_INLINE TextKey key() const { return {{words[0], words[1], words[2]}, length}; }
  CW_INLINE uint64_t hash() const { return hash_of(key()); }
  CW_INLINE void set(const TextKey& text, uint32_t number) {
    for (int i = 0; i < 3; i++) words[i] = text.words[i];
    length = text.length;
    code = number;
  }
};
static_assert(sizeof(WordSlot) == 16 && sizeof(TextSlot) == 32);

// Rows are looked up in batches: first all hashes, so that slots beyond the cache are fetched side by side.
constexpr int64_t batch = 64;

template <class S> class Table {
 public:
  explicit Table(const Span& span) : slots_(static_cast<S*>(span.data)) {
    const auto size = static_cast<uint64_t>(span.length) / sizeof(S);
    mask_ = size - 1;
    shift_ = 64 - __builtin_ctzll(size);
  }
  // Groups it may have: three slots in eight stay vacant.
  int64_t limit() const { return static_cast<int64_t>((mask_ + 1) / 8 * 5); }
  CW_INLINE uint64_t place(uint64_t hash) const { return hash >> shift_; }
  CW_INLINE S& slot(uint64_t place) { return slots_[place & mask_]; }
  void prefetch(const uint64_t* places, int64_t count) const {
    if (mask_ < (uint64_t{1} << 18) / sizeof(S)) return;
    for (int64_t j = 0; j < count; j++) __builtin_prefetch(slots_ + places[j], 1);
  }

 private:
  S* slots_;
  uint64_t mask_;
  int shift_;
};

// What a group's progress is between calls.
struct Progress {
  double row;
  double groups;
  double null;  // the code of null: -1 as long as none came, -2 if nulls have none
};

// Puts the slots of a table into a larger one. in: slots. out: vacant slots.
template <class S> Status rehash(const Call& call) noexcept {
  const auto* old = input<S>(call);
  const int64_t size = call.in[0].length / static_cast<int64_t>(sizeof(S));
  Table<S> table(call.out[0]);
  for (int64_t i = 0; i < size; i++) {
    if (old[i].code == vacant) continue;
    uint64_t place = table.place(old[i].hash());
    while (table.slot(place).code != vacant) place++;
    table.slot(place) = old[i];
  }
  return Status::ok;
}

// Numbers the keys of rows in order of first appearance. out: codes, first rows, slots. params: nothing. state: Progress. more: the table is full.
// `keys(row, count, keys, hashes)` reads a batch, `same(slot, key, row)` compares.
template <class S, class Key, class Keys, class Same> Status group(const Call& call, const Valid& valid, Keys keys_of, Same same) {
  auto* codes = output<int32_t>(call);
  auto* firsts = output<int32_t>(call, 1);
  Table<S> table(call.out[2]);
  auto& progress = *static_cast<Progress*>(call.state);
  auto groups = static_cast<uint32_t>(progress.groups);
  auto null = static_cast<int32_t>(progress.null);
  auto row = static_cast<int64_t>(progress.row);
  Status status = Status::ok;
  for (; row < call.n; row += batch) {
    if (groups + batch > table.limit()) {
      status = Status::more;
      break;
    }
    const int64_t count = call.n - row < batch ? call.n - row : batch;
    Key keys[batch];
    uint64_t places[batch];
    keys_of(row, count, keys, places);
    for (int64_t j = 0; j < count; j++) places[j] = table.place(places[j]);
    table.prefetch(places, count);
    for (int64_t j = 0; j < count; j++) {
      const int64_t at = row + j;
      if (!valid[at]) {
        if (null == -1) {
          firsts[groups] = static_cast<int32_t>(at);
          null = static_cast<int32_t>(groups++);
        }
        codes[at] = null < 0 ? -1 : null;
        continue;
      }
      uint64_t place = places[j];
      for (;; place++) {
        S& slot = table.slot(place);
        if (slot.code == vacant) {
          slot.set(keys[j], groups);
          firsts[groups] = static_cast<int32_t>(at);
          codes[at] = static_cast<int32_t>(groups++);
          break;
        }
        if (same(slot, keys[j], at)) {
          codes[at] = static_cast<int32_t>(slot.code);
          break;
        }
      }
    }
  }
  progress = {static_cast<double>(row), static_cast<double>(groups), static_cast<double>(null)};
  return status;
}

// The codes that a table has for keys; -1 for those that it lacks. `null` is the code of null.
template <class S, class Key, class Keys, class Same> Status find(const Call& call, const Valid& valid, const Span& slots, int32_t null, Keys keys_of, Same same) {
  auto* codes = output<int32_t>(call);
  Table<S> table(slots);
  for (int64_t row = 0; row < call.n; row += batch) {
    const int64_t count = call.n - row < batch ? call.n - row : batch;
    Key keys[batch];
    uint64_t places[batch];
    keys_of(row, count, keys, places);
    for (int64_t j = 0; j < count; j++) places[j] = table.place(places[j]);
    table.prefetch(places, count);
    for (int64_t j = 0; j < count; j++) {
      const int64_t at = row + j;
      uint64_t place = places[j];
      while (table.slot(place).code != vacant && !same(table.slot(place), keys[j], at)) place++;
      const uint32_t code = table.slot(place).code;
      codes[at] = valid[at] ? static_cast<int32_t>(code) : null;
    }
  }
  return Status::ok;
}

}  // namespace
}  // namespace CW_ISA
