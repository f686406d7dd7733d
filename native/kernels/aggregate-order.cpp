// The row that stands for a group: its first or last, that of its least or greatest value (of equal ones the first). -1 where there is none.
#include "aggregate-single.hpp"
#include "aggregate.hpp"

namespace CW_ISA {
namespace {

// out: rows.
struct First {
  static Status kernel(const Call& call) noexcept {
    auto* out = output<int32_t>(call);
    const GroupedRows rows(call, 0);
    rows.each([&](uint32_t group, int64_t i) { out[group] = out[group] < 0 ? rows.first_row + static_cast<int32_t>(i) : out[group]; });
    return Status::ok;
  }
};

struct Last {
  static Status kernel(const Call& call) noexcept {
    auto* out = output<int32_t>(call);
    const GroupedRows rows(call, 0);
    rows.each([&](uint32_t group, int64_t i) { out[group] = rows.first_row + static_cast<int32_t>(i); });
    return Status::ok;
  }
};

// out: rows, their values.
template <class Better> struct Best {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    const T* x = input<T>(call, 1);
    auto* best_rows = output<int32_t>(call);
    T* best = output<T>(call, 1);
    const GroupedRows rows(call);
    if (!rows.grouped() && call.n > 0) return ungrouped(x, rows, best_rows[0], best[0]);
    rows.each([&](uint32_t group, int64_t i) {
      const bool better = best_rows[group] < 0 || Better{}(x[i], best[group]);
      best_rows[group] = better ? rows.first_row + static_cast<int32_t>(i) : best_rows[group];
      best[group] = better ? x[i] : best[group];
    });
    return Status::ok;
  }

 private:
  static constexpr int64_t width = 16;

  // Row i is compared with the best of those whose number is the same modulo 16.
  template <class T> static Status ungrouped(const T* x, const GroupedRows& rows, int32_t& best_row, T& best) {
    const Valid& valid = rows.valid();
    int64_t first = 0;
    while (first < rows.n && !valid[first]) first++;
    if (first == rows.n) return Status::ok;
    T bests[width];
    for (T& one : bests) one = x[first];
    int64_t i = first - first % width;
    for (; i + width <= rows.n; i += width) {
      if (valid.all())
        for (int64_t j = 0; j < width; j++) bests[j] = Better{}(x[i + j], bests[j]) ? x[i + j] : bests[j];
      else
        choose(x + i, valid.sixteen(i), bests);
    }
    for (; i < rows.n; i++) bests[0] = valid[i] && Better{}(x[i], bests[0]) ? x[i] : bests[0];
    T found = bests[0];
    for (T one : bests) found = Better{}(one, found) ? one : found;
    if (best_row >= 0 && !Better{}(found, best)) return Status::ok;
    i = place_of(found, x, valid, first, rows.n);
    best_row = rows.first_row + static_cast<int32_t>(i);
    best = found;
    return Status::ok;
  }

  // Of 16 rows those whose bit is set.
  template <class T> static CW_INLINE void choose(const T* x, uint32_t bits, T* bests) {
    for (int64_t j = 0; j < width; j++) {
      // As wide as a value, so that the bits of many are looked at side by side.
      const bool there = sizeof(T) == 8 ? (uint64_t{bits} >> j & 1) != 0 : (bits >> j & 1) != 0;
      const T better = Better{}(x[j], bests[j]) ? x[j] : bests[j];
      bests[j] = there ? better : bests[j];
    }
  }

  template <class T> static CW_INLINE bool same(T a, T b) { return a == b || (a != a && b != b); }

  // The first row of a value that is there.
  template <class T> static int64_t place_of(T value, const T* x, const Valid& valid, int64_t from, int64_t n) {
    int64_t i = from;
    for (; i + width <= n; i += width) {
      bool any = false;
      for (int64_t j = 0; j < width; j++) any |= same(x[i + j], value);
      if (!any) continue;
      for (int64_t j = i; j < i + width; j++)
        if (valid[j] && same(x[j], value)) return j;
    }
    while (!valid[i] || !same(x[i], value)) i++;
    return i;
  }
};

// in: codes, bytes, bitmap or nothing, offsets. out: rows.
template <int Sign> struct BestText {
  static Status kernel(const Call& call) noexcept {
    const Texts texts(call.in[1], call.in[3]);
    auto* best = output<int32_t>(call);
    const auto groups = static_cast<uint32_t>(call.params[0]);
    GroupedRows(call).each([&](uint32_t group, int64_t i) {
      if (group == groups) return;
      if (best[group] < 0 || Sign * compare_texts(texts, i, texts, best[group]) < 0) best[group] = static_cast<int32_t>(i);
    });
    return Status::ok;
  }
};

constexpr auto table = family(Rows<4>{{
                                  {"firstGroups", DType::none, First::kernel},
                                  {"lastGroups", DType::none, Last::kernel},
                                  {"leastTexts", DType::none, BestText<1>::kernel},
                                  {"greatestTexts", DType::none, BestText<-1>::kernel},
                              }},
                              each<Best<Less>>("leastGroups", All{}), each<Best<Greater>>("greatestGroups", All{}));

}  // namespace

KernelSet aggregate_order_kernels() noexcept { return table; }

}  // namespace CW_ISA
