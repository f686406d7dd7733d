// Words and frame as tables in the working memory; nothing in them is trusted.
#pragma once
#include <string.h>

#include "gather.hpp"
#include "program.hpp"

namespace cw {
namespace {

constexpr int64_t max_count = 1 << 16;  // of inputs, outputs, instructions …
constexpr int64_t max_args = 4;

enum class Kind : int32_t { value = 0, sink = 1, copy = 2 };

// Where the elements of an operand are while a tile runs.
struct Operand {
  uint8_t* data;
  int64_t step;     // elements: 1 or 0
  int64_t itemsize;
  int64_t pending;  // 1 + the input that has to be gathered before it is used; 0: it is there
};

struct Instruction {
  const Entry* entry;  // null: copy
  Kind kind;
  int32_t args;
  int64_t arg[max_args];
  int64_t dest;
  const double* params;
  void* state;
  Scratch scratch;
};

class Reader {
 public:
  Reader(const double* words, int64_t count) : next_(words), left_(count) {}
  // -1 where there is nothing left, and for what is no such number.
  int64_t integer() {
    if (left_ <= 0) return -1;
    --left_;
    const double word = *next_++;
    return word >= -0x1p53 && word <= 0x1p53 ? static_cast<int64_t>(word) : -1;
  }
  const double* skip(int64_t count) {
    if (count < 0 || count > left_) return nullptr;
    const double* at = next_;
    next_ += count;
    left_ -= count;
    return at;
  }

 private:
  const double* next_;
  int64_t left_;
};

// Pieces of working memory, each on a cache line.
class Workspace {
 public:
  explicit Workspace(Buffer memory) : next_(memory.data), left_(memory.bytes) {}
  uint8_t* take(int64_t bytes) {
    bytes = (bytes + 63) / 64 * 64;
    if (bytes < 0 || bytes > left_) return nullptr;
    uint8_t* taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }
  template <class T> T* take_array(int64_t count) {
    return static_cast<T*>(static_cast<void*>(take(count * static_cast<int64_t>(sizeof(T)))));
  }

 private:
  uint8_t* next_;
  int64_t left_;
};

struct Program {
  int64_t tile, row, inputs, registers, outputs, constants, instructions, register_bytes;
  int64_t start, n;
  Input* input;
  Operand* operand;
  Instruction* instruction;
  uint8_t** output;  // the first element of each
  int64_t* output_bytes;
  uint8_t* gathered;  // registers of the inputs
};

bool in_count(int64_t value) { return value >= 0 && value <= max_count; }

// Joins axes over which the strides go on, leaves out those of one element, and checks that every element is in the buffer.
bool read_input(Input& input, const Buffer& buffer, int64_t ndim, const double* domain, int64_t start, int64_t n, Reader& frame) {
  const int64_t offset = frame.integer();
  const double* strides = frame.skip(ndim);
  if (strides == nullptr) return false;
  int64_t count = 0;
  int64_t lowest = offset;
  int64_t highest = offset;
  for (int64_t axis = ndim - 1; axis >= 0; --axis) {
    const auto extent = static_cast<int64_t>(domain[axis]);
    if (extent == 1) continue;
    if (!(strides[axis] >= -0x1p52 && strides[axis] <= 0x1p52)) return false;
    const auto stride = static_cast<int64_t>(strides[axis]);
    int64_t reach = 0;
    if (__builtin_mul_overflow(stride, extent - 1, &reach) || __builtin_add_overflow(stride < 0 ? lowest : highest, reach, stride < 0 ? &lowest : &highest)) return false;
    if (count > 0 && stride == input.stride[count - 1] * input.extent[count - 1]) input.extent[count - 1] *= extent;
    else {
      input.extent[count] = extent;
      input.stride[count++] = stride;
    }
  }
  input.ndim = count;
  for (int64_t k = 0; k < count / 2; ++k) {
    const int64_t extent = input.extent[k];
    const int64_t stride = input.stride[k];
    input.extent[k] = input.extent[count - 1 - k];
    input.stride[k] = input.stride[count - 1 - k];
    input.extent[count - 1 - k] = extent;
    input.stride[count - 1 - k] = stride;
  }
  const int64_t length = buffer.bytes / input.itemsize;
  if (input.contiguous()) {
    lowest = offset + start;
    highest = lowest + n - 1;
  }
  if (n > 0 && (lowest < 0 || highest >= length)) return false;
  input.data = buffer.data + offset * input.itemsize;
  return true;
}

bool read_instruction(Instruction& one, const Program& program, const Entry* kernels, int64_t kernel_count, const ProgramCall& call, Reader& words, const double* placed,
                      int64_t placed_count, const uint8_t* states, int64_t state_bytes) {
  const int64_t kernel = words.integer();
  const int64_t kind = words.integer();
  const int64_t args = words.integer();
  const int64_t operands = program.inputs + program.registers + program.outputs + program.constants;
  if (kernel < -1 || kernel >= kernel_count || kind < 0 || kind > 2 || args < 0 || args > max_args) return false;
  for (int64_t& arg : one.arg) {
    arg = words.integer();
    if (arg < 0 || arg >= operands) return false;
  }
  one.entry = kernel < 0 ? nullptr : kernels + kernel;
  one.kind = static_cast<Kind>(kind);
  one.args = static_cast<int32_t>(args);
  one.dest = words.integer();
  // Only registers and outputs are written.
  if (one.dest < program.inputs || one.dest >= operands - program.constants) return false;
  const int64_t first_output = program.inputs + program.registers;
  if ((one.kind == Kind::copy) != (one.entry == nullptr) || (one.kind != Kind::value && args != 1)) return false;
  if (one.kind == Kind::sink && one.dest < first_output) return false;
  if (one.kind == Kind::copy && one.dest >= first_output && program.operand[one.arg[0]].itemsize != program.operand[one.dest].itemsize) return false;

  const int64_t params_at = words.integer();
  const int64_t params_count = words.integer();
  if (params_at >= 0) {
    if (params_count < 0 || params_at > call.word_count - params_count) return false;
    one.params = call.words + params_at;
  } else {
    const int64_t index = -1 - params_at;
    if (index >= placed_count) return false;
    const double at = placed[2 * index];
    const double length = placed[2 * index + 1];
    if (!(at >= 0 && length >= 0 && at + length <= static_cast<double>(call.frame_count))) return false;
    one.params = call.frame + static_cast<int64_t>(at);
  }

  const int64_t state_at = words.integer();
  const int64_t bytes = words.integer();
  if (one.entry == nullptr) return bytes == 0;
  if (state_at < 0 || bytes < 0 || state_at % 64 != 0 || state_at > state_bytes - bytes || bytes < one.entry->state_bytes) return false;
  one.state = const_cast<uint8_t*>(states) + state_at;
  const int64_t kept = (one.entry->state_bytes + 63) / 64 * 64;
  if (bytes > kept) one.scratch = {const_cast<uint8_t*>(states) + state_at + kept, bytes - kept};
  if (program.start == 0) memset(one.state, 0, static_cast<size_t>(one.entry->state_bytes));
  return true;
}

// Reads words and frame into tables in the working memory.
bool read_program(Program& p, const Entry* kernels, int64_t kernel_count, const ProgramCall& call) {
  Reader words(call.words, call.word_count);
  Reader frame(call.frame, call.frame_count);
  Workspace work(call.state);
  p.tile = words.integer();
  p.row = words.integer();
  const int64_t direct_tile = words.integer();
  const int64_t direct_row = words.integer();
  p.inputs = words.integer();
  p.registers = words.integer();
  p.outputs = words.integer();
  p.constants = words.integer();
  p.instructions = words.integer();
  p.register_bytes = words.integer();
  if (p.tile < 1 || p.tile > 1 << 24 || p.row < 0 || direct_tile < 0 || direct_row < 0 || p.register_bytes < 8 * p.tile || p.register_bytes % 64 != 0) return false;
  if (!in_count(p.inputs) || !in_count(p.registers) || !in_count(p.outputs) || !in_count(p.constants) || !in_count(p.instructions)) return false;
  if (call.buffer_count != p.inputs + p.outputs) return false;

  p.start = frame.integer();
  p.n = frame.integer();
  const int64_t ndim = frame.integer();
  const int64_t placed_count = frame.integer();
  if (ndim < 0 || ndim > max_dimensions || !in_count(placed_count)) return false;
  const double* domain = frame.skip(ndim);
  if (domain == nullptr || p.start < 0 || p.n < 0) return false;
  int64_t size = 1;
  for (int64_t axis = 0; axis < ndim; ++axis) {
    if (!(domain[axis] >= 0 && domain[axis] <= 0x1p52) || __builtin_mul_overflow(size, static_cast<int64_t>(domain[axis]), &size)) return false;
  }
  if (p.n > size || p.start > size - p.n) return false;

  p.input = work.take_array<Input>(p.inputs);
  p.operand = work.take_array<Operand>(p.inputs + p.registers + p.outputs + p.constants);
  p.instruction = work.take_array<Instruction>(p.instructions);
  p.output = work.take_array<uint8_t*>(p.outputs);
  p.output_bytes = work.take_array<int64_t>(p.outputs);
  p.gathered = work.take(p.inputs * p.register_bytes);
  uint8_t* registers = work.take(p.registers * p.register_bytes);
  if (p.input == nullptr || p.operand == nullptr || p.instruction == nullptr || p.output == nullptr || p.output_bytes == nullptr || p.gathered == nullptr || registers == nullptr) return false;

  Operand* operand = p.operand;
  bool in_place = direct_tile > 0;
  int64_t shortest = 0;
  for (int64_t i = 0; i < p.inputs; ++i) {
    Input& input = p.input[i];
    input.itemsize = words.integer();
    input.dense = words.integer();
    if (input.itemsize < 1 || input.itemsize > 8 || !read_input(input, call.buffers[i], ndim, domain, p.start, p.n, frame)) return false;
    if (input.contiguous() || (input.repeats() && !input.dense)) {
      *operand++ = {const_cast<uint8_t*>(input.data), input.contiguous() ? 1 : 0, input.itemsize, 0};
      continue;
    }
    // What is gathered has at least one axis.
    if (input.ndim == 0) {
      input.ndim = 1;
      input.extent[0] = size;
      input.stride[0] = 0;
    }
    *operand++ = {p.gathered + i * p.register_bytes, 1, input.itemsize, 1 + i};
    in_place = false;
    const int64_t run = input.extent[input.ndim - 1];
    if (run >= 64 && (shortest == 0 || run < shortest)) shortest = run;
  }
  // Tiles that end where the runs of an input do read them in place.
  if (p.row == 0) p.row = shortest;
  if (in_place) {
    p.tile = direct_tile;
    p.row = direct_row;
  }
  for (int64_t i = 0; i < p.registers; ++i) *operand++ = {registers + i * p.register_bytes, 1, 8, 0};
  for (int64_t i = 0; i < p.outputs; ++i) {
    const int64_t itemsize = words.integer();
    if (itemsize < 1 || itemsize > 8) return false;
    p.output[i] = call.buffers[p.inputs + i].data;
    p.output_bytes[i] = call.buffers[p.inputs + i].bytes;
    *operand++ = {nullptr, 1, itemsize, 0};
  }
  for (int64_t i = 0; i < p.constants; ++i) {
    const int64_t itemsize = words.integer();
    const double* word = words.skip(1);
    if (itemsize < 1 || itemsize > 8 || word == nullptr) return false;
    *operand++ = {const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(word)), 0, itemsize, 0};
  }

  const auto used = registers + p.registers * p.register_bytes - call.state.data;
  const double* placed = frame.skip(2 * placed_count);
  if (placed == nullptr) return false;
  for (int64_t i = 0; i < p.instructions; ++i) {
    p.instruction[i] = {};
    if (!read_instruction(p.instruction[i], p, kernels, kernel_count, call, words, placed, placed_count, call.state.data + used, call.state.bytes - used)) return false;
    const int64_t output = p.instruction[i].dest - p.inputs - p.registers;
    if (output < 0 || p.instruction[i].kind == Kind::sink) continue;
    if (p.output_bytes[output] / p.operand[p.instruction[i].dest].itemsize < p.start + p.n) return false;
  }
  return true;
}

}  // namespace
}  // namespace cw
