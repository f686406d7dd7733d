// What every kernel is. See native/README.md.
// Kernel sources include this, <stdint.h>, <stddef.h> and the intrinsics header, nothing else: an inline function of the
// standard library compiled with -mavx512f and kept by the linker would crash older machines.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Each ISA is built from the same sources into its own namespace, so that the linker cannot merge them. What is in `cw` is the same for all: data
// without code.
#ifndef CW_ISA
#define CW_ISA base
#endif
// Bytes of a vector register: 16 (x86-64-v2, NEON, WASM), 32 (v3), 64 (v4).
#ifndef CW_VECTOR_BYTES
#define CW_VECTOR_BYTES 16
#endif

namespace cw {

// The codes of src/chunk/dtype.ts.
enum class DType : int32_t { b1 = 0, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, none = -1 };

enum class [[nodiscard]] Status : int32_t {
  ok = 0,
  more = 1,     // the output is full: call again with another buffer, the state goes on
  stopped = 2,  // *stop was set
  domain = 3,   // the data are outside what the operation takes (an index out of bounds, a negative count …)
  scratch = 4,  // the caller gave too little scratch memory (a bug of ours)
};

struct Span {
  void* data;
  int64_t step;      // elements from one to the next: 1 dense, 0 one value repeated
  uint64_t* valid;   // validity bitmap of a column; null for arrays
  int64_t* offsets;  // offsets of a text column; null for arrays
  int64_t length;    // elements
};

struct Scratch {
  uint8_t* data;  // 64-byte aligned
  int64_t bytes;
};

// Parameters are doubles: integers up to 2^53 are exact; a 64-bit word takes two (low 32 bits, high 32 bits).
struct Call {
  const Span* in;
  Span* out;
  int64_t n;
  const double* params;
  void* state;
  Scratch scratch;
  const volatile int32_t* stop;  // nonzero: give up soon with Status::stopped; may be null
};

using Kernel = Status (*)(const Call&) noexcept;

// One row of a family's table: name and dtype make the key "add:float64" that TypeScript looks up.
struct Entry {
  const char* name;
  DType dtype;
  Kernel run;
  int32_t state_bytes = 0;  // of Call::state, 8-byte aligned, zeroed before the first call of a run
};

struct KernelSet {
  const Entry* entries;
  int64_t count;
};

}  // namespace cw

namespace CW_ISA {
using namespace cw;
}
