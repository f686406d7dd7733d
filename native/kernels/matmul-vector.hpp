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
      const auto put = [&](int64_t i, T sum) {
        T& to = out[i * out_step];
        to = fresh ? sum : Algebra::add(to, sum);
      };
      int64_t i = 0;
      for (; i + 4 <= m; i += 4) {
        T sums[4];
        dots<4>(k, a.at(i, 0), a.row, x, sums);
        for (int64_t j = 0; j < 4; j++) put(i + j, sums[j]);
      }
      for (; i < m; i++) {
        T sum;
        dots<1>(k, a.at(i, 0), a.row, x, &sum);
        put(i, sum);
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
  // Rows times x. Whatever the number of rows, the sums of one are made in the same order.
  template <int Rows> static void dots(int64_t k, const T* a, int64_t apart, const T* x, T* out) {
    constexpr int chains = 4;
    V sums[Rows][chains] = {};
    int64_t p = 0;
    for (; p + chains * lanes <= k; p += chains * lanes)
#pragma GCC unroll 4
      for (int c = 0; c < chains; c++) {
        const V factor = load(x + p + c * lanes);
#pragma GCC unroll 4
        for (int r = 0; r < Rows; r++) sums[r][c] = Algebra::join(sums[r][c], load(a + r * apart + p + c * lanes), factor);
      }
    for (int r = 0; r < Rows; r++) {
      const T* row = a + r * apart;
      int64_t rest = p;
      for (; rest + lanes <= k; rest += lanes) sums[r][0] = Algebra::join(sums[r][0], load(row + rest), load(x + rest));
      const V all = Algebra::add(Algebra::add(sums[r][0], sums[r][1]), Algebra::add(sums[r][2], sums[r][3]));
      T sum = all[0];
      for (int64_t lane = 1; lane < lanes; lane++) sum = Algebra::add(sum, T{all[lane]});
      for (; rest < k; rest++) sum = Algebra::join(sum, row[rest], x[rest]);
      out[r] = sum;
    }
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
