// The walk that reductions share: from the elements of a call to rows, or rows of columns, and to the slots.
#pragma once
#include "reduce.hpp"

namespace CW_ISA {
namespace {

// Columns are taken this many at a time, so that what is added up for them stays in L2 while the rows go by. Fewer, and reading starts anew more often:
// 10,000 columns in one go rather than two are read at 0.90, 0.84, 0.88 of a plain read's rate (sum, max, nanmean) rather than 0.87, 0.79, 0.81.
constexpr int64_t column_tile = 12288;
// Rows that go into the accumulators of a column in one go: each costs one load then, not three memory operations, and what is read of the accumulators
// is less. On Zen 5, one thread, var of columns is read at 0.79, 0.90, 0.91, 0.78 of a plain read's rate with 8, 12, 13, 14 rows. Blocks of rows are multiples
// of both.
constexpr int64_t rows_at_once = 8;
constexpr int64_t most_rows_at_once = CW_VECTOR_BYTES == 64 ? 12 : rows_at_once;
template <int64_t n> struct Rows {
  static constexpr int64_t rows = n;
};

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

template <class R> void feed_columns(ReduceState& s, const Call& call, Fields<typename R::Field> fields) {
  auto* acc = reinterpret_cast<typename R::Acc*>(call.scratch.data);
  const auto* x = static_cast<const typename R::In*>(call.in[0].data);
  const int64_t k = s.inner;
  for (int64_t left = call.n; left > 0;) {
    const int64_t in_block = s.row % R::column_block;
    const auto slots = fields.from(s.slot);
    int64_t rows = 1;
    const int64_t columns = k - s.at < left ? k - s.at : left;
    if (columns == k) {
      rows = s.run - s.row < R::column_block - in_block ? s.run - s.row : R::column_block - in_block;
      if (rows > left / k) rows = left / k;
    }
    const bool ends = in_block + rows == R::column_block || s.row + rows == s.run;
    for (int64_t from = s.at, end = s.at + columns; from < end; from += column_tile) {
      const int64_t tile = end - from < column_tile ? end - from : column_tile;
      const auto tile_slots = slots.from(from);
      const auto* first = x + (from - s.at);
      if (in_block == 0 && s.row == 0 && !s.revisits) clear_slots<R>(tile_slots, tile);
      if (in_block == 0) R::start_columns(acc + from, k, tile, tile_slots);
      int64_t r = 0;
      const auto together = [&](auto count) {
        R::template columns<count.rows>(acc + from, k, tile_slots, first + r * k, k, tile, s.first_position + s.row + r);
        r += count.rows;
      };
      if constexpr (most_rows_at_once > rows_at_once)
        while (rows - r >= most_rows_at_once && rows - r != 2 * rows_at_once) together(Rows<most_rows_at_once>{});
      while (rows - r >= rows_at_once) together(Rows<rows_at_once>{});
      while (r < rows) together(Rows<1>{});
      if (ends) R::join_columns(acc + from, k, tile_slots, tile, in_block + rows);
    }
    x += rows * columns;
    left -= rows * columns;
    s.at += columns;
    if (s.at < k) continue;
    s.at = 0;
    s.row += rows;
    if (s.row < s.run) continue;
    s.row = 0;
    next_run(s);
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

}  // namespace
}  // namespace CW_ISA
