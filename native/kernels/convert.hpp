// One element from one dtype to another.
// Floats are cut toward zero. What then is out of range (or NaN) gives what x86 gives, on every machine: int32 and int64 their least number; int8, int16,
// uint8 and uint16 the low bits of the int32; uint32 and uint64 wrap a negative number that the signed type holds and give half their range for one
// that it does not (and for NaN), 0 for one that is too large.
#pragma once
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

}  // namespace
}  // namespace CW_ISA
