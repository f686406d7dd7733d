// One group only: its rows go to 16 accumulators side by side, on every ISA, so that they give the same bits.
#pragma once
#include "aggregate.hpp"
#include "vector.hpp"

namespace CW_ISA {
namespace {

constexpr int64_t one_group_lanes = 16;

// Calls `visit(values, present)` for every 16 rows: their values as float64, 0 where there is none or no row is left, and 1 where there is one.
template <class T, class Visit> CW_INLINE void each_stretch(const T* x, const Valid& valid, int64_t n, Visit visit) {
  alignas(64) double values[one_group_lanes];
  alignas(64) double present[one_group_lanes];
  for (double& one : present) one = 1;
  int64_t i = 0;
  if (valid.all()) {
    for (; i + one_group_lanes <= n; i += one_group_lanes) {
      for (int64_t j = 0; j < one_group_lanes; j++) values[j] = static_cast<double>(x[i + j]);
      visit(static_cast<const double*>(values), static_cast<const double*>(present));
    }
  }
  for (; i < n; i += one_group_lanes) {
    for (int64_t j = 0; j < one_group_lanes; j++) {
      const bool there = i + j < n && valid[i + j];
      values[j] = there ? static_cast<double>(x[i + j]) : 0;
      present[j] = there;
    }
    visit(static_cast<const double*>(values), static_cast<const double*>(present));
  }
}

}  // namespace
}  // namespace CW_ISA
