// Walking rows with the group of each.
//
// in: codes (int32, -1: no group; nothing: all rows are of group 0), values, bitmap or nothing. Results are added to the outputs, which have a place a group and
// one more for rows that do not count: so no row needs a branch. params: how many groups, the number of the first row.
#pragma once
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

class GroupedRows {
 public:
  GroupedRows(const Call& call, int values = 1)
      : n(call.n), first_row(static_cast<int32_t>(call.params[1])), codes_(input<int32_t>(call)), grouped_(call.in[0].length > 0), valid_(call.in[values + 1]),
        none_(static_cast<uint32_t>(call.params[0])) {}

  // Calls `visit(group, i)` for every row.
  template <class Visit> CW_INLINE void each(Visit visit) const {
    uint32_t groups[stretch];
    for (int64_t i = 0; i < n; i += stretch) {
      const int64_t count = n - i < stretch ? n - i : stretch;
      groups_of(i, count, groups);
      for (int64_t j = 0; j < count; j++) visit(groups[j], i + j);
    }
  }
  bool grouped() const { return grouped_; }
  const Valid& valid() const { return valid_; }

  const int64_t n;
  const int32_t first_row;

 private:
  static constexpr int64_t stretch = 256;
  // Once in a family, not in each of its kernels.
  __attribute__((noinline)) void groups_of(int64_t from, int64_t count, uint32_t* groups) const {
    // As an unsigned number, -1 is beyond all groups.
    if (grouped_) {
      for (int64_t j = 0; j < count; j++) {
        const auto code = static_cast<uint32_t>(codes_[from + j]);
        groups[j] = code < none_ ? code : none_;
      }
    } else {
      for (int64_t j = 0; j < count; j++) groups[j] = 0;
    }
    if (!valid_.all())
      for (int64_t j = 0; j < count; j++) groups[j] = valid_[from + j] ? groups[j] : none_;
  }

  const int32_t* codes_;
  bool grouped_;
  Valid valid_;
  uint32_t none_;
};

}  // namespace
}  // namespace CW_ISA
