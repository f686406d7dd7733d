// Runs a chain of kernels, source → elementwise → reduction, tile by tile.
#pragma once
#include "kernel.hpp"

namespace cw {

struct Buffer {
  uint8_t* data;
  int64_t bytes;
};

// `words` says what to do (src/kernels/tile.ts writes them), `frame` on what (src/kernels/tile-frame.ts): elements start … start + n - 1 of a domain in C
// order. `buffers` are the inputs, then the outputs. `state` is working memory; what kernels keep there goes on from call to call.
struct ProgramCall {
  const double* words;
  int64_t word_count;
  const double* frame;
  int64_t frame_count;
  const Buffer* buffers;
  int64_t buffer_count;
  Buffer state;
  const volatile int32_t* stop;
};

// No index in words and frame is trusted: none makes it leave the buffers, as long as operands have the dtypes that their kernels take.
Status run_program(const Entry* kernels, int64_t count, const ProgramCall& call) noexcept;

}  // namespace cw
