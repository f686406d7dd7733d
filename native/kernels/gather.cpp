// Indexing by arrays. Indices become offsets (int64, in elements) once, and elements are moved by offsets.
#include "whole.hpp"

namespace CW_ISA {
namespace {

// in: indices, and offsets so far if params say so (may be the output). out: offsets. params: extent, first index that is there, how many are, step in
// elements, whether there are offsets to add to. Negative indices count from the end. An index that is not there is outside the domain.
struct Offsets {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Params params(call);
    const int64_t extent = params.integer();
    const int64_t first = params.integer();
    const int64_t count = params.integer();
    const int64_t step = params.integer();
    const bool more = params.integer() != 0;
    return (more ? fill<T, true> : fill<T, false>)(call, extent, first, count, step);
  }

 private:
  template <class T, bool More> static Status fill(const Call& call, int64_t extent, int64_t first, int64_t count, int64_t step) {
    const T* indices = input<T>(call);
    auto* out = output<int64_t>(call);
    bool bad = false;
    CW_INDEPENDENT
    for (int64_t i = 0; i < call.n; i++) {
      int64_t index;
      if constexpr (isFloat<T>) {
        // Half is no index; whatever cannot be converted becomes that.
        const T given = indices[i] >= T(-0x1p53) && indices[i] <= T(0x1p53) ? indices[i] : T(0.5);
        index = static_cast<int64_t>(given);
        bad |= static_cast<T>(index) != given;
      } else {
        index = static_cast<int64_t>(indices[i]);
        // Past the range of int64 an unsigned index would look negative.
        if constexpr (!isSigned<T>) bad |= index < 0;
      }
      index = (index < 0 ? static_cast<int64_t>(static_cast<uint64_t>(index) + static_cast<uint64_t>(extent)) : index) - first;
      bad |= static_cast<uint64_t>(index) >= static_cast<uint64_t>(count);
      const uint64_t offset = static_cast<uint64_t>(index) * static_cast<uint64_t>(step);
      out[i] = static_cast<int64_t>(offset) + (More ? input<int64_t>(call, 1)[i] : 0);
    }
    return bad ? Status::domain : Status::ok;
  }
};

// Adds to offsets those of every element of a strided operand, C order. in: offsets (may be the output). params: layout.
struct Ramp {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const Layout<1> layout(params);
    const auto* in = input<int64_t>(call);
    auto* out = output<int64_t>(call);
    const int64_t last = layout.ndim - 1;
    int64_t i = 0;
    layout.walk(last, [&](const int64_t* at) {
      for (int64_t j = 0; j < layout.shape[last]; j++, i++) out[i] = in[i] + at[0] + j * layout.strides[0][last];
    });
    return Status::ok;
  }
};

// params: offset of the strided operand, how many offsets, outer layout, inner layout. The other operand is dense, `[outer, offsets, inner]`.
struct Walk {
  int64_t offset;
  int64_t count;
  Layout<1> outer;
  Layout<1> inner;
  explicit Walk(Params params) : offset(params.integer()), count(params.integer()), outer(params), inner(params) {}

  // Calls `visit(strided, dense, n, step)` for each stretch of elements: where it starts on both sides, how long it is, and its stride on the strided side.
  template <class Visit> Status visit(const Call& call, const int64_t* offsets, Visit visit) const {
    const int64_t last = inner.ndim - 1;
    const int64_t n = last < 0 ? 1 : inner.shape[last];
    const int64_t step = last < 0 ? 1 : inner.strides[0][last];
    int64_t dense = 0;
    Status status = Status::ok;
    outer.walk(outer.ndim, [&](const int64_t* base) {
      if (stopped(call)) status = Status::stopped;
      if (status != Status::ok) return;
      for (int64_t i = 0; i < count; i++) {
        inner.walk(last < 0 ? 0 : last, [&](const int64_t* at) {
          visit(offset + base[0] + offsets[i] + at[0], dense, n, step);
          dense += n;
        });
      }
    });
    return status;
  }
};

// in: strided operand, offsets. out: dense.
struct Gather {
  template <class T> static Status kernel(const Call& call) noexcept {
    const Walk walk{Params(call)};
    const T* in = input<T>(call);
    const auto* offsets = input<int64_t>(call, 1);
    T* out = output<T>(call);
    if (walk.inner.ndim == 0) {
      int64_t dense = 0;
      walk.outer.walk(walk.outer.ndim, [&](const int64_t* base) {
        const T* from = in + walk.offset + base[0];
        for (int64_t i = 0; i < walk.count; i++) out[dense + i] = from[offsets[i]];
        dense += walk.count;
      });
      return Status::ok;
    }
    return walk.visit(call, offsets, [&](int64_t strided, int64_t dense, int64_t n, int64_t step) {
      const T* from = in + strided;
      T* to = out + dense;
      if (step == 1) {
        for (int64_t j = 0; j < n; j++) to[j] = from[j];
      } else {
        for (int64_t j = 0; j < n; j++) to[j] = from[j * step];
      }
    });
  }
};

// in: values (dense, `[outer, offsets, inner]`), offsets. out: strided operand, written in order: the last value at an offset stays.
struct Scatter {
  template <class T> static Status kernel(const Call& call) noexcept {
    const Walk walk{Params(call)};
    const T* in = input<T>(call);
    T* out = output<T>(call);
    return walk.visit(call, input<int64_t>(call, 1), [&](int64_t strided, int64_t dense, int64_t n, int64_t step) {
      for (int64_t j = 0; j < n; j++) out[strided + j * step] = in[dense + j];
    });
  }
};

constexpr auto table = family(each<Offsets>("offsets", Join<Integers, DTypes<DType::f64>>{}), each<Ramp>("ramp", DTypes<DType::i64>{}),
                              moves<Gather>("gather", All{}), moves<Scatter>("scatter", All{}));

}  // namespace

KernelSet gather_kernels() noexcept { return table; }

}  // namespace CW_ISA
