// The boundary to Node: the only file that knows Node-API, and the one that checks arguments. Kernels trust what comes from here.
//
// `open(level)` gives an object {isa, kernels, run} for one build of the kernels. Node loads the addon again in every worker thread, at the same
// time: all state hangs on the instance. Typed arrays may lie over a SharedArrayBuffer, so no buffer is ever asked for, only its data.
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "dispatch.hpp"
#include "program.hpp"
#include "resident.hpp"

namespace {

using namespace cw;

constexpr uint32_t max_spans = 64;
constexpr int64_t max_buffers = 1024;  // of a tile program

// One build of the kernels; `entries` is null until someone asks for it.
struct Kernels {
  Entry* entries;
  int64_t count;
};

struct Instance {
  Kernels opened[levels];
};

napi_value fail(napi_env env, const char* message) {
  napi_throw_type_error(env, nullptr, message);
  return nullptr;
}

napi_value text(napi_env env, const char* value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &result);
  return result;
}

bool is_undefined(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  return napi_typeof(env, value, &type) == napi_ok && type == napi_undefined;
}

// The elements of a typed array of any type.
bool read_span(napi_env env, napi_value value, Span& span) {
  size_t length = 0;
  if (napi_get_typedarray_info(env, value, nullptr, &length, &span.data, nullptr, nullptr) != napi_ok) return false;
  span.step = 1;
  span.valid = nullptr;
  span.offsets = nullptr;
  span.length = static_cast<int64_t>(length);
  return true;
}

// An array of typed arrays; -1 if it is something else.
int64_t read_spans(napi_env env, napi_value list, Span (&spans)[max_spans]) {
  uint32_t count = 0;
  if (napi_get_array_length(env, list, &count) != napi_ok || count > max_spans) return -1;
  for (uint32_t i = 0; i < count; i++) {
    napi_value element = nullptr;
    if (napi_get_element(env, list, i, &element) != napi_ok || !read_span(env, element, spans[i])) return -1;
  }
  return count;
}

// A typed array of one type, or undefined: then `data` is null.
template <class T> bool read_optional(napi_env env, napi_value value, napi_typedarray_type wanted, T*& data, int64_t& length) {
  data = nullptr;
  length = 0;
  if (is_undefined(env, value)) return true;
  napi_typedarray_type type = napi_uint8_array;
  size_t elements = 0;
  void* start = nullptr;
  if (napi_get_typedarray_info(env, value, &type, &elements, &start, nullptr, nullptr) != napi_ok || type != wanted) return false;
  data = static_cast<T*>(start);
  length = static_cast<int64_t>(elements);
  return true;
}

// JavaScript cannot see addresses: it gives 63 bytes more than asked for, and the start is moved here.
Scratch align(uint8_t* data, int64_t bytes) {
  const auto skip = static_cast<int64_t>(-reinterpret_cast<uintptr_t>(data) % 64);
  return skip < bytes ? Scratch{data + skip, bytes - skip} : Scratch{nullptr, 0};
}

// run(kernel, n, inputs, outputs, params, state, scratch, stop) → status
napi_value run(napi_env env, napi_callback_info info) {
  constexpr size_t arity = 8;
  napi_value args[arity];
  size_t given = arity;
  void* data = nullptr;
  if (napi_get_cb_info(env, info, &given, args, nullptr, &data) != napi_ok || given != arity) return fail(env, "run: takes 8 arguments");
  const auto& kernels = *static_cast<const Kernels*>(data);

  int64_t index = -1;
  int64_t n = -1;
  if (napi_get_value_int64(env, args[0], &index) != napi_ok || index < 0 || index >= kernels.count) return fail(env, "run: no such kernel");
  if (napi_get_value_int64(env, args[1], &n) != napi_ok || n < 0) return fail(env, "run: n is a number of elements");

  Span in[max_spans];
  Span out[max_spans];
  const int64_t inputs = read_spans(env, args[2], in);
  if (inputs < 0 || read_spans(env, args[3], out) < 0) return fail(env, "run: inputs and outputs are arrays of at most 64 typed arrays");
  for (int64_t i = 0; i < inputs; i++) {
    if (in[i].length == 1 && n > 1) in[i].step = 0;
  }

  Call call{in, out, n, nullptr, nullptr, {}, nullptr};
  double* params = nullptr;
  uint8_t* scratch = nullptr;
  int32_t* stop = nullptr;
  int64_t length = 0;
  if (!read_optional(env, args[4], napi_float64_array, params, length)) return fail(env, "run: params is a Float64Array");
  call.params = params;
  if (Span state{}; !is_undefined(env, args[5])) {
    if (!read_span(env, args[5], state)) return fail(env, "run: state is a typed array");
    call.state = state.data;
  }
  if (!read_optional(env, args[7], napi_int32_array, stop, length)) return fail(env, "run: stop is an Int32Array");
  call.stop = length > 0 ? stop : nullptr;
  if (!read_optional(env, args[6], napi_uint8_array, scratch, length)) return fail(env, "run: scratch is a Uint8Array");
  if (scratch != nullptr) call.scratch = align(scratch, length);

  napi_value result = nullptr;
  napi_create_int32(env, static_cast<int32_t>(kernels.entries[index].run(call)), &result);
  return result;
}

// The bytes of a typed array of any type.
bool read_buffer(napi_env env, napi_value value, Buffer& buffer) {
  constexpr int64_t itemsizes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  napi_typedarray_type type = napi_uint8_array;
  size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) != napi_ok) return false;
  buffer = {static_cast<uint8_t*>(data), static_cast<int64_t>(length) * itemsizes[type]};
  return true;
}

// runTiles(words, frame, frame's length, inputs, outputs, state, stop) → status
napi_value run_tiles(napi_env env, napi_callback_info info) {
  constexpr size_t arity = 7;
  napi_value args[arity];
  size_t given = arity;
  void* data = nullptr;
  if (napi_get_cb_info(env, info, &given, args, nullptr, &data) != napi_ok || given != arity) return fail(env, "runTiles: takes 7 arguments");
  const auto& kernels = *static_cast<const Kernels*>(data);

  double* words = nullptr;
  double* frame = nullptr;
  int32_t* stop = nullptr;
  int64_t word_count = 0;
  int64_t frame_capacity = 0;
  int64_t frame_count = 0;
  int64_t length = 0;
  if (!read_optional(env, args[0], napi_float64_array, words, word_count) || !read_optional(env, args[1], napi_float64_array, frame, frame_capacity) ||
      napi_get_value_int64(env, args[2], &frame_count) != napi_ok || frame_count < 0 || frame_count > frame_capacity) {
    return fail(env, "runTiles: words and frame are Float64Arrays");
  }
  Buffer buffers[max_buffers];
  int64_t count = 0;
  for (int32_t which = 3; which < 5; which++) {
    napi_value list = args[which];
    uint32_t elements = 0;
    if (napi_get_array_length(env, list, &elements) != napi_ok || count + elements > max_buffers) return fail(env, "runTiles: inputs and outputs are arrays of typed arrays");
    for (uint32_t i = 0; i < elements; i++) {
      napi_value element = nullptr;
      if (napi_get_element(env, list, i, &element) != napi_ok || !read_buffer(env, element, buffers[count++])) return fail(env, "runTiles: inputs and outputs are arrays of typed arrays");
    }
  }
  Buffer state{};
  if (!read_buffer(env, args[5], state)) return fail(env, "runTiles: state is a typed array");
  const Scratch aligned = align(state.data, state.bytes);
  if (!read_optional(env, args[6], napi_int32_array, stop, length)) return fail(env, "runTiles: stop is an Int32Array");

  const ProgramCall call{words, word_count, frame, frame_count, buffers, count, {aligned.data, aligned.bytes}, length > 0 ? stop : nullptr};
  napi_value result = nullptr;
  napi_create_int32(env, static_cast<int32_t>(run_program(kernels.entries, kernels.count, call)), &result);
  return result;
}

#ifdef __linux__
napi_value of_stretch(napi_env env, napi_callback_info info, void (*what)(void* data, int64_t bytes), const char* usage) {
  napi_value argument = nullptr;
  size_t given = 1;
  Buffer buffer{};
  if (napi_get_cb_info(env, info, &given, &argument, nullptr, nullptr) != napi_ok || given != 1 || !read_buffer(env, argument, buffer)) return fail(env, usage);
  what(buffer.data, buffer.bytes);
  return nullptr;
}

// discard(typed array), useLargePages(typed array), collect() and giveBack(): see resident.hpp.
napi_value discard(napi_env env, napi_callback_info info) { return of_stretch(env, info, discard_pages, "discard: takes a typed array"); }

napi_value use_large(napi_env env, napi_callback_info info) { return of_stretch(env, info, use_large_pages, "useLargePages: takes a typed array"); }

napi_value collect(napi_env, napi_callback_info) {
  collect_garbage();
  return nullptr;
}

napi_value give_back(napi_env, napi_callback_info) {
  give_back_pages();
  return nullptr;
}
#endif

// "add:float64" … in the order of their indices.
napi_value names_of(napi_env env, const Kernels& kernels) {
  napi_value names = nullptr;
  napi_create_array_with_length(env, static_cast<size_t>(kernels.count), &names);
  for (int64_t i = 0; i < kernels.count; i++) {
    const Entry& entry = kernels.entries[i];
    char name[128];
    const size_t length = strnlen(entry.name, 100);
    memcpy(name, entry.name, length);
    name[length] = ':';
    strcpy(name + length + 1, name_of(entry.dtype));
    napi_set_element(env, names, static_cast<uint32_t>(i), text(env, name));
  }
  return names;
}

struct Function {
  const char* name;
  napi_callback call;
};

// The functions of an opened build; their data is its Kernels. Add new ones here.
constexpr Function functions[] = {
    {"run", run},
    {"runTiles", run_tiles},
};

// open(level) → {isa, kernels, run …}
napi_value open(napi_env env, napi_callback_info info) {
  napi_value argument = nullptr;
  size_t given = 1;
  void* data = nullptr;
  int64_t level = -1;
  if (napi_get_cb_info(env, info, &given, &argument, nullptr, &data) != napi_ok || given != 1 ||
      napi_get_value_int64(env, argument, &level) != napi_ok || level < 0 || level > best_level()) {
    return fail(env, "open: this machine has no such ISA");
  }
  Kernels& kernels = static_cast<Instance*>(data)->opened[level];
  const auto chosen = static_cast<Level>(level);
  if (kernels.entries == nullptr) {
    const int64_t count = kernels_of(chosen, nullptr);
    auto* entries = static_cast<Entry*>(malloc(static_cast<size_t>(count) * sizeof(Entry)));
    if (entries == nullptr) return fail(env, "open: no memory");
    kernels = {entries, kernels_of(chosen, entries)};
  }

  napi_value result = nullptr;
  napi_create_object(env, &result);
  napi_set_named_property(env, result, "isa", text(env, name_of(chosen)));
  napi_set_named_property(env, result, "kernels", names_of(env, kernels));
  for (const auto& function : functions) {
    napi_value value = nullptr;
    napi_create_function(env, function.name, NAPI_AUTO_LENGTH, function.call, &kernels, &value);
    napi_set_named_property(env, result, function.name, value);
  }
  return result;
}

void close(napi_env, void* data, void*) {
  auto* instance = static_cast<Instance*>(data);
  for (const Kernels& kernels : instance->opened) free(kernels.entries);
  free(instance);
}

}  // namespace

// {isas: names of the builds that this machine runs, slowest first, open; discard, collect and giveBack where the system can}
NAPI_MODULE_INIT() {
  auto* instance = static_cast<Instance*>(calloc(1, sizeof(Instance)));
  if (instance == nullptr || napi_set_instance_data(env, instance, close, nullptr) != napi_ok) return fail(env, "chunkwise: no memory");

  napi_value isas = nullptr;
  napi_create_array(env, &isas);
  for (int32_t level = 0; level <= best_level(); level++) {
    napi_set_element(env, isas, static_cast<uint32_t>(level), text(env, name_of(static_cast<Level>(level))));
  }
  napi_set_named_property(env, exports, "isas", isas);
  napi_value function = nullptr;
  napi_create_function(env, "open", NAPI_AUTO_LENGTH, open, instance, &function);
  napi_set_named_property(env, exports, "open", function);
#ifdef __linux__
  constexpr Function of_memory[] = {{"discard", discard}, {"useLargePages", use_large}, {"collect", collect}, {"giveBack", give_back}};
  for (const auto& [name, call] : of_memory) {
    napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function);
    napi_set_named_property(env, exports, name, function);
  }
#endif
  return exports;
}
