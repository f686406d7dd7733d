// Counting: how often integers occur, and how many elements fall into bins.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// state: float64 counts, added to. in: x, and weights if params say so. params: length, whether there are weights.
struct Bincount {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Params params(call);
    const auto length = static_cast<uint64_t>(params.integer());
    const bool weighted = params.integer() != 0;
    const auto* x = input<T>(call);
    auto* counts = static_cast<double*>(call.state);
    for (int64_t i = 0; i < call.n; i++) {
      // A negative value is a large one here.
      const auto at = static_cast<uint64_t>(x[i]);
      if (at >= length) return Status::domain;
      counts[at] += weighted ? input<double>(call, 1)[i] : 1;
    }
    return Status::ok;
  }
};

// state: one float64, the greatest element so far or -1.
struct Greatest {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    if (call.n == 0) return Status::ok;
    const auto* x = input<T>(call);
    T greatest = x[0];
    for (int64_t i = 1; i < call.n; i++) greatest = x[i] > greatest ? x[i] : greatest;
    auto& state = *static_cast<double*>(call.state);
    if (static_cast<double>(greatest) > state) state = static_cast<double>(greatest);
    return Status::ok;
  }
};

// The bin of v, which lies within the edges: the last bin holds its upper edge too.
CW_INLINE int64_t searched(const double* edges, int64_t bins, double v) {
  const double* base = edges;
  for (int64_t n = bins; n > 1; n -= n / 2) base += base[n / 2] <= v ? n / 2 : 0;
  return base - edges;
}

// Computed, then put right where rounding missed an edge.
CW_INLINE int64_t computed(const double* edges, int64_t bins, double v) {
  auto at = static_cast<int64_t>((v - edges[0]) / (edges[bins] - edges[0]) * static_cast<double>(bins));
  at = at < bins ? at : bins - 1;
  while (v < edges[at]) at--;
  while (at < bins - 1 && v >= edges[at + 1]) at++;
  return at;
}

// state: float64 counts, added to. in: x, edges (float64), and weights if params say so. params: bins, whether they are equal, whether there are weights.
struct Histogram {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Params params(call);
    const int64_t bins = params.integer();
    const bool equal = params.integer() != 0;
    const bool weighted = params.integer() != 0;
    const auto* x = input<T>(call);
    const auto* edges = input<double>(call, 1);
    auto* counts = static_cast<double*>(call.state);
    for (int64_t i = 0; i < call.n; i++) {
      const auto v = static_cast<double>(x[i]);
      // NaN is in no bin.
      if (!(v >= edges[0] && v <= edges[bins])) continue;
      const int64_t at = equal ? computed(edges, bins, v) : searched(edges, bins, v);
      counts[at] += weighted ? input<double>(call, 2)[i] : 1;
    }
    return Status::ok;
  }
};

constexpr auto table = family(each<Bincount>("bincount", Integers{}), each<Greatest>("greatest", Integers{}), each<Histogram>("histogram", All{}));

}  // namespace

KernelSet count_kernels() noexcept { return table; }

}  // namespace CW_ISA
