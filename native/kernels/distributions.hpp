// How a distribution is written down: a struct with the number of its `parameters`, `takes(...)`, which says whether values of
// them are allowed, and `draw(bits, ...)`, which draws one number as NumPy's distributions.c does (BSD-3-Clause,
// notice in random-tables.hpp): the same algorithm, the same random bits in the same order, the same order of operations. What
// depends on the parameters alone is kept from draw to draw.
#pragma once
#include "random-math.hpp"
#include "random-ziggurat.hpp"
#include "random.hpp"

namespace CW_ISA::distributions {

using portable::abs, portable::ceil, portable::exp, portable::expm1, portable::floor, portable::log, portable::log1p, portable::pow,
    portable::sqrt;

// NumPy's constraints on parameters: NaN passes where it says "or NaN".
constexpr bool positive_or_nan(double x) { return !(x <= 0); }
inline bool non_negative_or_nan(double x) { return x != x || !(portable::bits_of(x) >> 63); }
constexpr bool probability(double p) { return p >= 0 && p <= 1; }
constexpr bool positive_probability(double p) { return p > 0 && p <= 1; }
constexpr bool count(double n) { return n >= 0 && n <= 9007199254740991.0; }
constexpr double largest_rate = 9223372006484771000.0;

// double to int64 as x86 does it: what does not fit gives the least number.
inline int64_t to_int64(double x) {
  return x >= -0x1p63 && x < 0x1p63 ? static_cast<int64_t>(x) : static_cast<int64_t>(1ull << 63);
}

// Some methods reject nearly everything for extreme parameters, as NumPy's do. This tells such a loop that nobody waits for it anymore.
struct Patience {
  const volatile int32_t* stop = nullptr;
  uint32_t tries = 0;
  bool over() { return (++tries & 0xffff) == 0 && stop && *stop; }
};

template <class D>
struct Draw {
  static constexpr int count = D::parameters;
  Argument arguments[count > 0 ? count : 1];
  D distribution;

  Draw(const Call& call, const Source& source) {
    for (int k = 0; k < count; k++) arguments[k] = argument(call, source, k);
    if constexpr (requires { distribution.patience; }) distribution.patience.stop = call.stop;
  }
  bool takes(int64_t i) const {
    if constexpr (count == 1) return D::takes(arguments[0][i]);
    else if constexpr (count == 2) return D::takes(arguments[0][i], arguments[1][i]);
    else if constexpr (count == 3) return D::takes(arguments[0][i], arguments[1][i], arguments[2][i]);
    else return true;
  }
  auto operator()(BitGen& bits, int64_t i) {
    if constexpr (count == 1) return distribution.draw(bits, arguments[0][i]);
    else if constexpr (count == 2) return distribution.draw(bits, arguments[0][i], arguments[1][i]);
    else if constexpr (count == 3) return distribution.draw(bits, arguments[0][i], arguments[1][i], arguments[2][i]);
    else return distribution.draw(bits);
  }
};

template <class T, class D>
Status kernel(const Call& call) noexcept {
  const Source source = read_source(call.params);
  const Draw<D> draw(call, source);
  const int64_t values = source.arrays ? call.n : call.n > 0;
  for (int64_t i = 0; i < values; i++) {
    if (!draw.takes(i)) return Status::domain;
  }
  const Status status = draw_each<T, Draw<D>>(call);
  return status == Status::ok && call.stop && *call.stop ? Status::stopped : status;
}

template <class T, class D>
constexpr Entry entry(const char* name, DType dtype) {
  return {name, dtype, kernel<T, D>, static_cast<int32_t>(sizeof(DrawState))};
}

// Shared by several distributions.

inline double loggam(double x) {  // log Γ(x): Zhang and Jin 1996
  constexpr double a[10] = {8.333333333333333e-02, -2.777777777777778e-03, 7.936507936507937e-04, -5.952380952380952e-04, 8.417508417508418e-04,
                            -1.917526917526918e-03, 6.410256410256410e-03, -2.955065359477124e-02, 1.796443723688307e-01, -1.39243221690590e+00};
  if (x == 1.0 || x == 2.0) return 0;
  const int64_t n = x < 7.0 ? static_cast<int64_t>(7 - x) : 0;
  double x0 = x + static_cast<double>(n);
  const double x2 = 1.0 / x0 * (1.0 / x0);
  double sum = a[9];
  for (int k = 8; k >= 0; k--) sum = sum * x2 + a[k];
  constexpr double log_2pi = 1.8378770664093453e+00;
  double result = sum / x0 + 0.5 * log_2pi + (x0 - 0.5) * log(x0) - x0;
  for (int64_t k = 1; k <= n; k++) {
    result -= log(x0 - 1.0);
    x0 -= 1.0;
  }
  return result;
}

// An integer from 0 to `max`: bits under a mask, until they are not above it.
inline uint64_t interval(BitGen& bits, uint64_t max) {
  if (max == 0) return 0;
  const uint64_t mask = ~0ull >> __builtin_clzll(max);
  for (;;) {
    const uint64_t value = (max <= 0xffffffff ? bits.next32() : bits.next64()) & mask;
    if (value <= max) return value;
  }
}

// An integer from 0 to `max` (Lemire 2018).
inline uint64_t bounded(BitGen& bits, uint64_t max) {
  if (max == 0) return 0;
  const uint64_t n = max + 1;
  if (max < 0xffffffff) {
    uint64_t product = bits.next32() * n;
    if (static_cast<uint32_t>(product) < n) {
      const uint64_t least = (0xffffffff - max) % n;
      while (static_cast<uint32_t>(product) < least) product = bits.next32() * n;
    }
    return product >> 32;
  }
  if (max == 0xffffffff) return bits.next32();
  portable::Wide product = portable::multiply(bits.next64(), n);
  if (product.low < n) {
    const uint64_t least = (~0ull - max) % n;
    while (product.low < least) product = portable::multiply(bits.next64(), n);
  }
  return product.high;
}

}  // namespace CW_ISA::distributions
