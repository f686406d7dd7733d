// Division of floats with remainder. `fmod` is exact (the result always is a float), so it may be found differently on each machine.
#include "table.hpp"

namespace CW_ISA {
namespace {

template <class T> struct Format;
template <> struct Format<float> {
  using Bits = uint32_t;
  static constexpr int fraction = 23;
};
template <> struct Format<double> {
  using Bits = uint64_t;
  static constexpr int fraction = 52;
};

// Long division of the significands, eleven bits a step. Any arguments.
template <class T> __attribute__((noinline)) T slowFmod(T x, T y) {
  using Bits = typename Format<T>::Bits;
  constexpr int fraction = Format<T>::fraction;
  constexpr Bits one = Bits(1) << fraction, sign = Bits(1) << (8 * sizeof(T) - 1), infinite = sign - one;
  const Bits top = bitsAs<Bits>(x) & sign;
  const Bits a = bitsAs<Bits>(x) & ~sign, b = bitsAs<Bits>(y) & ~sign;
  if (a >= infinite || b > infinite || b == 0) return (x * y) / (x * y) + (x - x) / (y - y);  // a NaN
  if (a < b) return x;
  const auto significand = [](Bits v) -> uint64_t { return v < one ? v : (v & (one - 1)) | one; };
  const auto exponent = [](Bits v) { return v < one ? 1 : static_cast<int>(v >> fraction); };
  const uint64_t divisor = significand(b);
  uint64_t rest = significand(a) % divisor;
  for (int left = exponent(a) - exponent(b); left > 0 && rest != 0;) {
    const int step = left < 11 ? left : 11;
    rest = (rest << step) % divisor;
    left -= step;
  }
  if (rest == 0) return bitsAs<T>(top);
  int scale = exponent(b);
  while (rest < one && scale > 1) {
    rest <<= 1;
    --scale;
  }
  const Bits magnitudeBits = rest < one ? static_cast<Bits>(rest) : static_cast<Bits>(rest - one) + (static_cast<Bits>(scale) << fraction);
  return bitsAs<T>(top | magnitudeBits);
}

CW_INLINE double truncOf(double x) { return __builtin_trunc(x); }
CW_INLINE float floorOf(float x) { return __builtin_floorf(x); }
CW_INLINE double floorOf(double x) { return __builtin_floor(x); }
CW_INLINE float withSign(float x, float of) { return __builtin_copysignf(x, of); }
CW_INLINE double withSign(double x, double of) { return __builtin_copysign(x, of); }

// x - q·y without error, where q = x / y rounded and cut is an integer below 2^52, thus at most one above the true quotient.
CW_INLINE double restOf(double x, double q, double y) {
#ifdef __FMA__
  return __builtin_fma(-q, y, x);
#else
  // Dekker's product: q·y = high + low exactly; x - high is exact because they are within |y| of each other.
  constexpr double splitter = 0x1p27 + 1;
  const double qs = q * splitter, ys = y * splitter;
  const double qh = qs - (qs - q), yh = ys - (ys - y);
  const double ql = q - qh, yl = y - yh;
  const double high = q * y;
  const double low = ((qh * yh - high) + qh * yl + ql * yh) + ql * yl;
  return (x - high) - low;
#endif
}

// Both give the remainder with the sign of x, or set `hard` where only the long division will do.
CW_INLINE double quickFmod(double x, double y, bool& hard) {
  const double a = __builtin_fabs(x), b = __builtin_fabs(y);
  const double q = truncOf(a / b);
  double rest = restOf(a, q, b);
  rest = rest < 0 ? rest + b : rest;
  hard = !((q < 0x1p52) & (b < 0x1p960));
  return withSign(rest, x);
}
CW_INLINE float quickFmod(float x, float y, bool& hard) {
  const double a = magnitude(x), b = magnitude(y);
  const double q = truncOf(a / b);
  // 29 bits times 24 are exact in double.
  double rest = a - q * b;
  rest = rest < 0 ? rest + b : rest;
  hard = !((q < 0x1p29) & (b < 0x1p127));
  return withSign(static_cast<float>(rest), x);
}

template <class T> CW_INLINE void fmodBlock(T* rest, const T* x, const T* y) {
  bool hard[block];
  int any = 0;
  CW_INDEPENDENT
  for (int64_t j = 0; j < block; ++j) {
    bool isHard;
    rest[j] = quickFmod(x[j], y[j], isHard);
    hard[j] = isHard;
    any |= isHard;
  }
  if (any == 0) return;
  for (int64_t j = 0; j < block; ++j) {
    if (hard[j]) rest[j] = slowFmod(x[j], y[j]);
  }
}

// Python's rules: the remainder has the sign of the divisor, and x = q·y + r. `rest` is fmod(x, y).
template <class T> CW_INLINE T pythonRemainder(T rest, T y) {
  const T moved = (y < 0) != (rest < 0) ? rest + y : rest;
  return y == 0 ? rest : rest == 0 ? withSign(T(0), y) : moved;
}
template <class T> CW_INLINE T pythonQuotient(T rest, T x, T y) {
  const T cut = (x - rest) / y;
  const T div = (rest != 0) & ((y < 0) != (rest < 0)) ? cut - 1 : cut;
  const T below = floorOf(div);
  // The division may have rounded an integral quotient down.
  const T snapped = div - below > T(0.5) ? below + 1 : below;
  return y == 0 ? x / y : div == 0 ? withSign(T(0), x / y) : snapped;
}

struct Fmod {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    return Over<T, T, T>::run(call, [](T* out, const T* x, const T* y) {
      alignas(64) T rest[block];
      fmodBlock(rest, x, y);
      CW_INDEPENDENT
      for (int64_t j = 0; j < block; ++j) out[j] = F{}(rest[j], x[j], y[j]);
    });
  }
};

constexpr auto table = family(
    rows<Fmod>("fmod", Floats{}, [](auto rest, auto, auto) { return rest; }),
    rows<Fmod>("remainder", Floats{}, [](auto rest, auto, auto y) { return pythonRemainder(rest, y); }),
    rows<Fmod>("floorDivide", Floats{}, [](auto rest, auto x, auto y) { return pythonQuotient(rest, x, y); }));

}  // namespace

KernelSet remainder_kernels() noexcept { return table; }

}  // namespace CW_ISA
