// A matrix times a vector: limited by reading the matrix once, in the order in which it lies.
#pragma once
#include "matmul-tile.hpp"

namespace CW_ISA {
namespace {

template <class Algebra> struct VectorProduct {
  using T = typename Algebra::Element;
  using Strided = Matrix<const T>;
  typedef T V __attribute__((vector_size(CW_VECTOR_BYTES)));
  typedef T Unaligned __attribute__((vector_size(CW_VECTOR_BYTES), aligned(alignof(T)), may_alias));
  static constexpr int64_t lanes = CW_VECTOR_BYTES / static_cast<int64_t>(sizeof(T));
  static CW_INLINE V load(const T* p) { return *static_cast<const Unaligned*>(static_cast<const void*>(p)); }

  // out[i] = sum over k of a[i][k] * x[k], or added to it; x is dense.
  static void run(int64_t m, int64_t k, Strided a, const T* x, T* out, int64_t out_step, bool fresh) {
    if (a.column == 1 || k == 1) {
      for (int64_t i = 0; i < m; i++) {
        T& to = out[i * out_step];
        const T sum = dot(k, a.at(i, 0), x);
        to = fresh ? sum : Algebra::add(to, sum);
      }
    } else {
      if (fresh)
        for (int64_t i = 0; i < m; i++) out[i * out_step] = T{};
      constexpr int64_t stretch = 2048;
      for (int64_t i = 0; i < m; i += stretch) {
        const int64_t rows = m - i < stretch ? m - i : stretch;
        T* to = out + i * out_step;
        int64_t p = 0;
        if (a.row == 1 && out_step == 1)
          for (; p + 4 <= k; p += 4) add_columns(rows, a.at(i, p), a.column, x + p, to);
        for (; p < k; p++) add_column(rows, a.at(i, p), a.row, x[p], to, out_step);
      }
    }
  }

 private:
  static T dot(int64_t k, const T* a, const T* x) {
    constexpr int chains = 4;
    V sums[chains] = {};
    int64_t p = 0;
    for (; p + chains * lanes <= k; p += chains * lanes)
#pragma GCC unroll 4
      for (int c = 0; c < chains; c++) sums[c] = Algebra::join(sums[c], load(a + p + c * lanes), load(x + p + c * lanes));
    for (; p + lanes <= k; p += lanes) sums[0] = Algebra::join(sums[0], load(a + p), load(x + p));
    const V all = Algebra::add(Algebra::add(sums[0], sums[1]), Algebra::add(sums[2], sums[3]));
    T sum = all[0];
    for (int64_t lane = 1; lane < lanes; lane++) sum = Algebra::add(sum, T{all[lane]});
    for (; p < k; p++) sum = Algebra::join(sum, a[p], x[p]);
    return sum;
  }
  // Four at a time: the output, which stays in L1, is read and written a quarter as often.
  static void add_columns(int64_t rows, const T* a, int64_t apart, const T* x, T* out) {
    const T* b = a + apart;
    const T* c = b + apart;
    const T* d = c + apart;
    const T xs[4] = {x[0], x[1], x[2], x[3]};
    CW_INDEPENDENT
    for (int64_t i = 0; i < rows; i++)
      out[i] = Algebra::join(Algebra::join(Algebra::join(Algebra::join(out[i], a[i], xs[0]), b[i], xs[1]), c[i], xs[2]), d[i], xs[3]);
  }
  static void add_column(int64_t rows, const T* a, int64_t step, T x, T* out, int64_t out_step) {
    for (int64_t i = 0; i < rows; i++) out[i * out_step] = Algebra::join(out[i * out_step], a[i * step], x);
  }
};

}  // namespace
}  // namespace CW_ISA
