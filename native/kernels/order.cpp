// The order of rows by a column of numbers. Stable; NaN after the other numbers in either direction, nulls at one end.
//
// A key's distance from the least one and its position are one word, without the lowest bits of the distance where it does not fit: words are sorted without
// anything beside them, and then the few that those bits would have told apart.
#include "hash-words.hpp"
#include "sort-rows.hpp"

namespace CW_ISA {
namespace {

CW_INLINE int bits_for(uint64_t greatest_value) { return greatest_value == 0 ? 0 : 64 - __builtin_clzll(greatest_value); }

// Sorts words by `bits` bits from bit `low` on, by digits, the last first.
void sort_by_digits(uint64_t* words, int64_t n, uint64_t* spare, int low, int bits) {
  constexpr int widest = 11;
  const int digits = (bits + widest - 1) / widest;
  uint64_t* from = words;
  uint64_t* to = spare;
  for (int digit = 0; digit < digits; digit++) {
    const int width = (bits + digits - 1) / digits;
    const int shift = low + digit * width;
    const uint64_t mask = (uint64_t{1} << width) - 1;
    uint32_t places[1 << widest] = {};
    for (int64_t i = 0; i < n; i++) places[from[i] >> shift & mask]++;
    uint32_t sum = 0;
    for (uint64_t value = 0; value <= mask; value++) {
      const uint32_t count = places[value];
      places[value] = sum;
      sum += count;
    }
    for (int64_t i = 0; i < n; i++) to[places[from[i] >> shift & mask]++] = from[i];
    uint64_t* swap = from;
    from = to;
    to = swap;
  }
  if (from != words) __builtin_memcpy(words, from, static_cast<size_t>(n) * sizeof *words);
}

// Beyond so many bits of a key, comparing whole words (with AVX-512) is faster than counting digits.
constexpr int most_digit_bits = by_vectors<uint64_t> ? 22 : 44;

void sort_words(uint64_t* words, int64_t n, uint64_t* spare, int low, int bits) {
  if (bits <= most_digit_bits && n > merge_limit) sort_by_digits(words, n, spare, low, bits);
  else sort_keys(words, n, spare);
}

// Sorts what words do not tell apart because the lowest bits of keys had no room in them. `spare` has room for twice as many keys with positions.
template <class K> void untie(uint64_t* words, int64_t n, int row_bits, const K* keys, Placed<K>* spare) {
  const uint64_t mask = (uint64_t{1} << row_bits) - 1;
  for (int64_t from = 0, to = 1; from < n; from = to, to = from + 1) {
    while (to < n && words[to] >> row_bits == words[from] >> row_bits) to++;
    const int64_t count = to - from;
    if (count == 1) continue;
    bool same = true;
    for (int64_t i = 1; i < count; i++) same = same && keys[words[from + i] & mask] == keys[words[from] & mask];
    if (same) continue;
    for (int64_t i = 0; i < count; i++) {
      const uint64_t at = words[from + i] & mask;
      spare[i] = {keys[at], static_cast<uint32_t>(at)};
    }
    radix_sort(spare, count, spare + count);
    for (int64_t i = 0; i < count; i++) words[from + i] = spare[i].position;
  }
}

// in: values, bitmap or nothing. out: rows, sorted; before, their order so far. params: whether rows have an order (else it is 0, 1, …), descending, nulls first.
struct Order {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    const auto* x = input<K>(call);
    const Valid valid(call.in[1]);
    auto* rows = output<int32_t>(call);
    Params params(call);
    const bool given = params.integer() != 0;
    const bool descending = params.integer() != 0;
    const bool nulls_first = params.integer() != 0;
    const int64_t n = call.n;
    Workspace workspace(call);
    auto* keys = workspace.take<K>(n);
    auto* order = workspace.take<int32_t>(n);
    // Words, and beside them as many or twice as many keys with positions.
    auto* memory = workspace.take<uint64_t>(sizeof(K) == 8 ? 4 * n : 2 * n);
    if (memory == nullptr) return Status::scratch;

    // Nulls fill `order` from its end.
    int64_t count = 0;
    int64_t nulls = 0;
    K least = greatest<K>;
    K most = 0;
    for (int64_t i = 0; i < n; i++) {
      const int32_t row = given ? rows[i] : static_cast<int32_t>(i);
      if (!valid[row]) {
        order[n - ++nulls] = row;
        continue;
      }
      const K key = key_of<T>(x[row]);
      const bool is_nan = isFloat<T> && key == greatest<K>;
      keys[count] = descending && !is_nan ? static_cast<K>(~key) : key;
      least = keys[count] < least ? keys[count] : least;
      most = keys[count] > most ? keys[count] : most;
      order[count++] = row;
    }
    int32_t* sorted = nulls_first ? rows + nulls : rows;
    int32_t* missing = nulls_first ? rows : rows + count;
    for (int64_t i = 0; i < nulls; i++) missing[i] = order[n - 1 - i];
    if (count == 0) return Status::ok;

    const int key_bits = bits_for(static_cast<uint64_t>(static_cast<K>(most - least)));
    const int row_bits = bits_for(static_cast<uint64_t>(count - 1));
    const int dropped = key_bits + row_bits > 64 ? key_bits + row_bits - 64 : 0;
    uint64_t* words = memory;
    for (int64_t i = 0; i < count; i++) {
      const auto distance = static_cast<uint64_t>(static_cast<K>(keys[i] - least));
      words[i] = distance >> dropped << row_bits | static_cast<uint64_t>(i);
    }
    if (key_bits > 0) sort_words(words, count, memory + n, row_bits, key_bits - dropped);
    const uint64_t mask = (uint64_t{1} << row_bits) - 1;
    if (dropped > 0) untie(words, count, row_bits, keys, reinterpret_cast<Placed<K>*>(memory + n));
    for (int64_t i = 0; i < count; i++) sorted[i] = order[words[i] & mask];
    return Status::ok;
  }
};

constexpr auto table = each<Order>("orderRows", All{});

}  // namespace

KernelSet order_kernels() noexcept { return table; }

}  // namespace CW_ISA
