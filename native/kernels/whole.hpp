// What kernels over whole operands share: how their table is written down, and how their parameters are read.
//
// Operands are dense `[outer, n, inner]`, sorted (or summed, …) along n, unless a kernel takes strides: then the parameters have a layout. TypeScript
// (src/kernels/whole/) splits axes, allocates and checks. Where input and output may be the same buffer, the kernel says so.
#pragma once
#include "table.hpp"

namespace CW_ISA {
namespace {

template <class Shape, DType... D>
constexpr Rows<sizeof...(D)> each(const char* name, DTypes<D...>) {
  return {{{name, D, Shape::template kernel<D>}...}};
}

// Kernels that only move elements are built once for each size.
template <int64_t Bytes> struct MovedOf;
template <> struct MovedOf<1> { using type = uint8_t; };
template <> struct MovedOf<2> { using type = uint16_t; };
template <> struct MovedOf<4> { using type = uint32_t; };
template <> struct MovedOf<8> { using type = uint64_t; };
template <class T> using Moved = typename MovedOf<sizeof(T)>::type;

template <class Shape, DType... D>
constexpr Rows<sizeof...(D)> moves(const char* name, DTypes<D...>) {
  return {{{name, D, Shape::template kernel<Moved<Element<D>>>}...}};
}

// Reads parameters one after the other.
class Params {
 public:
  explicit Params(const Call& call) : next_(call.params) {}
  explicit Params(const double* next) : next_(next) {}
  int64_t integer() { return static_cast<int64_t>(*next_++); }
  double number() { return *next_++; }
  const double* rest() const { return next_; }

 private:
  const double* next_;
};

constexpr int64_t max_axes = 32;

// Axes of `ndim` operands walked together; the last is the fastest.
template <int Operands> struct Layout {
  int64_t ndim;
  int64_t shape[max_axes];
  int64_t strides[Operands][max_axes];

  // ndim, shape, then the strides of each operand.
  explicit Layout(Params& params) : ndim(params.integer()) {
    for (int64_t axis = 0; axis < ndim; axis++) shape[axis] = params.integer();
    for (auto& own : strides)
      for (int64_t axis = 0; axis < ndim; axis++) own[axis] = params.integer();
  }
  // Calls `visit(offsets)` with each operand's offset, in C order over the first `axes` axes.
  template <class Visit> void walk(int64_t axes, Visit visit) const {
    int64_t index[max_axes] = {};
    int64_t at[Operands] = {};
    for (int64_t axis = 0; axis < axes; axis++)
      if (shape[axis] == 0) return;
    for (;;) {
      visit(at);
      int64_t axis = axes - 1;
      for (; axis >= 0; axis--) {
        if (++index[axis] < shape[axis]) {
          for (int k = 0; k < Operands; k++) at[k] += strides[k][axis];
          break;
        }
        index[axis] = 0;
        for (int k = 0; k < Operands; k++) at[k] -= strides[k][axis] * (shape[axis] - 1);
      }
      if (axis < 0) return;
    }
  }
};

CW_INLINE bool stopped(const Call& call) { return call.stop != nullptr && *call.stop != 0; }

// Scratch memory handed out piece by piece, each on a cache line.
class Workspace {
 public:
  explicit Workspace(const Call& call) : next_(call.scratch.data), left_(call.scratch.bytes) {}
  // Null when there is too little, and from then on: it is enough to look at what was taken last.
  template <class T> T* take(int64_t count) {
    const int64_t bytes = (count * static_cast<int64_t>(sizeof(T)) + 63) / 64 * 64;
    if (bytes > left_) {
      left_ = -1;
      return nullptr;
    }
    uint8_t* taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return static_cast<T*>(static_cast<void*>(taken));
  }

 private:
  uint8_t* next_;
  int64_t left_;
};

template <class T> CW_INLINE const T* input(const Call& call, int i = 0) { return static_cast<const T*>(call.in[i].data); }
template <class T> CW_INLINE T* output(const Call& call, int i = 0) { return static_cast<T*>(call.out[i].data); }

}  // namespace
}  // namespace CW_ISA
