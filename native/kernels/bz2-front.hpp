// Move to front (Bentley, Sleator, Tarjan and Wei 1986). The first 16 bytes of the list are a register: most positions are among them, and moving is one shuffle.
#pragma once
#include "shuffle.hpp"

namespace CW_ISA {
namespace {

constexpr int32_t frontBytes = 16;

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
    front_ = loadBytes16(list_);
  }

  // Moves what is at a position (less than 256) to the front.
  CW_INLINE void move(uint32_t position) {
    if (__builtin_expect(position < frontBytes, 1)) front_ = shuffled(front_, loadBytes16(frontOrders.of[position]));
    else front_ = movedFar(list_, front_, position);
  }
  // Sixteen times the first.
  CW_INLINE Bytes16 repeated() const { return shuffled(front_, Bytes16{}); }
  CW_INLINE uint8_t first() const { return front_[0]; }

 private:
  // By value, so that the front can stay in a register.
  __attribute__((noinline)) static Bytes16 movedFar(uint8_t (&list)[256], Bytes16 front, uint32_t position) {
    const uint8_t moved = list[position];
    __builtin_memmove(list + frontBytes + 1, list + frontBytes, position - frontBytes);
    list[frontBytes] = front[frontBytes - 1];
    front = shuffled(front, loadBytes16(frontOrders.of[frontBytes - 1]));
    front[0] = moved;
    return front;
  }

  uint8_t list_[256];  // from 16 on
  Bytes16 front_;
};

}  // namespace
}  // namespace CW_ISA
