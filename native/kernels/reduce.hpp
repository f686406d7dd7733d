// How reductions are written down, and what they keep while elements go by.
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

constexpr int64_t reduce_dimensions = 32;

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

}  // namespace
}  // namespace CW_ISA
