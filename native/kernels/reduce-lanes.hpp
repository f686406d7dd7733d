// Reductions whose accumulators elements are added to one by one.
#pragma once
#include "reduce-walk.hpp"

#if defined(__clang__)
#define CW_REDUCE_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define CW_REDUCE_INDEPENDENT _Pragma("GCC ivdep")
#endif

namespace CW_ISA {
namespace {

// What the accumulators of one set look like: lane j has seen elements j, j + 32, … of its block, whatever the width of a vector.
constexpr int64_t lanes = 32;

// A reduction whose accumulators P adds elements to one by one: `set` accumulators a lane, joined to the slot after every block.
//   P::identity(set), P::add(acc…, x), P::fold(acc…, other acc…), P::into(fields, acc…, count)
// With P::in_vectors, P::Several<V, n> are n vectors of accumulators of one slot in registers: load(acc, stride), add(which, elements) or
// add(which, elements, the next elements), store(acc, stride), the sets `stride` apart. If there is a P::Hoped<V, n>, it does less and tells whether
// that was too little (failed()): then it is done again with Several. Where P::Several<V, n>::of_any_slots is there, its vectors may be of different slots.
template <class P> struct Lanes : P {
  using typename P::Acc;
  using typename P::Field;
  using typename P::In;
  struct Row {
    alignas(64) Acc acc[P::sets][lanes];
  };
  static constexpr int64_t row_block = 4096;
  // About as many as are added up in an accumulator of a row.
  static constexpr int64_t column_block = 120;

  static void start(Row& row, Fields<Field>, bool) {
    for (int set = 0; set < P::sets; ++set)
      for (Acc& lane : row.acc[set]) lane = P::identity(set);
  }

  static void row(Row& row, const In* x, int64_t n, int64_t phase, bool) {
    int64_t i = 0;
    for (; i < n && (phase + i) % lanes != 0; ++i) add(row, (phase + i) % lanes, x[i]);
    if (n - i >= lanes) i += groups(row, x + i, (n - i) / lanes) * lanes;
    for (int64_t lane = 0; i < n; ++i, ++lane) add(row, lane, x[i]);
  }

  static void join(Row& row, Fields<Field> slot, int64_t count, int64_t) {
    int64_t width = lanes;
    // Lanes that saw nothing would change nothing.
    while (width > 1 && width / 2 >= count) width /= 2;
    for (int64_t half = width / 2; half > 0; half /= 2) {
      for (int64_t lane = 0; lane < half; ++lane) {
        if constexpr (P::sets == 1) P::fold(row.acc[0][lane], row.acc[0][lane + half]);
        else P::fold(row.acc[0][lane], row.acc[1][lane], row.acc[0][lane + half], row.acc[1][lane + half]);
      }
    }
    if constexpr (P::sets == 1) P::into(slot, row.acc[0][0], count);
    else P::into(slot, row.acc[0][0], row.acc[1][0], count);
  }

  static void start_columns(Acc* acc, int64_t stride, int64_t n, Fields<Field>) {
    for (int set = 0; set < P::sets; ++set)
      for (int64_t i = 0; i < n; ++i) acc[set * stride + i] = P::identity(set);
  }

  template <int64_t rows> static void columns(Acc* acc, int64_t stride, Fields<Field>, const In* x, int64_t k, int64_t n, int64_t) {
    int64_t i = 0;
    if constexpr (P::in_vectors) {
      constexpr int64_t width = vector_width<Acc>;
      constexpr int64_t vectors = 64 / CW_VECTOR_BYTES;  // of a cache line
      RowsOfColumns<rows, In> from(x, k);
      // Two lines of a row one after the other, where that is all there is to do: sums are read at 0.97 instead of 0.92 of a plain read's rate.
      if constexpr (vectors == 1 && !hopes && requires { P::template Several<Vector<Acc>, 1>::of_any_slots; }) {
        for (; i + 2 * width <= n; i += 2 * width, from.advance(2 * width))
          with_hope<2>(acc + i, stride, [&]<class S>(S& some) {
            for (int64_t j = 0; j < 2; ++j) add_all<rows>(some, j, [&](int64_t r) { return load_as<Acc>(from.at(r) + j * width); });
          });
      }
      for (; i + vectors * width <= n; i += vectors * width, from.advance(vectors * width)) {
        for (int64_t j = 0; j < vectors * width; j += width) {
          with_hope<1>(acc + i + j, stride, [&]<class S>(S& some) {
            if (rows > 1 && j == 0) from.template ask<S::reads.column>();
            add_all<rows>(some, 0, [&](int64_t r) { return load_as<Acc>(from.at(r) + j); });
          });
        }
      }
    }
    CW_REDUCE_INDEPENDENT
    for (; i < n; ++i) {
      Acc a = acc[i];
      if constexpr (P::sets == 1) {
        for (int64_t r = 0; r < rows; ++r) P::add(a, x[r * k + i]);
      } else {
        Acc b = acc[stride + i];
        for (int64_t r = 0; r < rows; ++r) P::add(a, b, x[r * k + i]);
        acc[stride + i] = b;
      }
      acc[i] = a;
    }
  }

  static void join_columns(Acc* acc, int64_t stride, Fields<Field> slots, int64_t n, int64_t count) {
    CW_REDUCE_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) {
      if constexpr (P::sets == 1) P::into(slots.from(i), acc[i], count);
      else P::into(slots.from(i), acc[i], acc[stride + i], count);
    }
  }

  static void finish(Fields<Field>, int64_t, const double*) {}

 private:
  static void add(Row& row, int64_t lane, In x) {
    if constexpr (P::sets == 1) P::add(row.acc[0][lane], x);
    else P::add(row.acc[0][lane], row.acc[1][lane], x);
  }

  static constexpr bool hopes = requires { typename P::template Hoped<Vector<Acc>, 1>; };

  // Adds vectors to n vectors of accumulators in registers, which `add_to` is given.
  template <int64_t n, class AddTo> static void with_hope(Acc* acc, int64_t stride, AddTo add_to) {
    using V = Vector<Acc>;
    if constexpr (hopes) {
      typename P::template Hoped<V, n> some;
      some.load(acc, stride);
      add_to(some);
      if (__builtin_expect(!some.failed(), 1)) return some.store(acc, stride);
    }
    typename P::template Several<V, n> some;
    some.load(acc, stride);
    add_to(some);
    some.store(acc, stride);
  }

  template <int64_t rows, class S, class Elements> static void add_all(S& some, int64_t j, Elements elements) {
    int64_t r = 0;
    if constexpr (requires { some.add(j, elements(0), elements(1)); })
      for (; r + 2 <= rows; r += 2) some.add(j, elements(r), elements(r + 1));
    for (; r < rows; ++r) some.add(j, elements(r));
  }

  // Whole groups of 32, the accumulators in registers.
  static int64_t groups(Row& row, const In* x, int64_t count) {
    if constexpr (P::in_vectors) {
      constexpr int64_t width = vector_width<Acc>;
      // Where vectors are short, all lanes' accumulators are more than there are registers: some lanes go first, and the rest finds the elements in L1.
      constexpr int64_t vectors = lanes / width < 8 ? lanes / width : 8;
      constexpr int64_t stretch = 16;
      for (int64_t done = 0; done < count; done += stretch) {
        const int64_t end = count - done < stretch ? count : done + stretch;
        for (int64_t first = 0; first < lanes; first += vectors * width) {
          with_hope<vectors>(row.acc[0] + first, lanes, [&]<class S>(S& some) {
            int64_t group = done;
            const auto next = [&](auto rows) {
              const In* from = x + first + group * lanes;
              for (int64_t line = 0; line < rows.rows * lanes; line += 64 / static_cast<int64_t>(sizeof(In)))
                if (first == 0) prefetch<S::reads.row>(from + line);
              for (int64_t j = 0; j < vectors; ++j) add_all<rows.rows>(some, j, [&](int64_t r) { return load_as<Acc>(from + r * lanes + j * width); });
              group += rows.rows;
            };
            while (group + 2 <= end) next(Rows<2>{});
            if (group < end) next(Rows<1>{});
          });
        }
      }
      return count;
    }
    Acc acc[P::sets][lanes];
    for (int set = 0; set < P::sets; ++set)
      for (int64_t lane = 0; lane < lanes; ++lane) acc[set][lane] = row.acc[set][lane];
    for (int64_t group = 0; group < count; ++group, x += lanes) {
      for (int64_t lane = 0; lane < lanes; ++lane) {
        if constexpr (P::sets == 1) P::add(acc[0][lane], x[lane]);
        else P::add(acc[0][lane], acc[1][lane], x[lane]);
      }
    }
    for (int set = 0; set < P::sets; ++set)
      for (int64_t lane = 0; lane < lanes; ++lane) row.acc[set][lane] = acc[set][lane];
    return count;
  }
};

}  // namespace
}  // namespace CW_ISA
