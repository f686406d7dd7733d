// Matrix products over any strides, `[…, m, k]` times `[…, k, n]`.
#include "matmul-blocks.hpp"
#include "matmul-vector.hpp"

namespace CW_ISA {
namespace {

// in: a, b. out: c, rows of n neighbors. params: whether to add to c, m, n, k, offset of a, its strides along m and k, offset of b, its strides along k
// and n, layout of a, b and c over the leading axes.
template <class Algebra> Status product(const Call& call) {
  using T = typename Algebra::Element;
  Params params(call);
  const bool fresh = params.integer() == 0;
  const int64_t m = params.integer();
  const int64_t n = params.integer();
  const int64_t k = params.integer();
  const T* a = input<T>(call) + params.integer();
  const int64_t a_row = params.integer();
  const int64_t a_column = params.integer();
  const T* b = input<T>(call, 1) + params.integer();
  const int64_t b_row = params.integer();
  const int64_t b_column = params.integer();
  const Layout<3> layout(params);
  T* c = output<T>(call);
  if (m == 0 || n == 0) return Status::ok;

  if (m == 1 || n == 1) {
    Workspace workspace(call);
    T* x = workspace.take<T>(k);
    if (x == nullptr) return Status::scratch;
    layout.walk(layout.ndim, [&](const int64_t* at) {
      const Matrix<const T> left{a + at[0], a_row, a_column};
      const Matrix<const T> right{b + at[1], b_column, b_row};
      for (int64_t p = 0; p < k; p++) x[p] = n == 1 ? right.data[p * b_row] : left.data[p * a_column];
      if (n == 1) VectorProduct<Algebra>::run(m, k, left, x, c + at[2], 1, fresh);
      else VectorProduct<Algebra>::run(n, k, right, x, c + at[2], 1, fresh);
    });
    return stopped(call) ? Status::stopped : Status::ok;
  }

  const Product<Algebra> blocks_of(call, m, n, k);
  if (!blocks_of.ready()) return Status::scratch;
  Status status = Status::ok;
  layout.walk(layout.ndim, [&](const int64_t* at) {
    if (status != Status::ok) return;
    if (k == 0 && fresh)
      for (int64_t i = 0; i < m * n; i++) c[at[2] + i] = T{};
    status = blocks_of.run({a + at[0], a_row, a_column}, {b + at[1], b_row, b_column}, c + at[2], n, fresh);
  });
  return status;
}

struct Matmul {
  template <DType D> static Status kernel(const Call& call) noexcept {
    if constexpr (D == DType::b1) return product<Logic>(call);
    else if constexpr (isFloat<Element<D>>) return product<Arithmetic<Element<D>>>(call);
    else return product<Arithmetic<Moved<Element<D>>>>(call);
  }
};

constexpr auto table = each<Matmul>("matmul", All{});

}  // namespace

KernelSet matmul_kernels() noexcept { return table; }

}  // namespace CW_ISA
