// How reductions are written down, and the walk they share.
//
// `reduce/<name>` takes the elements of a domain in C order, a stretch a call, and fills a state: fields-major, 8 bytes a field,
// as many slots as there are kept elements. Params, as src/kernels/reducers.ts writes them:
//
//   groups, groups × (extent, 1 if reduced), and for positions: axes, axes × (extent here, stride in the whole array), first position
//
// Groups are neighboring axes that are all reduced or all kept. The innermost group is either a *row* (reduced: R::row sees it in blocks of
// R::row_block elements from its start, maybe in parts, and is told whether a part is all of one; R::start, whether the slot has seen nothing yet)
// or *columns* (kept: R::columns sees up to R::column_block rows of them before they are joined to the slots). Blocks start where rows and
// runs of rows start, never where a call happens to: how the elements are cut into calls changes no bit.
#pragma once
#include "reduce-vector.hpp"

namespace CW_ISA {
namespace {

#if defined(__clang__)
#define CW_REDUCE_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define CW_REDUCE_INDEPENDENT _Pragma("GCC ivdep")
#endif

constexpr int64_t reduce_dimensions = 32;
// Columns are taken this many at a time, so that what is added up for them stays in L2 while the rows go by. Fewer, and reading starts anew more often:
// 10,000 columns in one go rather than two are read at 0.90, 0.84, 0.88 of a plain read's rate (sum, max, nanmean) rather than 0.87, 0.79, 0.81.
constexpr int64_t column_tile = 12288;
// Rows that go into the accumulators of a column in one go: each costs one load then, not three memory operations.
constexpr int64_t rows_at_once = 8;
// How many bytes of a row, and of each row of columns, are asked for ahead of those that are added up. On Zen 5, one thread, of the bandwidth of a
// plain read: nanmean of rows 0.75 without, 0.91 with; of columns 0.68, and 0.74, 0.83, 0.79 for 512, 1024, 2048.
constexpr int64_t row_ahead = 4096;
constexpr int64_t column_ahead = 1024;

struct ReduceState {
  int64_t started, position, total, slots;
  int64_t columns;   // whether the innermost group is kept
  int64_t inner;     // elements of a row, or columns
  int64_t run;       // rows of a run (columns only)
  int64_t revisits;  // whether slots get more than one run
  int64_t at;        // element of the row, or column
  int64_t row;       // of the run
  int64_t outer;     // groups around rows or runs
  int64_t extent[reduce_dimensions], slot_stride[reduce_dimensions], position_stride[reduce_dimensions], index[reduce_dimensions];
  int64_t slot;           // of the row, or the first column's
  int64_t first_position; // of the row or run, among the reduced elements
};

// The state of slot 0; field k of slot s is at [k * slots + s].
template <class F> struct Fields {
  F* data;
  int64_t slots;
  F& operator()(int64_t field, int64_t slot = 0) const { return data[field * slots + slot]; }
  Fields from(int64_t slot) const { return {data + slot, slots}; }
};

struct Layout {
  int64_t groups;
  const double* words;
  int64_t extent(int64_t group) const { return static_cast<int64_t>(words[2 * group]); }
  bool reduced(int64_t group) const { return words[2 * group + 1] != 0; }
  const double* after() const { return words + 2 * groups; }
};
inline Layout layout_of(const double* params) { return {static_cast<int64_t>(params[0]), params + 1}; }

inline void next_run(ReduceState& s) {
  for (int64_t k = s.outer - 1; k >= 0; --k) {
    s.slot += s.slot_stride[k];
    s.first_position += s.position_stride[k];
    if (++s.index[k] < s.extent[k]) return;
    s.index[k] = 0;
    s.slot -= s.slot_stride[k] * s.extent[k];
    s.first_position -= s.position_stride[k] * s.extent[k];
  }
}

inline Status read_layout(ReduceState& s, const double* params) {
  const Layout layout = layout_of(params);
  if (layout.groups < 0 || layout.groups > reduce_dimensions) return Status::scratch;
  s.total = s.slots = s.inner = s.run = 1;
  int64_t last = layout.groups - 1;
  int64_t slot_stride = 1;
  int64_t position_stride = 1;
  if (last < 0 || !layout.reduced(last)) {
    s.columns = 1;
    if (last >= 0) s.inner = s.slots = slot_stride = layout.extent(last--);
    if (last >= 0 && layout.reduced(last)) s.run = position_stride = layout.extent(last--);
  } else {
    s.inner = position_stride = layout.extent(last--);
  }
  s.total = s.inner * s.run;
  s.outer = last + 1;
  for (int64_t k = last; k >= 0; --k) {
    const int64_t extent = layout.extent(k);
    s.extent[k] = extent;
    s.slot_stride[k] = layout.reduced(k) ? 0 : slot_stride;
    s.position_stride[k] = layout.reduced(k) ? position_stride : 0;
    if (layout.reduced(k)) {
      position_stride *= extent;
      s.revisits = 1;
    } else {
      slot_stride *= extent;
      s.slots *= extent;
    }
    s.total *= extent;
  }
  return Status::ok;
}

template <class R> void clear_slots(Fields<typename R::Field> fields, int64_t n) {
  for (int64_t slot = 0; slot < n; ++slot) R::clear(fields.from(slot));
}

template <class R> Status begin(ReduceState& s, const Call& call) {
  if (const Status status = read_layout(s, call.params); status != Status::ok) return status;
  const Fields<typename R::Field> fields{static_cast<typename R::Field*>(call.out[0].data), s.slots};
  if (call.out[0].length < R::fields * s.slots) return Status::scratch;
  const int64_t bytes = s.columns ? (s.run > 1 ? R::sets * s.inner * 8 : 0) : static_cast<int64_t>(sizeof(typename R::Row));
  if (call.scratch.bytes < bytes) return Status::scratch;
  if (s.revisits || s.total == 0) clear_slots<R>(fields, s.slots);
  s.started = 1;
  return Status::ok;
}

// Elements of one row after the other.
template <class R> void feed_rows(ReduceState& s, const Call& call, Fields<typename R::Field> fields) {
  auto& row = *reinterpret_cast<typename R::Row*>(call.scratch.data);
  const auto* x = static_cast<const typename R::In*>(call.in[0].data);
  for (int64_t left = call.n; left > 0;) {
    const int64_t in_block = s.at % R::row_block;
    int64_t n = s.inner - s.at < R::row_block - in_block ? s.inner - s.at : R::row_block - in_block;
    if (n > left) n = left;
    if (in_block == 0) R::start(row, fields.from(s.slot), s.at == 0 && !s.revisits);
    R::row(row, x, n, in_block, in_block == 0 && (n == R::row_block || s.at + n == s.inner));
    x += n;
    left -= n;
    s.at += n;
    if (s.at != s.inner && in_block + n != R::row_block) continue;
    const auto slot = fields.from(s.slot);
    if (s.at <= R::row_block && !s.revisits) R::clear(slot);
    R::join(row, slot, in_block + n, s.first_position + s.at - in_block - n);
    if (s.at == s.inner) {
      s.at = 0;
      next_run(s);
    }
  }
}

// A block of rows of columns is full, or the run is over.
template <class R> void join_columns(ReduceState& s, typename R::Acc* acc, Fields<typename R::Field> fields, int64_t rows) {
  const auto slots = fields.from(s.slot);
  R::join_columns(acc, s.inner, slots, s.inner, rows);
  if (s.row == s.run) {
    s.row = 0;
    next_run(s);
  }
}

template <class R> void feed_columns(ReduceState& s, const Call& call, Fields<typename R::Field> fields) {
  auto* acc = reinterpret_cast<typename R::Acc*>(call.scratch.data);
  const auto* x = static_cast<const typename R::In*>(call.in[0].data);
  const int64_t k = s.inner;
  for (int64_t left = call.n; left > 0;) {
    const int64_t in_block = s.row % R::column_block;
    const auto slots = fields.from(s.slot);
    if (in_block == 0 && s.at == 0) {
      if (s.row == 0 && !s.revisits) clear_slots<R>(slots, k);
      R::start_columns(acc, k, k, slots);
    }
    int64_t rows = 1;
    int64_t columns = k - s.at < left ? k - s.at : left;
    if (columns == k) {
      rows = s.run - s.row < R::column_block - in_block ? s.run - s.row : R::column_block - in_block;
      if (rows > left / k) rows = left / k;
    }
    for (int64_t from = s.at, end = s.at + columns; from < end; from += column_tile) {
      const int64_t width = end - from < column_tile ? end - from : column_tile;
      const auto* tile = x + (from - s.at);
      int64_t r = 0;
      for (; r + rows_at_once <= rows; r += rows_at_once)
        R::template columns<rows_at_once>(acc + from, k, slots.from(from), tile + r * k, k, width, s.first_position + s.row + r);
      for (; r < rows; ++r) R::template columns<1>(acc + from, k, slots.from(from), tile + r * k, k, width, s.first_position + s.row + r);
    }
    x += rows * columns;
    left -= rows * columns;
    s.at += columns;
    if (s.at < k) continue;
    s.at = 0;
    s.row += rows;
    if (in_block + rows == R::column_block || s.row == s.run) join_columns<R>(s, acc, fields, in_block + rows);
  }
}

// Runs of one row: every element has its own slot, and nothing is kept from tile to tile.
template <class R> void feed_singles(ReduceState& s, const Call& call, Fields<typename R::Field> fields) {
  constexpr int64_t width = 256;
  alignas(64) typename R::Acc acc[R::sets * width];
  const auto* x = static_cast<const typename R::In*>(call.in[0].data);
  for (int64_t left = call.n; left > 0;) {
    int64_t n = s.inner - s.at < left ? s.inner - s.at : left;
    if (n > width) n = width;
    const auto slots = fields.from(s.slot + s.at);
    if (!s.revisits) clear_slots<R>(slots, n);
    R::start_columns(acc, width, n, slots);
    R::template columns<1>(acc, width, slots, x, 0, n, s.first_position);
    R::join_columns(acc, width, slots, n, 1);
    x += n;
    left -= n;
    s.at += n;
    if (s.at == s.inner) {
      s.at = 0;
      next_run(s);
    }
  }
}

template <class R> Status reduce(const Call& call) noexcept {
  auto& s = *static_cast<ReduceState*>(call.state);
  if (!s.started) {
    if (const Status status = begin<R>(s, call); status != Status::ok) return status;
  }
  if (call.n > s.total - s.position || (call.n > 1 && call.in[0].step != 1)) return Status::scratch;
  const Fields<typename R::Field> fields{static_cast<typename R::Field*>(call.out[0].data), s.slots};
  if (!s.columns) feed_rows<R>(s, call, fields);
  else if (s.run > 1) feed_columns<R>(s, call, fields);
  else feed_singles<R>(s, call, fields);
  s.position += call.n;
  if (s.position == s.total) R::finish(fields, s.slots, layout_of(call.params).after());
  return Status::ok;
}

// in[0] and in[1], states of n slots → out[0], which may be in[0].
template <class R> Status merge(const Call& call) noexcept {
  using F = typename R::Field;
  const int64_t length = R::fields * call.n;
  if (call.in[0].length < length || call.in[1].length < length || call.out[0].length < length) return Status::scratch;
  auto* out = static_cast<F*>(call.out[0].data);
  const auto* first = static_cast<const F*>(call.in[0].data);
  if (first != out)
    for (int64_t i = 0; i < length; ++i) out[i] = first[i];
  auto* second = const_cast<F*>(static_cast<const F*>(call.in[1].data));
  R::merge(Fields<F>{out, call.n}, Fields<F>{second, call.n}, call.n);
  return Status::ok;
}

// in[0], a state of n slots → out[0].
template <class R> Status finish(const Call& call) noexcept {
  using F = typename R::Field;
  if (call.in[0].length < R::fields * call.n || call.out[0].length < call.n) return Status::scratch;
  auto* state = const_cast<F*>(static_cast<const F*>(call.in[0].data));
  return R::final(Fields<F>{state, call.n}, static_cast<typename R::Out*>(call.out[0].data), call.n, call.params);
}

// What the accumulators of one set look like: lane j has seen elements j, j + 32, … of its block, whatever the width of a vector.
constexpr int64_t lanes = 32;

// A reduction whose accumulators P adds elements to one by one: `set` accumulators a lane, joined to the slot after every block.
//   P::identity(set), P::add(acc…, x), P::fold(acc…, other acc…), P::into(fields, acc…, count)
// With P::in_vectors, P::Several<V, n> are n vectors of accumulators of one slot in registers: load(acc, stride), add(which, elements),
// store(acc, stride), the sets `stride` apart.
template <class P> struct Lanes : P {
  using typename P::Acc;
  using typename P::Field;
  using typename P::In;
  struct Row {
    alignas(64) Acc acc[P::sets][lanes];
  };
  static constexpr int64_t row_block = 4096;
  static constexpr int64_t column_block = 64;

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
      for (; i + vectors * width <= n; i += vectors * width) {
        typename P::template Several<Vector<Acc>, 1> some[vectors];
        for (int64_t j = 0; j < vectors; ++j) some[j].load(acc + i + j * width, stride);
        for (int64_t r = 0; r < rows; ++r) {
          if constexpr (rows > 1) prefetch<column_ahead>(x + r * k + i);
          for (int64_t j = 0; j < vectors; ++j) some[j].add(0, load_as<Acc>(x + r * k + i + j * width));
        }
        for (int64_t j = 0; j < vectors; ++j) some[j].store(acc + i + j * width, stride);
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

  // Whole groups of 32, the accumulators in registers.
  static int64_t groups(Row& row, const In* x, int64_t count) {
    if constexpr (P::in_vectors) {
      constexpr int64_t width = vector_width<Acc>;
      // Where vectors are short, all lanes' accumulators are more than there are registers: some lanes go first, and the rest finds the elements in L1.
      constexpr int64_t vectors = lanes / width < 8 ? lanes / width : 8;
      for (int64_t first = 0; first < lanes; first += vectors * width) {
        typename P::template Several<Vector<Acc>, vectors> some;
        some.load(row.acc[0] + first, lanes);
        const In* from = x + first;
        for (int64_t group = 0; group < count; ++group, from += lanes) {
          for (int64_t line = 0; line < lanes; line += 64 / static_cast<int64_t>(sizeof(In)))
            if (first == 0) prefetch<row_ahead>(from + line);
          for (int64_t j = 0; j < vectors; ++j) some.add(j, load_as<Acc>(from + j * width));
        }
        some.store(row.acc[0] + first, lanes);
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
