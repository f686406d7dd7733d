// Integer division, powers and divisors. Division by zero gives 0, the least number divided by -1 wraps around, as in NumPy.
#include "table.hpp"

namespace CW_ISA {
namespace {

// A floating type in which the quotient of two integers, rounded, has the integral part of the exact one: its distance to the next integer
// is at least 1 / |x|, far above half a unit in the last place. Division of floats has vector instructions; of integers, none.
template <int64_t Bytes> struct QuotientOf { using type = float; };
template <> struct QuotientOf<4> { using type = double; };
template <class T> using Quotient = typename QuotientOf<sizeof(T)>::type;

enum class Toward { floor, zero };

CW_INLINE float integral(float x, Toward toward) { return toward == Toward::floor ? __builtin_floorf(x) : __builtin_truncf(x); }
CW_INLINE double integral(double x, Toward toward) { return toward == Toward::floor ? __builtin_floor(x) : __builtin_trunc(x); }

template <Toward toward, class T> CW_INLINE T divided(T x, T y) {
  if constexpr (sizeof(T) == 8) {
    if (y == 0) return 0;
    if constexpr (isSigned<T>) {
      if (y == -1) return static_cast<T>(0 - wrapping(x));
      const T q = x / y;
      return toward == Toward::floor && q * y != x && (x < 0) != (y < 0) ? q - 1 : q;
    } else {
      return x / y;
    }
  } else {
    using Q = Quotient<T>;
    const Q q = integral(static_cast<Q>(x) / static_cast<Q>(y == 0 ? T(1) : y), toward);
    // Only the least number over -1 is out of range; int32 would be undefined there, the narrower types wrap in int.
    const Q fits = sizeof(T) == 4 && isSigned<T> && q > Q(0x7fffffff) ? -q : q;
    if constexpr (sizeof(T) < 4) return y == 0 ? T(0) : static_cast<T>(static_cast<int32_t>(fits));
    else return y == 0 ? T(0) : static_cast<T>(fits);
  }
}
template <Toward toward, class T> CW_INLINE T remaining(T x, T y) {
  return y == 0 ? T(0) : static_cast<T>(wrapping(x) - wrapping(divided<toward>(x, y)) * wrapping(y));
}

// Squares and multiplies for a whole block at once; negative exponents have no integer result.
struct Power {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Status status = Status::ok;
    const Status ran = Over<T, T, T>::run(call, [&](T* out, const T* x, const T* y) {
      Word<T> base[block], result[block], exponent[block];
      Word<T> bits = 0;
      bool negative = false;
      for (int64_t j = 0; j < block; ++j) {
        negative |= y[j] < 0;
        base[j] = wrapping(x[j]);
        exponent[j] = wrapping(y[j]);
        result[j] = 1;
        bits |= exponent[j];
      }
      if (negative) {
        status = Status::domain;
        return;
      }
      for (; bits != 0; bits >>= 1) {
        for (int64_t j = 0; j < block; ++j) {
          result[j] *= (exponent[j] & 1) != 0 ? base[j] : 1;
          base[j] *= base[j];
          exponent[j] >>= 1;
        }
      }
      for (int64_t j = 0; j < block; ++j) out[j] = static_cast<T>(result[j]);
    });
    return status == Status::ok ? ran : status;
  }
};

template <class T> CW_INLINE auto distance(T x) { return x < 0 ? 0 - wrapping(x) : wrapping(x); }

// Stein's algorithm: subtractions and shifts by trailing zeros.
CW_INLINE int trailingZeros(uint32_t x) { return __builtin_ctz(x); }
CW_INLINE int trailingZeros(uint64_t x) { return __builtin_ctzll(x); }
template <class W> CW_INLINE W divisor(W x, W y) {
  if (x == 0 || y == 0) return x | y;
  const int twos = trailingZeros(x | y);
  x >>= trailingZeros(x);
  do {
    y >>= trailingZeros(y);
    const W less = x < y ? x : y;
    y = x < y ? y - x : x - y;
    x = less;
  } while (y != 0);
  return x << twos;
}

constexpr auto table = family(
    rows<Binary>("floorDivide", Integers{}, [](auto x, auto y) { return divided<Toward::floor>(x, y); }),
    rows<Binary>("remainder", Integers{}, [](auto x, auto y) { return remaining<Toward::floor>(x, y); }),
    rows<Binary>("fmod", Integers{}, [](auto x, auto y) { return remaining<Toward::zero>(x, y); }),
    // Only 1 and -1 leave more than 0.
    rows<Unary>("reciprocal", Integers{}, [](auto x) { return (x == 1) | (isSigned<decltype(x)> & (x == decltype(x)(-1))) ? x : decltype(x)(0); }),
    rows<Power>("power", Integers{}, 0),
    rows<Binary>("gcd", Integers{}, [](auto x, auto y) { return divisor(distance(x), distance(y)); }),
    rows<Binary>("lcm", Integers{}, [](auto x, auto y) {
      const auto common = divisor(distance(x), distance(y));
      return common == 0 ? common : distance(x) / common * distance(y);
    }));

}  // namespace

KernelSet integers_kernels() noexcept { return table; }

}  // namespace CW_ISA
