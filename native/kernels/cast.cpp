// From one dtype to another: params[0] is the code of the dtype that comes in.
// Floats are cut toward zero. What then is out of range (or NaN) gives what x86 gives, on every machine: int32 and int64 their least number; int8, int16,
// uint8 and uint16 the low bits of the int32; uint32 and uint64 wrap a negative number that the signed type holds and give half their range for one
// that it does not (and for NaN), 0 for one that is too large.
#include "table.hpp"

namespace CW_ISA {
namespace {

template <class T> CW_INLINE int32_t toInt32(T x) {
  // The float before -2^31 is below -2^31 - 1, the double is not.
  constexpr T least = sizeof(T) == 4 ? T(-2147483904.0) : T(-2147483649.0);
  return (x > least) & (x < T(0x1p31)) ? static_cast<int32_t>(x) : INT32_MIN;
}
template <class T> CW_INLINE int64_t toInt64(T x) {
  return (x >= T(-0x1p63)) & (x < T(0x1p63)) ? static_cast<int64_t>(x) : INT64_MIN;
}
template <class T> CW_INLINE uint32_t toUint32(T x) {
  const bool high = x >= T(0x1p31);
  return static_cast<uint32_t>(toInt32(high ? x - T(0x1p31) : x)) ^ (high ? 1U << 31 : 0);
}
template <class T> CW_INLINE uint64_t toUint64(T x) {
  const bool high = x >= T(0x1p63);
  return static_cast<uint64_t>(toInt64(high ? x - T(0x1p63) : x)) ^ (high ? 1ULL << 63 : 0);
}

template <class To, class From> CW_INLINE To converted(From x) {
  if constexpr (!isFloat<From> || isFloat<To>) return static_cast<To>(x);
  else if constexpr (To(2) == To(1)) return x != 0;  // bool
  else if constexpr (sizeof(To) == 8) return isSigned<To> ? static_cast<To>(toInt64(x)) : static_cast<To>(toUint64(x));
  else if constexpr (sizeof(To) == 4 && !isSigned<To>) return static_cast<To>(toUint32(x));
  else return static_cast<To>(toInt32(x));
}

template <class To, class From> Status castFrom(const Call& call) noexcept {
  return Over<To, From>::map(call, [](From x) { return converted<To>(x); });
}

struct Cast {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using To = Element<D>;
    // In the order of the codes.
    constexpr Kernel from[] = {castFrom<To, bool>,     castFrom<To, int8_t>,   castFrom<To, int16_t>,  castFrom<To, int32_t>,
                               castFrom<To, int64_t>,  castFrom<To, uint8_t>,  castFrom<To, uint16_t>, castFrom<To, uint32_t>,
                               castFrom<To, uint64_t>, castFrom<To, float>,    castFrom<To, double>};
    return from[static_cast<int>(call.params[0])](call);
  }
};

constexpr auto table = family(rows<Cast>("cast", All{}, 0));

}  // namespace

KernelSet cast_kernels() noexcept { return table; }

}  // namespace CW_ISA
