// The coordinate of each element along one axis of the whole array. params: the first, how many, and how many elements have the same in turn.
#include "table.hpp"

namespace CW_ISA {
namespace {

struct State {
  int64_t at;  // the next element of the chunk
};

struct Coordinate {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    auto& state = *static_cast<State*>(call.state);
    auto* out = static_cast<T*>(call.out[0].data);
    const auto first = static_cast<int64_t>(call.params[0]);
    const auto extent = static_cast<int64_t>(call.params[1]);
    const auto inner = static_cast<int64_t>(call.params[2]);
    int64_t i = 0;
    while (i < call.n) {
      const int64_t stretch = (state.at + i) / inner;
      if (inner == 1) {
        const int64_t index = stretch % extent;
        const int64_t count = extent - index < call.n - i ? extent - index : call.n - i;
        for (int64_t j = 0; j < count; ++j) out[i + j] = static_cast<T>(first + index + j);
        i += count;
      } else {
        const int64_t left = inner - (state.at + i) % inner;
        const int64_t count = left < call.n - i ? left : call.n - i;
        const auto value = static_cast<T>(first + stretch % extent);
        for (int64_t j = 0; j < count; ++j) out[i + j] = value;
        i += count;
      }
    }
    state.at += call.n;
    return Status::ok;
  }
};

template <int64_t N> constexpr Rows<N> withState(Rows<N> rows) {
  for (Entry& entry : rows.entries) entry.state_bytes = static_cast<int32_t>(sizeof(State));
  return rows;
}

constexpr auto table = withState(family(rows<Coordinate>("coordinate", Numeric{}, 0)));

}  // namespace

KernelSet coordinate_kernels() noexcept { return table; }

}  // namespace CW_ISA
