// The innermost part of a matrix product: a tile of the result, in registers while one run of k goes by.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

// How elements are multiplied and summed. Unsigned integers stand for signed ones: both wrap around to the same bits.
template <class T> struct Arithmetic {
  using Element = T;
  static CW_INLINE T join(T sum, T a, T b) { return static_cast<T>(wrapping(sum) + wrapping(a) * wrapping(b)); }
  static CW_INLINE T add(T sum, T x) { return static_cast<T>(wrapping(sum) + wrapping(x)); }
  template <class V> static CW_INLINE V join(V sum, V a, V b) { return sum + a * b; }
  template <class V> static CW_INLINE V add(V sum, V x) { return sum + x; }
};
// "Or" of "and", of bytes that are 0 or 1.
struct Logic {
  using Element = uint8_t;
  template <class V> static CW_INLINE V join(V sum, V a, V b) { return static_cast<V>(sum | (a & b)); }
  template <class V> static CW_INLINE V add(V sum, V x) { return static_cast<V>(sum | x); }
};

// A tile is `rows` by `vectors` vectors, measured on Zen 4 and 5: as many sums as the registers hold beside what they are made from (32 registers with
// AVX-512, else 16). `depth` is the run of k: a panel of A of that length (rows * depth) stays in L1 while panels of B pass by.
#if CW_VECTOR_BYTES == 64
constexpr int tile_rows = 8;
constexpr int tile_vectors = 3;
constexpr int64_t depth = 256;
#elif CW_VECTOR_BYTES == 32
constexpr int tile_rows = 6;
constexpr int tile_vectors = 2;
constexpr int64_t depth = 384;
#else
constexpr int tile_rows = 4;
constexpr int tile_vectors = 2;
constexpr int64_t depth = 256;
#endif

template <class T> constexpr int64_t tile_columns = tile_vectors * (CW_VECTOR_BYTES / static_cast<int64_t>(sizeof(T)));

// A strided matrix.
template <class T> struct Matrix {
  T* data;
  int64_t row;     // elements from one row to the next
  int64_t column;  // elements from one column to the next
  CW_INLINE T* at(int64_t i, int64_t j) const { return data + i * row + j * column; }
};

// Adds a·b to a tile. `b` is a packed panel: tile_columns elements for each k. `a` is a packed panel (tile_rows elements for each k) or a matrix as it
// stands. Columns of c are neighbors; `fresh`: what is in c does not count.
template <class Algebra, bool Packed>
CW_INLINE void whole_tile(int64_t k, Matrix<const typename Algebra::Element> a, const typename Algebra::Element* b,
                          typename Algebra::Element* c, int64_t c_row, bool fresh) {
  using T = typename Algebra::Element;
  typedef T V __attribute__((vector_size(CW_VECTOR_BYTES)));
  typedef T Unaligned __attribute__((vector_size(CW_VECTOR_BYTES), aligned(alignof(T)), may_alias));
  constexpr int lanes = CW_VECTOR_BYTES / static_cast<int>(sizeof(T));
  V sums[tile_rows][tile_vectors] = {};
  for (int64_t p = 0; p < k; p++) {
    V columns[tile_vectors];
#pragma GCC unroll 4
    for (int j = 0; j < tile_vectors; j++) columns[j] = *static_cast<const V*>(static_cast<const void*>(b + j * lanes));
    b += tile_columns<T>;
#pragma GCC unroll 8
    for (int i = 0; i < tile_rows; i++) {
      const T element = Packed ? a.data[p * tile_rows + i] : *a.at(i, p);
      const V repeated = element - V{};
#pragma GCC unroll 4
      for (int j = 0; j < tile_vectors; j++) sums[i][j] = Algebra::join(sums[i][j], repeated, columns[j]);
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < tile_rows; i++) {
#pragma GCC unroll 4
    for (int j = 0; j < tile_vectors; j++) {
      auto* to = static_cast<Unaligned*>(static_cast<void*>(c + i * c_row + j * lanes));
      *to = fresh ? sums[i][j] : Algebra::add(static_cast<V>(*to), sums[i][j]);
    }
  }
}

// Any tile: one at the lower or right edge goes through a buffer. All of the panels is read, so they are packed with zeros where the matrix ends.
template <class Algebra, bool Packed>
void tile(int64_t rows, int64_t columns, int64_t k, Matrix<const typename Algebra::Element> a, const typename Algebra::Element* b,
          typename Algebra::Element* c, int64_t c_row, bool fresh) {
  using T = typename Algebra::Element;
  constexpr int64_t width = tile_columns<T>;
  if (rows == tile_rows && columns == width) return whole_tile<Algebra, Packed>(k, a, b, c, c_row, fresh);
  alignas(64) T buffer[tile_rows * width];
  whole_tile<Algebra, Packed>(k, a, b, buffer, width, true);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) c[i * c_row + j] = fresh ? buffer[i * width + j] : Algebra::add(c[i * c_row + j], buffer[i * width + j]);
}

}  // namespace
}  // namespace CW_ISA
