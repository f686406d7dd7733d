// Move to front (Bentley, Sleator, Tarjan and Wei 1986). The first 16 bytes of the list are a register: most positions are among them, and moving is one shuffle.
#pragma once
#include "whole.hpp"
#if defined(__SSSE3__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace CW_ISA {
namespace {

constexpr int32_t frontBytes = 16;

typedef uint8_t Front __attribute__((vector_size(frontBytes)));

CW_INLINE Front loadFront(const uint8_t* from) {
  Front bytes;
  __builtin_memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

CW_INLINE Front shuffled(Front bytes, Front order) {
#if defined(__SSSE3__)
  return reinterpret_cast<Front>(_mm_shuffle_epi8(reinterpret_cast<__m128i>(bytes), reinterpret_cast<__m128i>(order)));
#elif defined(__wasm_simd128__)
  return reinterpret_cast<Front>(wasm_i8x16_swizzle(reinterpret_cast<v128_t>(bytes), reinterpret_cast<v128_t>(order)));
#else
  Front result;
  for (int32_t i = 0; i < frontBytes; i++) result[i] = bytes[order[i]];
  return result;
#endif
}

struct FrontOrders {
  alignas(16) uint8_t of[frontBytes][frontBytes];
};
// Row p: position p first, then those before it, then those after it.
constexpr FrontOrders frontOrders = [] {
  FrontOrders orders{};
  for (int32_t p = 0; p < frontBytes; p++)
    for (int32_t i = 0; i < frontBytes; i++) orders.of[p][i] = static_cast<uint8_t>(i == 0 ? p : i <= p ? i - 1 : i);
  return orders;
}();

class FrontList {
 public:
  explicit FrontList(const uint8_t* bytes, int32_t count) {
    for (int32_t i = 0; i < 256; i++) list_[i] = i < count ? bytes[i] : 0;
    front_ = loadFront(list_);
  }

  // Moves what is at a position (less than 256) to the front.
  CW_INLINE void move(uint32_t position) {
    if (__builtin_expect(position < frontBytes, 1)) front_ = shuffled(front_, loadFront(frontOrders.of[position]));
    else moveFar(position);
  }
  // Sixteen times the first.
  CW_INLINE Front repeated() const { return shuffled(front_, Front{}); }
  CW_INLINE uint8_t first() const { return front_[0]; }

 private:
  __attribute__((noinline)) void moveFar(uint32_t position) {
    const uint8_t moved = list_[position];
    __builtin_memmove(list_ + frontBytes + 1, list_ + frontBytes, position - frontBytes);
    list_[frontBytes] = front_[frontBytes - 1];
    front_ = shuffled(front_, loadFront(frontOrders.of[frontBytes - 1]));
    front_[0] = moved;
  }

  uint8_t list_[256];  // from 16 on
  Front front_;
};

}  // namespace
}  // namespace CW_ISA
