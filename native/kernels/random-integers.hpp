// Integers from a range, with NumPy's algorithms: Lemire 2018 for ranges that are not a power of the dtype's bits, in 32 bits where they
// suffice. Integers of 8 and 16 bits and booleans are pieces of one draw of 32.
//
// Arguments: the least value, and how many there are less one, each 64 bits as two words.
#pragma once
#include "random.hpp"

namespace CW_ISA::integers {

// A piece of `Bits` bits, lowest first.
template <int Bits>
inline uint32_t piece(BitGen& g) {
  if (g.piece_count == 0) {
    g.pieces = g.next32();
    g.piece_count = 32 / Bits - 1;
  } else {
    g.pieces >>= Bits;
    g.piece_count--;
  }
  return g.pieces & static_cast<uint32_t>((1ull << Bits) - 1);
}

// The high half of a product of 64 bits, the low one in `low`.
inline uint64_t multiply(uint64_t a, uint64_t b, uint64_t& low) {
  low = a * b;
  const uint64_t a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
  const uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  return a1 * b1 + (middle >> 32) + ((a0 * b1 + (middle & 0xffffffff)) >> 32);
}

// A draw of some bits scaled to 0 … range is the high half of draw · values. Draws whose low half falls in the part that would be hit
// once too often, below `unfair`, are repeated.
struct Range {
  uint64_t least, range, values, unfair;
  int bits;  // of a draw

  Range(const Source& source, int dtype_bits) : least(word64(source.argument)), range(word64(source.argument + 2)), values(range + 1) {
    bits = dtype_bits < 32 ? dtype_bits : range <= 0xffffffff ? 32 : 64;
    const uint64_t mask = ~0ull >> (64 - bits);
    unfair = range < mask ? (mask - range) % values : 0;
  }
};

// Bits: of the dtype, 1 for booleans.
template <class T, int Bits>
struct Integers : Range {
  Integers(const Call&, const Source& source) : Range(source, Bits) {}

  T operator()(BitGen& g, int64_t) const { return static_cast<T>(least + (range == 0 ? 0 : draw(g))); }

 private:
  uint64_t draw(BitGen& g) const {
    if constexpr (Bits == 1) {
      return piece<1>(g);
    } else if constexpr (Bits < 32) {
      constexpr uint32_t mask = (1u << Bits) - 1;
      if (range == mask) return piece<Bits>(g);
      uint32_t product;
      do product = piece<Bits>(g) * static_cast<uint32_t>(values);
      while ((product & mask) < unfair);
      return product >> Bits;
    } else if (bits == 32) {
      if (range == 0xffffffff) return g.next32();
      uint64_t product;
      do product = g.next32() * values;
      while ((product & 0xffffffff) < unfair);
      return product >> 32;
    } else {
      if (range == ~0ull) return g.next64();
      uint64_t high, low;
      do high = multiply(g.next64(), values, low);
      while (low < unfair);
      return high;
    }
  }
};

}  // namespace CW_ISA::integers
