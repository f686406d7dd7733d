// Strided copies: rechunk, transpose, broadcast, reverse, concatenate.
#include "copy-transpose.hpp"

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
    const bool turned = last > 0 && out_strides[last] == 1 && in_strides[last - 1] == 1 && in_strides[last] != 1;
    layout.walk(turned ? last - 1 : last, [&](const int64_t* at) {
      if (status != Status::ok) return;
      if (turned) transpose(out + at[0], in + at[1], layout.shape[last - 1], layout.shape[last], out_strides[last - 1], in_strides[last]);
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
