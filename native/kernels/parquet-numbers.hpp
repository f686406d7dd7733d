// Values that are numbers of a dictionary.
#pragma once
#include "parquet-hybrid.hpp"

namespace CW_ISA {
namespace {

// So many values are in numbers before they are looked up.
constexpr int64_t numbers = 1024;

// The greatest of the numbers.
CW_INLINE uint32_t greatest(const uint32_t* values, int64_t count) {
  uint32_t most = 0;
  for (int64_t i = 0; i < count; i++) most = values[i] > most ? values[i] : most;
  return most;
}

// Calls `take(ids, from, count)` with numbers below `size`, piece by piece.
template <class Take> CW_INLINE Status eachNumber(const Call& call, int64_t size, Take take) {
  Params params(call);
  const int64_t width = params.integer();
  if (width < 0 || width > 32) return Status::domain;
  Hybrid hybrid(input<uint8_t>(call), call.in[0].length, static_cast<int>(width));
  uint32_t ids[numbers];
  for (int64_t from = 0; from < call.n; from += numbers) {
    const int64_t count = call.n - from < numbers ? call.n - from : numbers;
    if (!hybrid.read(ids, count) || greatest(ids, count) >= size) return Status::domain;
    take(ids, from, count);
  }
  return Status::ok;
}

// in: numbers, dictionary. out: n values. params: bits of a number.
struct LookUp {
  template <class T> static Status kernel(const Call& call) noexcept {
    const auto* dictionary = input<T>(call, 1);
    auto* out = output<T>(call);
    return eachNumber(call, call.in[1].length, [&](const uint32_t* ids, int64_t from, int64_t count) {
      for (int64_t i = 0; i < count; i++) out[from + i] = dictionary[ids[i]];
    });
  }
};

// in: numbers, offsets of the dictionary's texts. out: n numbers. params: bits of a number, how long all texts are (-1: not all as long). state: float64, the bytes of all their texts.
struct Codes {
  static Status kernel(const Call& call) noexcept {
    const auto* offsets = input<int32_t>(call, 1);
    const auto length = static_cast<int64_t>(call.params[1]);
    auto* out = output<int32_t>(call);
    int64_t bytes = length < 0 ? 0 : call.n * length;
    const Status status = eachNumber(call, call.in[1].length - 1, [&](const uint32_t* ids, int64_t from, int64_t count) {
      for (int64_t i = 0; i < count; i++) out[from + i] = static_cast<int32_t>(ids[i]);
      if (length >= 0) return;
      for (int64_t i = 0; i < count; i++) bytes += offsets[ids[i] + 1] - offsets[ids[i]];
    });
    *static_cast<double*>(call.state) = static_cast<double>(bytes);
    return status;
  }
};

}  // namespace
}  // namespace CW_ISA
