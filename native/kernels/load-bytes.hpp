// Eight bytes at once, wherever they are.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

CW_INLINE uint64_t load8(const uint8_t* from) {
  uint64_t word;
  __builtin_memcpy(&word, from, 8);
  return word;
}

}  // namespace
}  // namespace CW_ISA
