// Filters: elements, or positions, where something is true. They append to the output and count in `state` (one float64); the output has room for one
// element more than came so far, since each is stored before it is known whether it stays.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: x, mask (bool).
struct Extract {
  template <class T> static Status kernel(const Call& call) noexcept {
    const T* x = input<T>(call);
    const auto* mask = input<uint8_t>(call, 1);
    T* out = output<T>(call);
    auto& count = *static_cast<double*>(call.state);
    auto at = static_cast<int64_t>(count);
    for (int64_t i = 0; i < call.n; i++) {
      out[at] = x[i];
      at += mask[i];
    }
    count = static_cast<double>(at);
    return Status::ok;
  }
};

// The positions of what is not zero. params: the position of the first element, what a position is multiplied with.
template <class Position> struct Nonzero {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t first = params.integer();
    const int64_t step = params.integer();
    const auto* x = input<Element<D>>(call);
    auto* out = output<Position>(call);
    auto& count = *static_cast<double*>(call.state);
    auto at = static_cast<int64_t>(count);
    for (int64_t i = 0; i < call.n; i++) {
      out[at] = static_cast<Position>((first + i) * step);
      at += x[i] != Element<D>{0};
    }
    count = static_cast<double>(at);
    return Status::ok;
  }
};

// in: flat positions (float64). out: their coordinates along one axis. params: elements after the axis, extent, what to add, where in the output, its step.
struct Unravelled {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t after = params.integer();
    const int64_t extent = params.integer();
    const int64_t origin = params.integer();
    const int64_t start = params.integer();
    const int64_t step = params.integer();
    const auto* flat = input<double>(call);
    double* out = output<double>(call) + start;
    for (int64_t i = 0; i < call.n; i++) out[i * step] = static_cast<double>(static_cast<int64_t>(flat[i]) / after % extent + origin);
    return Status::ok;
  }
};

constexpr auto table = family(moves<Extract>("extract", All{}), each<Nonzero<double>>("nonzero", All{}), each<Nonzero<int64_t>>("maskOffsets", Bool{}),
                              each<Unravelled>("unravelled", DTypes<DType::f64>{}));

}  // namespace

KernelSet filter_kernels() noexcept { return table; }

}  // namespace CW_ISA
