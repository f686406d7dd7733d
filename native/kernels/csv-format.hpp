// What the two binary formats are, and products of 128 bits: for reading and writing them.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

template <class F> struct FormatOf;
template <> struct FormatOf<double> {
  using Bits = uint64_t;
  static constexpr int32_t fraction_bits = 52, least_exponent = -1023, infinite = 0x7ff;
  static constexpr int32_t exact_power = 22;                            // the largest power of ten without rounding
  static constexpr int32_t least_ten = -342, greatest_ten = 308;        // beyond: 0, infinity
  static constexpr int32_t least_tie = -4, greatest_tie = 23;           // powers of ten for which a value can lie in the middle of two
};
template <> struct FormatOf<float> {
  using Bits = uint32_t;
  static constexpr int32_t fraction_bits = 23, least_exponent = -127, infinite = 0xff;
  static constexpr int32_t exact_power = 10;
  static constexpr int32_t least_ten = -65, greatest_ten = 38;
  static constexpr int32_t least_tie = -17, greatest_tie = 10;
};

struct Product {
  uint64_t high, low;
};

#if defined(__wasm__)
// As in random-pcg64.hpp: clang must not see that this is a wide product.
CW_INLINE Product product(uint64_t a, uint64_t b) {
  const uint64_t a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
  uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  asm("" : "+r"(middle));
  return {a1 * b1 + (middle >> 32) + ((a0 * b1 + (middle & 0xffffffff)) >> 32), a * b};
}
#else
__extension__ using Wide = unsigned __int128;
CW_INLINE Product product(uint64_t a, uint64_t b) {
  const Wide wide = static_cast<Wide>(a) * b;
  return {static_cast<uint64_t>(wide >> 64), static_cast<uint64_t>(wide)};
}
#endif

}  // namespace
}  // namespace CW_ISA
