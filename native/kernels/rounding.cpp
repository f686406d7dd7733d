// To integral values, and to decimals.
#include "convert.hpp"

namespace CW_ISA {
namespace {

// Each is one instruction from SSE4.1 on.
CW_INLINE float floorOf(float x) { return __builtin_floorf(x); }
CW_INLINE double floorOf(double x) { return __builtin_floor(x); }
CW_INLINE float ceilOf(float x) { return __builtin_ceilf(x); }
CW_INLINE double ceilOf(double x) { return __builtin_ceil(x); }
CW_INLINE float truncOf(float x) { return __builtin_truncf(x); }
CW_INLINE double truncOf(double x) { return __builtin_trunc(x); }
CW_INLINE float nearestOf(float x) { return __builtin_rintf(x); }
CW_INLINE double nearestOf(double x) { return __builtin_rint(x); }

// Integers are integral already.
constexpr auto unchanged = [](auto x) { return x; };

// 10^n; exact up to 22.
CW_INLINE double powerOfTen(int n) {
  constexpr double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  double power = 1;
  for (; n > 22; n -= 22) power *= 1e22;
  return power * exact[n];
}

// params[0] is the number of decimals. As in NumPy: scaled by a power of ten, rounded, and scaled back.
struct Round {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const int decimals = static_cast<int>(call.params[0] > 400 ? 400 : call.params[0] > -400 ? call.params[0] : -400);
    const double scale = powerOfTen(decimals < 0 ? -decimals : decimals);
    if constexpr (isFloat<T>) {
      const T by = static_cast<T>(scale);
      if (decimals < 0) return Over<T, T>::map(call, [=](T x) { return nearestOf(x / by) * by; });
      if (decimals == 0) return Over<T, T>::map(call, [](T x) { return nearestOf(x); });
      return Over<T, T>::map(call, [=](T x) { return nearestOf(x * by) / by; });
    } else {
      if (decimals >= 0) return Over<T, T>::map(call, unchanged);
      return Over<T, T>::map(call, [=](T x) { return converted<T>(nearestOf(static_cast<double>(x) / scale) * scale); });
    }
  }
};

constexpr auto table = family(
    rows<Unary>("floor", BoolsAndIntegers{}, unchanged),
    rows<Unary>("ceil", BoolsAndIntegers{}, unchanged),
    rows<Unary>("trunc", BoolsAndIntegers{}, unchanged),
    rows<Unary>("floor", Floats{}, [](auto x) { return floorOf(x); }),
    rows<Unary>("ceil", Floats{}, [](auto x) { return ceilOf(x); }),
    rows<Unary>("trunc", Floats{}, [](auto x) { return truncOf(x); }),
    rows<Unary>("rint", Floats{}, [](auto x) { return nearestOf(x); }),
    rows<Round>("round", Integers{}, 0),
    rows<Round>("round", Floats{}, 0));

}  // namespace

KernelSet rounding_kernels() noexcept { return table; }

}  // namespace CW_ISA
