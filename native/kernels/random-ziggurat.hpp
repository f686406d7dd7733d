// The ziggurat method of Marsaglia and Tsang as NumPy runs it, one draw at a time, from anything with next64, next32, next_double
// and next_float. A draw of 64 (32) bits picks the layer, the sign and the place within; what its layer does not settle (one in
// 67) takes one more draw, the tail (one in 3800) two more for each try.
#pragma once
#include "random-math32.hpp"
#include "random-tables.hpp"

namespace CW_ISA::ziggurat {

// The tail beyond normal_r; `negative` as the first draw has it.
template <class Bits>
inline double normal_tail(Bits& bits, bool negative) {
  for (;;) {
    const double x = -normal_inverse_r * portable::log1p(-bits.next_double());
    const double y = -portable::log1p(-bits.next_double());
    if (y + y > x * x) return negative ? -(normal_r + x) : normal_r + x;
  }
}

template <class Bits>
inline double standard_normal(Bits& bits) {
  for (;;) {
    const uint64_t r = bits.next64();
    const uint64_t layer = r & 0xff;
    const uint64_t place = r >> 9 & 0xfffffffffffff;
    // The sign is put in without a branch: no processor can guess it.
    const double size = static_cast<double>(static_cast<int64_t>(place)) * normal_w[layer];
    const double x = portable::from_bits(portable::bits_of(size) ^ (r & 0x100) << 55);
    if (place < normal_k[layer]) return x;
    if (layer == 0) return normal_tail(bits, place >> 8 & 1);
    const double y = (normal_f[layer - 1] - normal_f[layer]) * bits.next_double() + normal_f[layer];
    if (y < portable::exp(-0.5 * x * x)) return x;
  }
}

template <class Bits>
inline double standard_exponential(Bits& bits) {
  for (;;) {
    const uint64_t r = bits.next64() >> 3;
    const uint64_t layer = r & 0xff;
    const uint64_t place = r >> 8;
    const double x = static_cast<double>(static_cast<int64_t>(place)) * exponential_w[layer];
    if (place < exponential_k[layer]) return x;
    if (layer == 0) return exponential_r - portable::log1p(-bits.next_double());
    const double y = (exponential_f[layer - 1] - exponential_f[layer]) * bits.next_double() + exponential_f[layer];
    if (y < portable::exp(-x)) return x;
  }
}

template <class Bits>
inline float normal_tail32(Bits& bits, bool negative) {
  constexpr auto r = static_cast<float>(normal_r), inverse_r = static_cast<float>(normal_inverse_r);
  for (;;) {
    const float x = -inverse_r * portable::log1p32(-bits.next_float());
    const float y = -portable::log1p32(-bits.next_float());
    if (y + y > x * x) return negative ? -(r + x) : r + x;
  }
}

template <class Bits>
inline float standard_normal32(Bits& bits) {
  for (;;) {
    const uint32_t r = bits.next32();
    const uint32_t layer = r & 0xff;
    const uint32_t place = r >> 9 & 0x7fffff;
    const float size = static_cast<float>(static_cast<int32_t>(place)) * normal_w32[layer];
    const float x = portable::from_bits32(portable::bits_of(size) ^ (r & 0x100) << 23);
    if (place < normal_k32[layer]) return x;
    if (layer == 0) return normal_tail32(bits, place >> 8 & 1);
    const float y = (normal_f32[layer - 1] - normal_f32[layer]) * bits.next_float() + normal_f32[layer];
    const auto xd = static_cast<double>(x);
    if (static_cast<double>(y) < portable::exp(-0.5 * xd * xd)) return x;
  }
}

template <class Bits>
inline float standard_exponential32(Bits& bits) {
  for (;;) {
    const uint32_t r = bits.next32() >> 1;
    const uint32_t layer = r & 0xff;
    const uint32_t place = r >> 8;
    const float x = static_cast<float>(static_cast<int32_t>(place)) * exponential_w32[layer];
    if (place < exponential_k32[layer]) return x;
    if (layer == 0) return static_cast<float>(exponential_r) - portable::log1p32(-bits.next_float());
    const float y = (exponential_f32[layer - 1] - exponential_f32[layer]) * bits.next_float() + exponential_f32[layer];
    if (y < portable::exp32(-x)) return x;
  }
}

}  // namespace CW_ISA::ziggurat
