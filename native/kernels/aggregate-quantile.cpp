// Values of certain ranks within groups.
#include "sort-select.hpp"

namespace CW_ISA {
namespace {

// in: the values of each group in a row, where the groups begin and end (groups + 1). out: of each group the value at or below the quantile, the one after it,
// and how far (0 … 1) the quantile is from the one to the other: linear interpolation. Where a group has a NaN, both are. params: q, the size of the largest group.
struct Quantiles {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    const auto* x = input<K>(call);
    const auto* starts = input<int32_t>(call, 1);
    K* lower = output<K>(call);
    K* upper = output<K>(call, 1);
    auto* weights = output<double>(call, 2);
    const double q = call.params[0];
    Workspace workspace(call);
    auto* keys = workspace.take<K>(static_cast<int64_t>(call.params[1]));
    if (keys == nullptr) return Status::scratch;
    for (int64_t group = 0; group < call.n; group++) {
      const int64_t from = starts[group];
      const int64_t n = starts[group + 1] - from;
      if (n == 0) continue;
      K most = 0;
      for (int64_t i = 0; i < n; i++) {
        keys[i] = key_of<T>(x[from + i]);
        most = keys[i] > most ? keys[i] : most;
      }
      const double place = q * static_cast<double>(n - 1);
      int64_t ranks[2] = {static_cast<int64_t>(place), 0};
      ranks[1] = ranks[0] + 1 < n ? ranks[0] + 1 : ranks[0];
      weights[group] = place - static_cast<double>(ranks[0]);
      if (isFloat<T> && most == greatest<K>) {
        lower[group] = upper[group] = bits_of_key<T>(most);
        continue;
      }
      select(keys, n, 0, ranks, 2, depth_of(n));
      lower[group] = bits_of_key<T>(keys[ranks[0]]);
      upper[group] = bits_of_key<T>(keys[ranks[1]]);
    }
    return Status::ok;
  }
};

constexpr auto table = each<Quantiles>("quantileGroups", All{});

}  // namespace

KernelSet aggregate_quantile_kernels() noexcept { return table; }

}  // namespace CW_ISA
