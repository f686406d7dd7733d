// The boundary to JavaScript in the WebAssembly build: what binding.cpp is for the addon. src/kernels/wasm.ts is the other side; it lays
// everything out in memory beyond __heap_base and passes addresses. Each worker has its own instance, so a global is no one else's.
#include "dispatch.hpp"
#include "program.hpp"

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

using namespace cw;

constexpr int32_t max_spans = 64;
constexpr int64_t max_kernels = 8192;

// Nothing here may need a constructor: the linker runs those again whenever JavaScript calls an exported function.
constinit Entry kernels[max_kernels] = {};
int64_t kernel_count = 0;

// As wasm.ts writes it.
struct Elements {
  void* data;
  uint32_t length;  // elements
};

}  // namespace

// How many kernels there are. Called once, before anything else.
EXPORT(open) int32_t open() {
  if (kernels_of(Level::base, nullptr) > max_kernels) __builtin_trap();
  kernel_count = kernels_of(Level::base, kernels);
  return static_cast<int32_t>(kernel_count);
}

EXPORT(kernelName) const char* kernel_name(int32_t kernel) { return kernels[kernel].name; }
EXPORT(kernelDType) const char* kernel_dtype(int32_t kernel) { return name_of(kernels[kernel].dtype); }

// The buffers of the inputs, then those of the outputs.
EXPORT(run)
int32_t run(int32_t kernel, double n, const Elements* buffers, int32_t inputs, int32_t outputs, const double* params, void* state, uint8_t* scratch,
            uint32_t scratch_bytes) {
  Span spans[max_spans];
  if (inputs + outputs > max_spans) __builtin_trap();
  for (int32_t i = 0; i < inputs + outputs; i++) {
    const int64_t length = buffers[i].length;
    spans[i] = {buffers[i].data, i < inputs && length == 1 && n > 1 ? 0 : 1, nullptr, nullptr, length};
  }
  const Call call{spans, spans + inputs, static_cast<int64_t>(n), params, state, {scratch, scratch_bytes}, nullptr};
  return static_cast<int32_t>(kernels[kernel].run(call));
}

// A tile program, whose words have the indices of kernels here.
EXPORT(runTiles)
int32_t run_tiles(const double* words, int32_t word_count, const double* frame, int32_t frame_count, const Buffer* buffers, int32_t buffer_count, uint8_t* state,
                  uint32_t state_bytes) {
  return static_cast<int32_t>(run_program(kernels, kernel_count, {words, word_count, frame, frame_count, buffers, buffer_count, {state, state_bytes}, nullptr}));
}
