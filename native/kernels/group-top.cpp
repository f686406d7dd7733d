// The first rows of each group in the order of a column: a record has the keys of the best so far, best first, and their rows. A key of 0 is that of NaN, which comes
// after all numbers in either direction.
#include "hash-words.hpp"
#include "sort-keys.hpp"

namespace CW_ISA {
namespace {

struct Best {
  uint64_t key;
  int64_t row;  // -1: none
};

// in: codes (-1: no group), values, bitmap or nothing. out: entries, `most` a group, before the first call of key 0 and row -1. params: how many groups, most, the number of the
// first row, whether the greatest come first.
struct Top {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    Params params(call);
    const auto groups = static_cast<uint32_t>(params.integer());
    const int64_t most = params.integer();
    const int64_t first_row = params.integer();
    const uint64_t flip = params.integer() != 0 ? 0 : ~uint64_t{0};
    const auto* codes = input<int32_t>(call);
    const auto* x = input<Key<T>>(call, 1);
    const Valid valid(call.in[2]);
    auto* all = output<Best>(call);
    constexpr int64_t ahead = 24;
    for (int64_t i = 0; i < call.n; i++) {
      if (i + ahead < call.n) {
        const auto later = static_cast<uint32_t>(codes[i + ahead]);
        __builtin_prefetch(all + (later < groups ? later : 0) * most, 1);
      }
      const auto group = static_cast<uint32_t>(codes[i]);
      if (group >= groups || !valid[i]) continue;
      const uint64_t key = rank<T>(x[i], flip);
      Best* entries = all + group * most;
      int64_t at = most - 1;
      if (!(key > entries[at].key || entries[at].row < 0)) continue;
      for (; at > 0 && (key > entries[at - 1].key || entries[at - 1].row < 0); at--) entries[at] = entries[at - 1];
      entries[at] = {key, first_row + i};
    }
    return Status::ok;
  }

 private:
  // Greater ones come first.
  template <class T> static CW_INLINE uint64_t rank(Key<T> bits, uint64_t flip) {
    const Key<T> key = key_of<T>(bits);
    if constexpr (isFloat<T>) {
      if (key == greatest<Key<T>>) return 0;
    }
    return (static_cast<uint64_t>(key) << (64 - bits_of<T>)) ^ flip;
  }
};

// The rows of all groups, one group after the other. in: entries. out: rows. state: how many.
struct RowsOfAll {
  static Status kernel(const Call& call) noexcept {
    const auto* entries = input<Best>(call);
    auto* rows = output<int32_t>(call);
    int64_t count = 0;
    for (int64_t i = 0; i < call.n; i++) {
      rows[count] = static_cast<int32_t>(entries[i].row);
      count += entries[i].row >= 0;
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

constexpr auto table = family(each<Top>("topOfGroups", All{}), Rows<1>{{{"rowsOfTop", DType::none, RowsOfAll::kernel}}});

}  // namespace

KernelSet group_top_kernels() noexcept { return table; }

}  // namespace CW_ISA
