// Bitwise operations and shifts.
#include "table.hpp"

namespace CW_ISA {
namespace {

// A shift by the width of the type or more (or by a negative count) moves every bit out. C++ leaves it undefined, machines differ.
template <class T> CW_INLINE bool inside(T count) { return static_cast<Word<T>>(count) < 8 * sizeof(T); }

constexpr auto table = family(
    rows<Binary>("bitwiseAnd", BoolsAndIntegers{}, [](auto x, auto y) { return x & y; }),
    rows<Binary>("bitwiseOr", BoolsAndIntegers{}, [](auto x, auto y) { return x | y; }),
    rows<Binary>("bitwiseXor", BoolsAndIntegers{}, [](auto x, auto y) { return x ^ y; }),
    rows<Unary>("invert", Bool{}, [](bool x) { return !x; }),
    rows<Unary>("invert", Integers{}, [](auto x) { return ~wrapping(x); }),
    rows<Binary>("leftShift", Integers{}, [](auto x, auto y) {
      return inside(y) ? wrapping(x) << (wrapping(y) & (8 * sizeof(Word<decltype(x)>) - 1)) : 0;
    }),
    rows<Binary>("rightShift", Integers{}, [](auto x, auto y) {
      constexpr int last = 8 * sizeof(x) - 1;
      if constexpr (isSigned<decltype(x)>) return x >> (inside(y) ? static_cast<int>(y) : last);
      else return inside(y) ? x >> (static_cast<int>(y) & last) : 0;
    }));

}  // namespace

KernelSet bits_kernels() noexcept { return table; }

}  // namespace CW_ISA
