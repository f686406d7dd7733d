// A matrix product block by block, after Goto and van de Geijn (2008): panels of both matrices are copied into the order in which the tiles read them, so
// any strides will do. From the outside in: a run of k; rows of A as many as fit into L3 (packed once); columns of B as many as fit into L2 (packed
// once for all those rows); a panel of A, which stays in L1; panels of B, one tile each.
#pragma once
#include "matmul-tile.hpp"

namespace CW_ISA {
namespace {

constexpr int64_t l2_bytes = 384 * 1024;
constexpr int64_t l3_bytes = 4 * 1024 * 1024;

CW_INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
CW_INLINE int64_t round_up(int64_t n, int64_t step) { return (n + step - 1) / step * step; }

// For each k of a run, `Width` elements of neighboring rows (or columns) side by side, zeros beyond the last.
template <int64_t Width, class T> void pack(T* to, const T* from, int64_t count, int64_t k, int64_t across, int64_t along) {
  for (int64_t first = 0; first < count; first += Width) {
    const T* panel = from + first * across;
    const int64_t width = least(Width, count - first);
    if (width == Width && across == 1) {
      for (int64_t p = 0; p < k; p++)
        for (int64_t i = 0; i < Width; i++) to[p * Width + i] = panel[p * along + i];
    } else if (width == Width) {
      // A few k at a time, so that what is written stays in L1 while each row is read in order.
      for (int64_t start = 0; start < k; start += 32) {
        const int64_t end = least(k, start + 32);
        for (int64_t i = 0; i < Width; i++)
          for (int64_t p = start; p < end; p++) to[p * Width + i] = panel[i * across + p * along];
      }
    } else {
      for (int64_t p = 0; p < k; p++)
        for (int64_t i = 0; i < Width; i++) to[p * Width + i] = i < width ? panel[i * across + p * along] : T{};
    }
    to += k * Width;
  }
}

template <class Algebra> class Product {
  using T = typename Algebra::Element;
  static constexpr int64_t columns = tile_columns<T>;
  static constexpr int64_t item = static_cast<int64_t>(sizeof(T));
  static constexpr int64_t most_rows = l3_bytes / (depth * item) / tile_rows * tile_rows;
  static constexpr int64_t most_columns = l2_bytes / (depth * item) / columns * columns;
  // A is read in place where packing it would not pay: up to this many rows and columns, or where each element of it is read only once.
  static constexpr int64_t small = 96;

 public:
  using Strided = Matrix<const T>;

  explicit Product(const Call& call, int64_t m, int64_t n, int64_t k) : call_(call), m_(m), n_(n), k_(k) {
    Workspace workspace(call);
    a_ = workspace.take<T>(round_up(least(m, most_rows), tile_rows) * least(k, depth));
    b_ = workspace.take<T>(round_up(least(n, most_columns), columns) * least(k, depth));
  }
  bool ready() const { return b_ != nullptr; }

  // c = a·b, or c += a·b. Rows of c are `c_row` apart, its columns are neighbors.
  Status run(Strided a, Strided b, T* c, int64_t c_row, bool fresh) const {
    for (int64_t p = 0; p < k_; p += depth) {
      const int64_t k = least(depth, k_ - p);
      for (int64_t i = 0; i < m_; i += most_rows) {
        const int64_t rows = least(most_rows, m_ - i);
        const Strided some{a.at(i, p), a.row, a.column};
        const bool in_place = (m_ <= small && n_ <= small) || n_ <= columns;
        if (in_place) {
          const int64_t whole = rows / tile_rows * tile_rows;
          pack<tile_rows>(a_, some.at(whole, 0), rows - whole, k, a.row, a.column);
        } else {
          pack<tile_rows>(a_, some.data, rows, k, a.row, a.column);
        }
        for (int64_t j = 0; j < n_; j += most_columns) {
          if (stopped(call_)) return Status::stopped;
          const int64_t width = least(most_columns, n_ - j);
          pack<columns>(b_, b.at(p, j), width, k, b.column, b.row);
          block(some, rows, width, k, c + i * c_row + j, c_row, fresh && p == 0, in_place);
        }
      }
    }
    return Status::ok;
  }

 private:
  void block(Strided a, int64_t rows, int64_t width, int64_t k, T* c, int64_t c_row, bool fresh, bool in_place) const {
    const int64_t whole = rows / tile_rows * tile_rows;
    for (int64_t i = 0; i < rows; i += tile_rows) {
      const int64_t height = least(tile_rows, rows - i);
      const bool here = in_place && i < whole;
      const Strided panel = here ? Strided{a.at(i, 0), a.row, a.column} : Strided{a_ + (in_place ? 0 : i * k), 1, tile_rows};
      for (int64_t j = 0; j < width; j += columns) {
        T* to = c + i * c_row + j;
        const int64_t across = least(columns, width - j);
        if (here) tile<Algebra, false>(height, across, k, panel, b_ + j * k, to, c_row, fresh);
        else tile<Algebra, true>(height, across, k, panel, b_ + j * k, to, c_row, fresh);
      }
    }
  }

  const Call& call_;
  int64_t m_;
  int64_t n_;
  int64_t k_;
  T* a_;
  T* b_;
};

}  // namespace
}  // namespace CW_ISA
