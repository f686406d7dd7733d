// Integers between bounds that differ from draw to draw. Those of one range have a kernel of their own, random/integers.
#pragma once
#include "distributions.hpp"
#include "random-integers.hpp"

namespace CW_ISA::distributions {

// The parameters are the least and the greatest value. Bits: of the dtype, 1 for booleans.
template <class T, int Bits>
struct IntegersBetween {
  static constexpr int parameters = 2;
  static constexpr bool is_signed = static_cast<T>(-1) < static_cast<T>(0);
  static constexpr double limit = Bits > 53 ? 0x1p53 : static_cast<double>((1ull << (is_signed ? Bits - 1 : Bits)) - 1);

  static bool takes(double low, double high) {
    return low >= (is_signed ? -limit - (Bits < 64) : 0) && low <= high && high <= limit && floor(low) == low && floor(high) == high;
  }

  T draw(BitGen& bits, double low, double high) {
    const auto least = static_cast<uint64_t>(static_cast<int64_t>(low));
    const uint64_t range = static_cast<uint64_t>(static_cast<int64_t>(high)) - least;
    return static_cast<T>(range == 0 ? least : least + within(bits, range));
  }

 private:
  static uint64_t within(BitGen& bits, uint64_t range) {
    if constexpr (Bits == 1) {
      return integers::piece<1>(bits);
    } else if constexpr (Bits < 32) {
      constexpr uint32_t mask = (1u << Bits) - 1;
      if (range == mask) return integers::piece<Bits>(bits);
      const auto n = static_cast<uint32_t>(range + 1);
      const uint32_t least = (mask - static_cast<uint32_t>(range)) % n;
      uint32_t product;
      do product = integers::piece<Bits>(bits) * n;
      while ((product & mask) < least);
      return product >> Bits;
    } else {
      return bounded(bits, range);
    }
  }
};

}  // namespace CW_ISA::distributions
