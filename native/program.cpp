#include "program-read.hpp"

namespace cw {
namespace {

// The length of the tile at `at`: it ends at the end of a row, or inside one after whole tiles.
int64_t tile_length(const Program& p, int64_t at, int64_t left) {
  int64_t length = p.tile;
  if (p.row > 0) {
    const int64_t rest = p.row - at % p.row;
    if (rest >= p.tile) length = p.tile;
    else length = rest + (p.tile - rest) / p.row * p.row;
  }
  return length < left ? length : left;
}

// Sets the inputs and outputs that are used where they are to the tile at `at`.
void place_operands(const Program& p, int64_t at, int64_t n) {
  for (int64_t i = 0; i < p.inputs; ++i) {
    const Input& input = p.input[i];
    Operand& operand = p.operand[i];
    if (input.contiguous()) operand.data = const_cast<uint8_t*>(input.data) + at * input.itemsize;
    if (input.contiguous() || (input.repeats() && !input.dense)) continue;
    operand = {p.gathered + i * p.register_bytes, 1, input.itemsize, 1 + i};
    const int64_t last = input.ndim - 1;
    const int64_t step = input.stride[last];
    if ((step == 1 || (step == 0 && !input.dense)) && at % input.extent[last] + n <= input.extent[last]) {
      int64_t index[max_dimensions];
      operand = {const_cast<uint8_t*>(locate(input, at, index)), step, input.itemsize, 0};
    }
  }
  Operand* outputs = p.operand + p.inputs + p.registers;
  for (int64_t i = 0; i < p.outputs; ++i) outputs[i].data = p.output[i] + at * outputs[i].itemsize;
}

Status run_instruction(const Program& p, const Instruction& one, int64_t at, int64_t n, const ProgramCall& call) {
  Operand& dest = p.operand[one.dest];
  if (one.kind == Kind::copy) {
    const Operand& from = p.operand[one.arg[0]];
    if (from.pending != 0) gather(p.input[from.pending - 1], at, n, dest.data);
    else if (n > 0) copy_run(dest.data, from.data, n, from.step, from.itemsize);
    return Status::ok;
  }
  Span in[max_args];
  for (int64_t k = 0; k < max_args; ++k) {
    Operand& arg = p.operand[one.arg[k]];
    if (arg.pending != 0 && n > 0) {
      gather(p.input[arg.pending - 1], at, n, arg.data);
      arg.pending = 0;
    }
    in[k] = {arg.data, arg.step, nullptr, nullptr, n};
  }
  Span out{dest.data, 1, nullptr, nullptr, n};
  if (one.kind == Kind::sink) {
    const int64_t output = one.dest - p.inputs - p.registers;
    out.data = p.output[output];
    out.length = p.output_bytes[output] / dest.itemsize;
  }
  return one.entry->run({in, &out, n, one.params, one.state, one.scratch, call.stop});
}

}  // namespace

Status run_program(const Entry* kernels, int64_t count, const ProgramCall& call) noexcept {
  Program p{};
  if (!read_program(p, kernels, count, call)) return Status::scratch;
  int64_t at = p.start;
  const int64_t end = p.start + p.n;
  do {
    if (call.stop != nullptr && *call.stop != 0) return Status::stopped;
    const int64_t n = tile_length(p, at, end - at);
    if (n > 0) place_operands(p, at, n);
    for (int64_t i = 0; i < p.instructions; ++i) {
      // Of nothing, only reductions make something.
      if (n == 0 && p.instruction[i].kind != Kind::sink) continue;
      if (const Status status = run_instruction(p, p.instruction[i], at, n, call); status != Status::ok) return status;
    }
    at += n;
  } while (at < end);
  return Status::ok;
}

}  // namespace cw
