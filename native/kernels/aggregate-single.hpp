// What is done to a single number: how it is added exactly, and which of two is the better.
#pragma once
#include "table.hpp"

namespace CW_ISA {
namespace {

// Adds x, and what rounding lost to `rest` (D. Knuth); of what is not finite nothing is lost.
CW_INLINE void add(double& sum, double& rest, double x) {
  const double next = sum + x;
  const double of_x = next - sum;
  const double lost = (sum - (next - of_x)) + (x - of_x);
  sum = next;
  rest += next - next == 0 ? lost : 0;
}

// A NaN is both less and greater than every number.
struct Less {
  template <class T> CW_INLINE bool operator()(T x, T than) const { return x < than || (x != x && than == than); }
};
struct Greater {
  template <class T> CW_INLINE bool operator()(T x, T than) const { return x > than || (x != x && than == than); }
};

}  // namespace
}  // namespace CW_ISA
