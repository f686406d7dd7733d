// What floats are made of: classes, signs, exponents, neighbors.
#include "table.hpp"

namespace CW_ISA {
namespace {

constexpr double infinity = __builtin_inf();

template <class T> struct Format;
template <> struct Format<float> {
  using Bits = uint32_t;
  using Signed = int32_t;
  static constexpr int fraction = 23;
};
template <> struct Format<double> {
  using Bits = uint64_t;
  using Signed = int64_t;
  static constexpr int fraction = 52;
};
template <class T> using Bits = typename Format<T>::Bits;
template <class T> constexpr Bits<T> signBit = Bits<T>(1) << (8 * sizeof(T) - 1);
template <class T> constexpr Bits<T> infiniteBits = signBit<T> - (Bits<T>(1) << Format<T>::fraction);

CW_INLINE float withSign(float x, float of) { return __builtin_copysignf(x, of); }
CW_INLINE double withSign(double x, double of) { return __builtin_copysign(x, of); }
CW_INLINE float truncOf(float x) { return __builtin_truncf(x); }
CW_INLINE double truncOf(double x) { return __builtin_trunc(x); }

// Bits of a sign and a magnitude are ordered within a sign: the neighbor away from zero is one more, toward zero one less.
template <class T> CW_INLINE T neighbor(T x, T toward) {
  const Bits<T> bits = bitsAs<Bits<T>>(x);
  const bool away = (x < toward) == (x > 0);
  const Bits<T> least = (toward < 0 ? signBit<T> : 0) | 1;
  const Bits<T> next = x == 0 ? least : away ? bits + 1 : bits - 1;
  return (x != x) | (toward != toward) ? x + toward : x == toward ? toward : bitsAs<T>(next);
}
// The distance to the neighbor away from zero, with the sign of x.
template <class T> CW_INLINE T gap(T x) {
  const T next = bitsAs<T>(static_cast<Bits<T>>(bitsAs<Bits<T>>(x == 0 ? T(0) : x) + 1));
  return magnitude(x) <= static_cast<T>(infinity) && magnitude(x) < static_cast<T>(infinity) ? next - x : x - x;
}

// x · 2^n. Doubles multiply up to three times, so that only the last step can round; floats have room in double.
CW_INLINE double powerOfTwo(int64_t exponent) { return bitsAs<double>(static_cast<uint64_t>(exponent + 1023) << 52); }
CW_INLINE double scaled(double x, int64_t n) {
  int64_t left = n > 2200 ? 2200 : n < -2200 ? -2200 : n;
  for (int k = 0; k < 2; ++k) {
    // 53 less than the least exponent: the intermediate value stays normal, or the last step is below every denormal.
    const int64_t step = left > 1023 ? 1023 : left < -969 ? -969 : 0;
    x *= powerOfTwo(step);
    left -= step;
  }
  const int64_t step = left > 1023 ? 1023 : left < -1022 ? -1022 : left;
  return x * powerOfTwo(step);
}
CW_INLINE float scaled(float x, int64_t n) {
  return static_cast<float>(static_cast<double>(x) * powerOfTwo(n > 600 ? 600 : n < -600 ? -600 : n));
}

struct Ldexp {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    return Over<Element<D>, Element<D>, int64_t>::map(call, [](Element<D> x, int64_t n) { return scaled(x, n); });
  }
};

// A normal number with the significand of x; `shift` is how many powers of two denormals were raised by.
template <class T> struct Normalized {
  Bits<T> bits;
  int shift;
};
template <class T> CW_INLINE Normalized<T> normalized(T x) {
  constexpr int raise = Format<T>::fraction + 1;
  const Bits<T> bits = bitsAs<Bits<T>>(x);
  const bool denormal = (bits & ~signBit<T>) >> Format<T>::fraction == 0;
  return {denormal ? bitsAs<Bits<T>>(x * static_cast<T>(Bits<T>(1) << raise)) : bits, denormal ? raise : 0};
}
template <class T> constexpr Bits<T> halfBits = (Bits<T>((1 << (8 * sizeof(T) - Format<T>::fraction - 2)) - 2)) << Format<T>::fraction;

struct FrexpExponent {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    return Over<int32_t, T>::map(call, [](T x) {
      constexpr int bias = static_cast<int>(halfBits<T> >> Format<T>::fraction);
      const Normalized<T> n = normalized(x);
      const int exponent = static_cast<int>((n.bits & ~signBit<T>) >> Format<T>::fraction) - bias - n.shift;
      return (x == 0) | !(magnitude(x) < static_cast<T>(infinity)) ? 0 : exponent;
    });
  }
};

constexpr auto table = family(
    rows<UnaryPredicate>("isnan", Floats{}, [](auto x) { return x != x; }),
    rows<UnaryPredicate>("isinf", Floats{}, [](auto x) { return magnitude(x) == infinity; }),
    rows<UnaryPredicate>("isfinite", Floats{}, [](auto x) { return magnitude(x) < infinity; }),
    rows<UnaryPredicate>("isposinf", Floats{}, [](auto x) { return x == infinity; }),
    rows<UnaryPredicate>("isneginf", Floats{}, [](auto x) { return x == -infinity; }),
    rows<UnaryPredicate>("signbit", Floats{}, [](auto x) { return bitsAs<Bits<decltype(x)>>(x) >> (8 * sizeof(x) - 1) != 0; }),
    rows<Binary>("copysign", Floats{}, [](auto x, auto y) { return withSign(x, y); }),
    rows<Binary>("nextafter", Floats{}, [](auto x, auto y) { return neighbor(x, y); }),
    rows<Unary>("spacing", Floats{}, [](auto x) { return gap(x); }),
    rows<Ldexp>("ldexp", Floats{}, 0),
    rows<Unary>("frexpMantissa", Floats{}, [](auto x) {
      using T = decltype(x);
      constexpr Bits<T> kept = signBit<T> | ((Bits<T>(1) << Format<T>::fraction) - 1);
      const T half = bitsAs<T>(static_cast<Bits<T>>((normalized(x).bits & kept) | halfBits<T>));
      return (x == 0) | !(magnitude(x) < static_cast<T>(infinity)) ? x : half;
    }),
    rows<FrexpExponent>("frexpExponent", Floats{}, 0),
    rows<Unary>("modfFraction", Floats{}, [](auto x) {
      return magnitude(x) == infinity ? withSign(decltype(x)(0), x) : withSign(x - truncOf(x), x);
    }));

}  // namespace

KernelSet floats_kernels() noexcept { return table; }

}  // namespace CW_ISA
