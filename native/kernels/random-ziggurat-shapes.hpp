// What the normal and the exponential ziggurat have each their own: the fields of a raw output, the tables, the tests.
#pragma once
#include "random-ziggurat.hpp"

namespace CW_ISA::ziggurat {

// A layer's width and bound side by side, so that one load gives both.
struct alignas(16) Row {
  double width;
  uint64_t bound;
};
template <int N>
struct RowTable {
  Row row[N];
};

struct Normal {
  static constexpr int rows = 512;  // by layer and sign
  static constexpr RowTable<rows> make() {
    RowTable<rows> all{};
    for (int i = 0; i < rows; i++) all.row[i] = {i < 256 ? normal_w[i] : -normal_w[i - 256], normal_k[i & 255]};
    return all;
  }
  static uint64_t row_offset(uint64_t raw) { return (raw & 0x1ff) << 4; }
  static constexpr int place_shift = 9;
  static constexpr int place_bits = 52;
  static constexpr int tail_draws = 2;  // for each try
  static uint64_t layer(uint64_t raw) { return raw & 0xff; }
  static bool accept(uint64_t raw, double x, double u) {
    const uint64_t k = layer(raw);
    return (normal_f[k - 1] - normal_f[k]) * u + normal_f[k] < portable::exp(-0.5 * x * x);
  }
  template <class Bits>
  static double tail(Bits& bits, uint64_t raw) { return normal_tail(bits, raw >> 17 & 1); }
  template <class Bits>
  static double draw(Bits& bits) { return standard_normal(bits); }
};

struct Exponential {
  static constexpr int rows = 256;
  static constexpr RowTable<rows> make() {
    RowTable<rows> all{};
    for (int i = 0; i < rows; i++) all.row[i] = {exponential_w[i], exponential_k[i]};
    return all;
  }
  static uint64_t row_offset(uint64_t raw) { return (raw & 0x7f8) << 1; }
  static constexpr int place_shift = 11;
  static constexpr int place_bits = 53;
  static constexpr int tail_draws = 1;
  static uint64_t layer(uint64_t raw) { return raw >> 3 & 0xff; }
  static bool accept(uint64_t raw, double x, double u) {
    const uint64_t k = layer(raw);
    return (exponential_f[k - 1] - exponential_f[k]) * u + exponential_f[k] < portable::exp(-x);
  }
  template <class Bits>
  static double tail(Bits& bits, uint64_t) { return exponential_r - portable::log1p(-bits.next_double()); }
  template <class Bits>
  static double draw(Bits& bits) { return standard_exponential(bits); }
};

template <class Shape>
alignas(64) inline constexpr RowTable<Shape::rows> row_table = Shape::make();
template <class Shape>
inline const Row& row_of(uint64_t raw) {
  return *reinterpret_cast<const Row*>(reinterpret_cast<const uint8_t*>(&row_table<Shape>) + Shape::row_offset(raw));
}

template <class Shape>
inline uint64_t place_of(uint64_t raw) {
  const uint64_t place = raw >> Shape::place_shift;
  return Shape::place_shift + Shape::place_bits < 64 ? place & ((1ull << Shape::place_bits) - 1) : place;
}

// Counts what it hands out and never passes `end`: after it all is 1/3, which ends any tail.
struct BoundedReader {
  const uint64_t* raw;
  int64_t at, end;
  double next_double() {
    const uint64_t bits = at < end ? raw[at] : 0x5555555555555555;
    at++;
    return static_cast<double>(static_cast<int64_t>(bits >> 11)) * (1.0 / 9007199254740992.0);
  }
};

}  // namespace CW_ISA::ziggurat
