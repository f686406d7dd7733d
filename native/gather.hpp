// Inputs of a tile program: where their elements are, and how those that do not lie one after the other come together.
#pragma once
#include <stdint.h>
#include <string.h>

namespace cw {

constexpr int64_t max_dimensions = 32;

// An input that lies otherwise than the domain: its axes, neighbors joined, the last the fastest.
struct Input {
  const uint8_t* data;  // the element that the domain's first one is, which a panel need not have
  int64_t itemsize;
  int64_t dense;  // a step of 0 will not do
  int64_t ndim;
  int64_t extent[max_dimensions], stride[max_dimensions];

  bool repeats() const { return ndim == 0 || (ndim == 1 && stride[0] == 0); }
  bool contiguous() const { return ndim == 1 && stride[0] == 1; }
};

template <class T> inline void copy_strided(uint8_t* to, const uint8_t* from, int64_t n, int64_t stride) {
  auto* out = reinterpret_cast<T*>(to);
  const auto* in = reinterpret_cast<const T*>(from);
  for (int64_t i = 0; i < n; ++i) out[i] = in[i * stride];
}
template <class T> inline void fill(uint8_t* to, const uint8_t* from, int64_t n) {
  auto* out = reinterpret_cast<T*>(to);
  const T value = *reinterpret_cast<const T*>(from);
  for (int64_t i = 0; i < n; ++i) out[i] = value;
}

inline void copy_run(uint8_t* to, const uint8_t* from, int64_t n, int64_t stride, int64_t itemsize) {
  if (stride == 1) {
    memcpy(to, from, static_cast<size_t>(n * itemsize));
  } else if (stride == 0) {
    if (itemsize == 8) fill<uint64_t>(to, from, n);
    else if (itemsize == 4) fill<uint32_t>(to, from, n);
    else if (itemsize == 2) fill<uint16_t>(to, from, n);
    else fill<uint8_t>(to, from, n);
  } else {
    if (itemsize == 8) copy_strided<uint64_t>(to, from, n, stride);
    else if (itemsize == 4) copy_strided<uint32_t>(to, from, n, stride);
    else if (itemsize == 2) copy_strided<uint16_t>(to, from, n, stride);
    else copy_strided<uint8_t>(to, from, n, stride);
  }
}

// Where element `at` of the domain is, and which element of the innermost run it is.
inline const uint8_t* locate(const Input& input, int64_t at, int64_t* index) {
  int64_t offset = 0;
  for (int64_t k = input.ndim - 1; k >= 0; --k) {
    index[k] = at % input.extent[k];
    offset += index[k] * input.stride[k];
    at /= input.extent[k];
  }
  return input.data + offset * input.itemsize;
}

inline void gather(const Input& input, int64_t at, int64_t n, uint8_t* to) {
  int64_t index[max_dimensions];
  const uint8_t* from = locate(input, at, index);
  const int64_t last = input.ndim - 1;
  for (;;) {
    const int64_t left = input.extent[last] - index[last];
    const int64_t count = left < n ? left : n;
    copy_run(to, from, count, input.stride[last], input.itemsize);
    n -= count;
    if (n == 0) return;
    to += count * input.itemsize;
    from -= index[last] * input.stride[last] * input.itemsize;
    index[last] = 0;
    for (int64_t k = last - 1; k >= 0; --k) {
      from += input.stride[k] * input.itemsize;
      if (++index[k] < input.extent[k]) break;
      from -= input.extent[k] * input.stride[k] * input.itemsize;
      index[k] = 0;
    }
  }
}

}  // namespace cw
