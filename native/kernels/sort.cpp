// Sorts along the middle axis of `[outer, n, inner]`. Stable, NaN last, -0 equal to 0.
#include "sort-rows.hpp"

namespace CW_ISA {
namespace {

// Input and output may be the same. params: outer, n, inner.
struct Sort {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    Params params(call);
    const Extents extents(params);
    const int64_t n = extents.n;
    Workspace workspace(call);
    auto* signs = workspace.take<uint64_t>(Zeros<T>::words(n));
    auto* spare = workspace.take<K>(by_vectors<K> ? 0 : n);
    auto* keys = workspace.take<K>(extents.inner == 1 ? 0 : n);
    auto* gather = workspace.take<K>(gathered<K>(extents));
    if (gather == nullptr) return Status::scratch;
    K* out = output<K>(call);
    Zeros<T> zeros(signs);
    return each_row(call, extents, input<K>(call), gather, [&](const K* row, int64_t index) {
      K* to = out + row_start(extents, index, n);
      K* sorted = extents.inner == 1 ? to : keys;
      zeros.keys(sorted, row, n);
      sort_keys(sorted, n, spare);
      zeros.elements(sorted, sorted, n);
      if (extents.inner == 1) return;
      for (int64_t i = 0; i < n; i++) to[i * extents.inner] = sorted[i];
    });
  }
};

// Gives float64 positions. params: outer, n, inner, what to add to positions.
struct Argsort {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    Params params(call);
    const Extents extents(params);
    const double offset = params.number();
    const int64_t n = extents.n;
    if (n > UINT32_MAX) return Status::domain;
    Workspace workspace(call);
    auto* placed = workspace.take<Placed<K>>(n);
    auto* spare = workspace.take<Placed<K>>(n);
    auto* gather = workspace.take<K>(gathered<K>(extents));
    if (gather == nullptr) return Status::scratch;
    auto* out = output<double>(call);
    return each_row(call, extents, input<K>(call), gather, [&](const K* row, int64_t index) {
      for (int64_t i = 0; i < n; i++) placed[i] = {key_of<T>(row[i]), static_cast<uint32_t>(i)};
      radix_sort(placed, n, spare);
      double* to = out + row_start(extents, index, n);
      for (int64_t i = 0; i < n; i++) to[i * extents.inner] = offset + placed[i].position;
    });
  }
};

constexpr auto table = family(each<Sort>("sort", All{}), each<Argsort>("argsort", All{}));

}  // namespace

KernelSet sort_kernels() noexcept { return table; }

}  // namespace CW_ISA
