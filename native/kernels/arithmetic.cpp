// Sums, products and signs. Integers wrap around; bool adds as "or" and multiplies as "and", as in NumPy.
#include "table.hpp"

namespace CW_ISA {
namespace {

constexpr double pi = 3.141592653589793;

constexpr auto table = family(
    rows<Binary>("add", Bool{}, [](bool x, bool y) { return x | y; }),
    rows<Binary>("add", Numeric{}, [](auto x, auto y) { return wrapping(x) + wrapping(y); }),
    rows<Binary>("subtract", Numeric{}, [](auto x, auto y) { return wrapping(x) - wrapping(y); }),
    rows<Binary>("multiply", Bool{}, [](bool x, bool y) { return x & y; }),
    rows<Binary>("multiply", Numeric{}, [](auto x, auto y) { return wrapping(x) * wrapping(y); }),
    rows<Binary>("divide", Floats{}, [](auto x, auto y) { return x / y; }),
    rows<Unary>("negative", Integers{}, [](auto x) { return 0 - wrapping(x); }),
    rows<Unary>("negative", Floats{}, [](auto x) { return -x; }),
    rows<Unary>("positive", Numeric{}, [](auto x) { return x; }),
    rows<Unary>("absolute", Bool{}, [](bool x) { return x; }),
    rows<Unary>("absolute", Integers{}, [](auto x) { return x < 0 ? 0 - wrapping(x) : wrapping(x); }),
    rows<Unary>("absolute", Floats{}, [](auto x) { return magnitude(x); }),
    rows<Unary>("fabs", Floats{}, [](auto x) { return magnitude(x); }),
    rows<Unary>("sign", Integers{}, [](auto x) { return (x > 0) - (x < 0); }),
    rows<Unary>("sign", Floats{}, [](auto x) { return x > 0 ? decltype(x)(1) : x < 0 ? decltype(x)(-1) : x + 0; }),
    rows<Unary>("square", Numeric{}, [](auto x) { return wrapping(x) * wrapping(x); }),
    rows<Unary>("reciprocal", Floats{}, [](auto x) { return 1 / x; }),
    rows<Unary>("sqrt", Float32{}, [](float x) { return __builtin_sqrtf(x); }),
    rows<Unary>("sqrt", Float64{}, [](double x) { return __builtin_sqrt(x); }),
    rows<Unary>("deg2rad", Floats{}, [](auto x) { return x * (decltype(x)(pi) / 180); }),
    rows<Unary>("rad2deg", Floats{}, [](auto x) { return x * (180 / decltype(x)(pi)); }),
    // Two roundings, never one: a chain that became this kernel keeps its bits.
    rows<Ternary>("multiplyAdd", Floats{}, [](auto x, auto y, auto z) { return x * y + z; }));

}  // namespace

KernelSet arithmetic_kernels() noexcept { return table; }

}  // namespace CW_ISA
