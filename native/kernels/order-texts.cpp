// The order of rows by a column of text, by its bytes: that is by code points. Eight bytes at a time are a number; rows whose numbers are the same go on with the next eight.
#include "hash-words.hpp"
#include "sort-radix.hpp"

namespace CW_ISA {
namespace {

using Item = Placed<uint64_t>;

class TextSort {
 public:
  TextSort(const Texts& texts, const uint8_t* end, bool descending) : texts_(texts), end_(end), flip_(descending ? ~uint64_t{0} : 0) {}

  // Rows that are the same up to `depth`. Of the runs that go on, the largest is next in the loop, so that the others have at most half of the rows.
  void sort(Item* items, int64_t n, Item* spare, int64_t depth) const {
    while (n > 1) {
      if (n <= insertion_limit) return insert(items, n, depth);
      for (int64_t i = 0; i < n; i++) items[i].key = prefix(items[i].position, depth) ^ flip_;
      radix_sort(items, n, spare);
      Item* next = items;
      int64_t next_count = 0;
      for (int64_t from = 0, to = 1; from < n; from = to, to = from + 1) {
        while (to < n && items[to].key == items[from].key) to++;
        if (to - from == 1) continue;
        Item* run = items + from;
        int64_t count = open_rows(run, to - from, spare, depth);
        if (count > next_count) {
          Item* larger = run;
          const int64_t larger_count = count;
          run = next;
          count = next_count;
          next = larger;
          next_count = larger_count;
        }
        sort(run, count, spare, depth + width);
      }
      items = next;
      n = next_count;
      depth += width;
    }
  }

 private:
  static constexpr int64_t width = 8;

  // Eight bytes as a number that sorts as they do; zeros after the end.
  CW_INLINE uint64_t prefix(uint32_t row, int64_t depth) const {
    const int64_t left = texts_.size(row) - depth;
    if (left <= 0) return 0;
    const uint8_t* from = texts_.at(row) + depth;
    uint64_t word = 0;
    if (end_ - from >= width) {
      __builtin_memcpy(&word, from, width);
      word = __builtin_bswap64(word);
      return left >= width ? word : word & ~uint64_t{0} << 8 * (width - left);
    }
    for (int64_t i = 0; i < left && i < width; i++) word |= static_cast<uint64_t>(from[i]) << 8 * (width - 1 - i);
    return word;
  }

  // Rows with the same eight bytes: those that end there by their length (zeros may be bytes too), `run` then begins with those that go on. How many they are.
  int64_t open_rows(Item*& run, int64_t n, Item* spare, int64_t depth) const {
    const auto left_of = [&](const Item& item) {
      const int64_t left = texts_.size(item.position) - depth;
      return static_cast<uint64_t>(left > width ? width + 1 : left < 0 ? 0 : left);
    };
    const uint64_t first = left_of(run[0]);
    bool same = true;
    for (int64_t i = 1; i < n; i++) same = same && left_of(run[i]) == first;
    if (same) return first > width ? n : 0;
    for (int64_t i = 0; i < n; i++) run[i].key = left_of(run[i]) ^ flip_;
    radix_sort(run, n, spare);
    int64_t open = 0;
    for (int64_t i = 0; i < n; i++) open += (run[i].key ^ flip_) > width;
    // The longer come last, or first where the order descends.
    if (flip_ == 0) run += n - open;
    return open;
  }

  CW_INLINE bool before(uint32_t a, uint32_t b, int64_t depth) const {
    const int64_t size_a = texts_.size(a);
    const int64_t size_b = texts_.size(b);
    const int64_t both = (size_a < size_b ? size_a : size_b) - depth;
    const int order = both <= 0 ? 0 : __builtin_memcmp(texts_.at(a) + depth, texts_.at(b) + depth, static_cast<size_t>(both));
    const bool less = order < 0 || (order == 0 && size_a < size_b);
    const bool more = order > 0 || (order == 0 && size_a > size_b);
    return flip_ == 0 ? less : more;
  }

  void insert(Item* items, int64_t n, int64_t depth) const {
    for (int64_t i = 1; i < n; i++) {
      const Item moving = items[i];
      int64_t j = i;
      for (; j > 0 && before(moving.position, items[j - 1].position, depth); j--) items[j] = items[j - 1];
      items[j] = moving;
    }
  }

  const Texts& texts_;
  const uint8_t* end_;
  uint64_t flip_;
};

// in: bytes, bitmap or nothing, offsets. out: rows, sorted; before, their order so far. params: whether rows have an order (else it is 0, 1, …), descending,
// nulls first.
struct Order {
  static Status kernel(const Call& call) noexcept {
    const Texts texts(call.in[0], call.in[2]);
    const Valid valid(call.in[1]);
    auto* rows = output<int32_t>(call);
    Params params(call);
    const bool given = params.integer() != 0;
    const bool descending = params.integer() != 0;
    const bool nulls_first = params.integer() != 0;
    const int64_t n = call.n;
    Workspace workspace(call);
    auto* items = workspace.take<Item>(n);
    auto* spare = workspace.take<Item>(n);
    if (spare == nullptr) return Status::scratch;
    // Nulls fill the items from their end.
    int64_t count = 0;
    int64_t nulls = 0;
    for (int64_t i = 0; i < n; i++) {
      const auto row = given ? static_cast<uint32_t>(rows[i]) : static_cast<uint32_t>(i);
      if (valid[row]) items[count++].position = row;
      else items[n - ++nulls].position = row;
    }
    int32_t* sorted = nulls_first ? rows + nulls : rows;
    int32_t* missing = nulls_first ? rows : rows + count;
    for (int64_t i = 0; i < nulls; i++) missing[i] = static_cast<int32_t>(items[n - 1 - i].position);
    TextSort(texts, input<uint8_t>(call) + call.in[0].length, descending).sort(items, count, spare, 0);
    for (int64_t i = 0; i < count; i++) sorted[i] = static_cast<int32_t>(items[i].position);
    return Status::ok;
  }
};

constexpr Rows<1> table = {{{"orderTexts", DType::none, Order::kernel}}};

}  // namespace

KernelSet order_texts_kernels() noexcept { return table; }

}  // namespace CW_ISA
