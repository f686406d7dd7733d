// Strided copies: rechunk, transpose, broadcast, reverse, concatenate.
#include "whole.hpp"

namespace CW_ISA {
namespace {

template <class T> void copy_row(T* out, const T* in, int64_t n, int64_t out_step, int64_t in_step) {
  if (out_step == 1 && in_step == 1) {
    __builtin_memcpy(out, in, static_cast<size_t>(n) * sizeof(T));
  } else if (out_step == 1 && in_step == 0) {
    const T value = *in;
    for (int64_t i = 0; i < n; i++) out[i] = value;
  } else if (out_step == 1 && in_step == -1) {
    for (int64_t i = 0; i < n; i++) out[i] = in[-i];
  } else {
    for (int64_t i = 0; i < n; i++) out[i * out_step] = in[i * in_step];
  }
}

// A square of this many elements each way is moved at a time: two cache lines wide, and both sides of it stay in L1.
template <class T> constexpr int64_t side = 128 / static_cast<int64_t>(sizeof(T));

// out[i][j] = in[i][j] where i runs fast in `in` (step 1) and j runs fast in `out` (step 1).
template <class T>
void transpose(T* out, const T* in, int64_t rows, int64_t columns, int64_t out_stride, int64_t in_stride) {
  constexpr int64_t edge = side<T>;
  for (int64_t i = 0; i < rows; i += edge) {
    const int64_t height = rows - i < edge ? rows - i : edge;
    for (int64_t j = 0; j < columns; j += edge) {
      const int64_t width = columns - j < edge ? columns - j : edge;
      const T* from = in + j * in_stride + i;
      T* to = out + i * out_stride + j;
      if (height == edge && width == edge) {
        alignas(64) T square[edge * edge];
        for (int64_t b = 0; b < edge; b++)
          for (int64_t a = 0; a < edge; a++) square[a * edge + b] = from[b * in_stride + a];
        for (int64_t a = 0; a < edge; a++)
          for (int64_t b = 0; b < edge; b++) to[a * out_stride + b] = square[a * edge + b];
      } else {
        for (int64_t a = 0; a < height; a++)
          for (int64_t b = 0; b < width; b++) to[a * out_stride + b] = from[b * in_stride + a];
      }
    }
  }
}

// params: offset of out, offset of in, layout of out and in. Axes are in the order of out's strides; out's last stride is 1 where it can be.
struct Copy {
  template <class T> static Status kernel(const Call& call) noexcept {
    Params params(call);
    T* out = output<T>(call) + params.integer();
    const T* in = input<T>(call) + params.integer();
    const Layout<2> layout(params);
    const int64_t last = layout.ndim - 1;
    if (last < 0) {
      *out = *in;
      return Status::ok;
    }
    const int64_t* out_strides = layout.strides[0];
    const int64_t* in_strides = layout.strides[1];
    Status status = Status::ok;
    const bool square = last > 0 && out_strides[last] == 1 && in_strides[last - 1] == 1 && in_strides[last] != 1;
    layout.walk(square ? last - 1 : last, [&](const int64_t* at) {
      if (status != Status::ok) return;
      if (square) transpose(out + at[0], in + at[1], layout.shape[last - 1], layout.shape[last], out_strides[last - 1], in_strides[last]);
      else copy_row(out + at[0], in + at[1], layout.shape[last], out_strides[last], in_strides[last]);
      if (stopped(call)) status = Status::stopped;
    });
    return status;
  }
};

constexpr auto table = moves<Copy>("copy", All{});

}  // namespace

KernelSet copy_kernels() noexcept { return table; }

}  // namespace CW_ISA
