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

// A draw of `Bits` bits scaled to 0 … range: the high half of draw · (range + 1). Draws whose low half falls in the part that
// would be hit once too often are repeated.
template <int Bits, class Draw>
inline uint32_t scaled(uint32_t range, Draw draw) {
  constexpr uint64_t mask = (1ull << Bits) - 1;
  const uint64_t values = static_cast<uint64_t>(range) + 1;
  uint64_t product = draw() * values;
  if ((product & mask) < values) {
    const uint64_t unfair = (mask - range) % values;
    while ((product & mask) < unfair) product = draw() * values;
  }
  return static_cast<uint32_t>(product >> Bits);
}

// The high half of a product of 64 bits, the low one in `low`.
inline uint64_t multiply(uint64_t a, uint64_t b, uint64_t& low) {
  low = a * b;
  const uint64_t a0 = a & 0xffffffff, a1 = a >> 32, b0 = b & 0xffffffff, b1 = b >> 32;
  const uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
  return a1 * b1 + (middle >> 32) + ((a0 * b1 + (middle & 0xffffffff)) >> 32);
}

inline uint64_t scaled64(uint64_t range, BitGen& g) {
  const uint64_t values = range + 1;
  uint64_t low;
  uint64_t high = multiply(g.next64(), values, low);
  if (low < values) {
    const uint64_t unfair = (~0ull - range) % values;
    while (low < unfair) high = multiply(g.next64(), values, low);
  }
  return high;
}

// Bits: 1 for booleans.
template <class T, int Bits>
struct Integers {
  uint64_t least, range;
  Integers(const Call&, const Source& source) : least(word64(source.argument)), range(word64(source.argument + 2)) {}

  T operator()(BitGen& g, int64_t) const { return static_cast<T>(least + (range == 0 ? 0 : draw(g))); }

 private:
  uint64_t draw(BitGen& g) const {
    if constexpr (Bits == 1) {
      return piece<1>(g);
    } else if constexpr (Bits < 32) {
      constexpr uint64_t mask = (1ull << Bits) - 1;
      return range == mask ? piece<Bits>(g) : scaled<Bits>(static_cast<uint32_t>(range), [&g] { return piece<Bits>(g); });
    } else {
      if (range < 0xffffffff) return scaled<32>(static_cast<uint32_t>(range), [&g] { return static_cast<uint64_t>(g.next32()); });
      if (range == 0xffffffff) return g.next32();
      return range == ~0ull ? g.next64() : scaled64(range, g);
    }
  }
};

}  // namespace CW_ISA::integers
