// Choosing between values.
#include "table.hpp"

namespace CW_ISA {
namespace {

struct Where {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    // As a byte: a choice by a bool gets branches instead of vector code.
    return Over<Element<D>, uint8_t, Element<D>, Element<D>>::map(call, F{});
  }
};

template <class T> constexpr T greatest = T(0x1.fffffffffffffp+1023);
template <> inline constexpr float greatest<float> = 0x1.fffffep+127f;

// A parameter in the dtype of the elements: one that is finite stays so.
template <class T> CW_INLINE T saturated(double value) {
  if (value - value != 0) return static_cast<T>(value);
  constexpr double limit = greatest<T>;
  return static_cast<T>(value > limit ? limit : value < -limit ? -limit : value);
}

struct NanToNum {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const T nan = saturated<T>(call.params[0]);
    const T above = saturated<T>(call.params[1]);
    const T below = saturated<T>(call.params[2]);
    return Over<T, T>::map(call, [=](T x) { return x != x ? nan : x > greatest<T> ? above : x < -greatest<T> ? below : x; });
  }
};

struct IsClose {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const T rtol = static_cast<T>(call.params[0]);
    const T atol = static_cast<T>(call.params[1]);
    const bool equalNan = call.params[2] != 0;
    return Over<bool, T, T>::map(call, [=](T x, T y) {
      const bool finite = (magnitude(x) <= greatest<T>) & (magnitude(y) <= greatest<T>);
      return (finite & (magnitude(x - y) <= atol + rtol * magnitude(y))) | (x == y) | (equalNan & (x != x) & (y != y));
    });
  }
};

constexpr auto table = family(
    rows<Where>("where", All{}, [](uint8_t condition, auto x, auto y) { return condition != 0 ? x : y; }),
    rows<Ternary>("clip", BoolsAndIntegers{}, [](auto x, auto low, auto high) {
      const auto raised = x > low ? x : low;
      return raised < high ? raised : high;
    }),
    // minimum(maximum(x, low), high): a NaN anywhere wins.
    rows<Ternary>("clip", Floats{}, [](auto x, auto low, auto high) {
      const auto raised = x > low ? x : low;
      const auto clipped = raised < high ? raised : high;
      return x != x ? x : low != low ? low : clipped;
    }),
    rows<Binary>("heaviside", Floats{}, [](auto x, auto at0) {
      return x < 0 ? decltype(x)(0) : x > 0 ? decltype(x)(1) : x == 0 ? at0 : x;
    }),
    rows<Unary>("nanToNum", BoolsAndIntegers{}, [](auto x) { return x; }),
    rows<NanToNum>("nanToNum", Floats{}, 0),
    rows<IsClose>("isclose", Floats{}, 0));

}  // namespace

KernelSet select_kernels() noexcept { return table; }

}  // namespace CW_ISA
