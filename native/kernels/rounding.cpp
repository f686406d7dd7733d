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

// params[0] is the power of ten to scale by; params[1] tells that it divides first (a negative number of decimals).
struct Round {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    if constexpr (isFloat<T>) return floats<T>(call);
    else if (call.params[1] == 0) return Over<T, T>::map(call, unchanged);
    // In float64, as NumPy does.
    const double scale = call.params[0];
    return Over<T, T>::map(call, [=](T x) { return converted<T>(nearestOf(static_cast<double>(x) / scale) * scale); });
  }

 private:
  template <class T> static Status floats(const Call& call) {
    const T scale = static_cast<T>(call.params[0]);
    if (call.params[1] != 0) return Over<T, T>::map(call, [=](T x) { return nearestOf(x / scale) * scale; });
    if (scale == 1) return Over<T, T>::map(call, [](T x) { return nearestOf(x); });
    return Over<T, T>::map(call, [=](T x) { return nearestOf(x * scale) / scale; });
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
