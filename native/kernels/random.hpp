// What all random kernels share: the parameters of a source, the bit generator they draw from, and the walk over the streams.
//
// A random kernel fills out[0] with the next n elements, C order, of one chunk (its place in the whole array). Params, all
// doubles, as src/kernels/sources/random.ts writes them:
//
//   generator, stream, w, d, arrays,  w words of 32 bits,  d × shape of the array, d × origin, d × shape of the chunk,  arguments …
//
// Bit k of `arrays` says that argument k of the distribution is not the number there but the next of call.in.
#pragma once
#include "../kernel.hpp"

namespace CW_ISA {

enum class Generator : int32_t { pcg64 = 0, pcg64dxsm, mt19937, philox, sfc64 };

enum class Stream : int32_t {
  sequential = 0,  // the words are the state of a generator whose first draw is the chunk's first element (spawned, jumped, plain)
  jumped = 1,      // invariant: the words are block 0's state, block b starts b jumps later
  seeded = 2,      // invariant: the words are a SeedSequence, b goes on its spawn key (MT19937, SFC64); see seed_block
};

// Invariant streams: element i of an array (C order) is element i % B of generator i / B. `invariantBlock` in src/random/streams.ts.
//
// A row of a chunk begins within a block, on average in its middle, and the draws before it are lost; a block costs some 30
// draws to start. ns per normal on Zen 5 (IFMA), for chunks of an array of 40,000 columns that are so many columns wide:
//
//          100  1,000  4,000  10,000  all          100  1,000  4,000  10,000  all
//    256  2.11   1.04   0.95    0.93  0.89   1024  4.26   1.13   0.88    0.85  0.74
//    512  2.82   1.03   0.89    0.85  0.78   2048  7.22   1.47   0.97    0.89  0.80
constexpr int64_t invariant_block = 512;

struct Source {
  Generator generator;
  Stream stream;
  int32_t words;  // how many
  int32_t dimensions;
  uint32_t arrays;
  const double* word;
  const double* array;   // its shape
  const double* origin;  // of the chunk
  const double* chunk;   // its shape
  const double* argument;
};

inline Source read_source(const double* p) {
  Source s;
  s.generator = static_cast<Generator>(static_cast<int32_t>(p[0]));
  s.stream = static_cast<Stream>(static_cast<int32_t>(p[1]));
  s.words = static_cast<int32_t>(p[2]);
  s.dimensions = static_cast<int32_t>(p[3]);
  s.arrays = static_cast<uint32_t>(p[4]);
  s.word = p + 5;
  s.array = s.word + s.words;
  s.origin = s.array + s.dimensions;
  s.chunk = s.origin + s.dimensions;
  s.argument = s.chunk + s.dimensions;
  return s;
}

// 64 bits from two words, low half first.
inline uint64_t word64(const double* word) {
  return static_cast<uint64_t>(word[0]) | static_cast<uint64_t>(word[1]) << 32;
}

// Argument k of a distribution: one number, or an array aligned with the output.
struct Argument {
  const double* data;
  int64_t step;
  double operator[](int64_t i) const { return data[i * step]; }
};
inline Argument argument(const Call& call, const Source& source, int k) {
  if (!(source.arrays >> k & 1)) return {source.argument + k, 0};
  const Span& span = call.in[__builtin_popcount(source.arrays & ((1u << k) - 1))];
  return {static_cast<const double*>(span.data), span.step};
}

// Words of PCG64 and PCG64DXSM: state, increment (128 bits each, low word first).
struct Pcg64State {
  uint64_t state_low, state_high, inc_low, inc_high;
};
// Words of MT19937: key, position.
struct Mt19937State {
  uint32_t key[624];
  int32_t position;
};
// Words of Philox: counter, key (64 bits each).
struct PhiloxState {
  uint64_t counter[4], key[2];
};
struct Sfc64State {
  uint64_t word[4];
};

// A stream of random bits, drawn in bulk into a buffer that the distributions read: NumPy's bitgen_t.
struct BitGen {
  static constexpr int32_t capacity = 64;
  uint64_t raw[capacity];  // the next outputs: 64 bits each (MT19937: 32)
  int32_t next;            // of raw
  int32_t words;           // whether an output is 32 bits
  uint32_t half;           // the high half of an output whose low half next32 gave
  int32_t has_half;
  uint32_t pieces;      // integers of 8 and 16 bits and booleans are cut from one next32: what is left of it,
  int32_t piece_count;  // and how many pieces that is
  void (*refill)(BitGen&);  // fills raw and sets next = 0
  union {
    Pcg64State pcg;
    Mt19937State mt;
    PhiloxState philox;
    Sfc64State sfc;
  };

  uint64_t take() {
    if (next == capacity) refill(*this);
    return raw[next++];
  }
  uint64_t next64() {
    if (!words) return take();
    const uint64_t high = take();
    return high << 32 | take();
  }
  // NumPy's buffering: low half first; next64 and next_double leave the kept half alone.
  uint32_t next32() {
    if (words) return static_cast<uint32_t>(take());
    if (has_half) {
      has_half = 0;
      return half;
    }
    const uint64_t bits = take();
    has_half = 1;
    half = static_cast<uint32_t>(bits >> 32);
    return static_cast<uint32_t>(bits);
  }
  double next_double() {
    if (!words) return static_cast<double>(static_cast<int64_t>(take() >> 11)) * (1.0 / 9007199254740992.0);
    const auto a = static_cast<double>(static_cast<int32_t>(take() >> 5));
    const auto b = static_cast<double>(static_cast<int32_t>(take() >> 6));
    return (a * 67108864.0 + b) / 9007199254740992.0;
  }
  float next_float() { return static_cast<float>(static_cast<int32_t>(next32() >> 8)) * (1.0f / 16777216.0f); }
};

// Sets a generator to the start of a block of an invariant stream (`sequential`: to the start of the chunk; block is 0).
// One function a bit generator; each sets raw's refill, `words`, and its state.
void start_pcg64(BitGen&, const Source&, int64_t block);
void start_pcg64dxsm(BitGen&, const Source&, int64_t block);
void start_mt19937(BitGen&, const Source&, int64_t block);
void start_philox(BitGen&, const Source&, int64_t block);
void start_sfc64(BitGen&, const Source&, int64_t block);

inline void start(BitGen& g, const Source& source, int64_t block) {
  g.next = BitGen::capacity;
  g.words = g.has_half = g.piece_count = 0;
  switch (source.generator) {
    case Generator::pcg64: return start_pcg64(g, source, block);
    case Generator::pcg64dxsm: return start_pcg64dxsm(g, source, block);
    case Generator::mt19937: return start_mt19937(g, source, block);
    case Generator::philox: return start_philox(g, source, block);
    case Generator::sfc64: return start_sfc64(g, source, block);
  }
}

// `seeded` streams: the first `count` words that NumPy's SeedSequence generates for a block. In random-seed-sequence.cpp.
void seed_block(const Source&, int64_t block, uint32_t* out, int64_t count);

// Calls visit(first, count, left) for the stretches of the whole array (flat, C order) that elements at … at + n - 1 of the chunk
// are. The chunk goes on for `left` elements from `first`, which is at least count and may be more than its stretch holds if the
// next begins in the same block.
template <class Visit>
inline void for_each_stretch(const Source& s, int64_t at, int64_t n, Visit visit) {
  // Trailing axes that the chunk covers whole are one axis with the next.
  int32_t axis = s.dimensions - 1;
  int64_t inner = 1;  // elements of the chunk in one stretch
  int64_t outer_stride = 1;
  int64_t inner_origin = 0;
  for (; axis >= 0; axis--) {
    inner *= static_cast<int64_t>(s.chunk[axis]);
    inner_origin += static_cast<int64_t>(s.origin[axis]) * outer_stride;
    outer_stride *= static_cast<int64_t>(s.array[axis]);
    if (s.chunk[axis] != s.array[axis]) {
      axis--;
      break;
    }
  }
  const bool near = axis >= 0 && outer_stride < invariant_block;
  while (n > 0) {
    int64_t row = at / inner;
    const int64_t column = at % inner;
    int64_t first = inner_origin + column;
    int64_t stride = outer_stride;
    for (int32_t k = axis; k >= 0; k--) {
      const auto extent = static_cast<int64_t>(s.chunk[k]);
      first += (static_cast<int64_t>(s.origin[k]) + row % extent) * stride;
      row /= extent;
      stride *= static_cast<int64_t>(s.array[k]);
    }
    const int64_t left = inner - column;
    const int64_t count = left < n ? left : n;
    visit(first, count, near && left < invariant_block ? invariant_block : left);
    at += count;
    n -= count;
  }
}

// What draw() keeps between calls.
struct DrawState {
  int64_t at;     // the next element of the chunk
  int64_t block;  // that the generator is in, plus one; 0 before the first
  int64_t offset; // the next element of that block
  BitGen bits;
};

// Draws the elements i … i + count - 1 of this call into out or, when they are not wanted, draws `count` and drops them.
using DrawRun = void (*)(void* draw, BitGen& bits, void* out, int64_t i, int64_t count, bool wanted);

// Walks over the streams of the call's n elements. Elements of a block before the chunk's are drawn and dropped with the i of
// the chunk's first, so a draw with array arguments needs chunks that start at a block.
[[gnu::noinline]] inline Status draw_runs(const Call& call, const Source& source, void* draw, DrawRun run) {
  auto& state = *static_cast<DrawState*>(call.state);
  void* out = call.out[0].data;
  int64_t i = 0;
  const auto in_block = [&](int64_t block, int64_t offset, int64_t count) {
    if (state.block != block + 1 || state.offset > offset) {
      start(state.bits, source, block);
      state.block = block + 1;
      state.offset = 0;
    }
    if (state.offset < offset) run(draw, state.bits, out, i, offset - state.offset, false);
    state.offset = offset;
    run(draw, state.bits, out, i, count, true);
    i += count;
    state.offset = offset + count;
  };
  if (source.stream == Stream::sequential) {
    in_block(0, state.at, call.n);
    state.at += call.n;
    return Status::ok;
  }
  for_each_stretch(source, state.at, call.n, [&](int64_t first, int64_t count, int64_t) {
    while (count > 0) {
      const int64_t offset = first % invariant_block;
      const int64_t part = invariant_block - offset < count ? invariant_block - offset : count;
      in_block(first / invariant_block, offset, part);
      first += part;
      count -= part;
    }
  });
  state.at += call.n;
  return Status::ok;
}

// A kernel that draws element by element, from any generator. A Draw is built from (call, source) and called as
// draw(bits, i), i the element of this call.
template <class T, class Draw>
inline Status draw_each(const Call& call) noexcept {
  const Source source = read_source(call.params);
  Draw draw(call, source);
  return draw_runs(call, source, &draw, [](void* self, BitGen& bits, void* data, int64_t i, int64_t count, bool wanted) {
    Draw& each = *static_cast<Draw*>(self);
    T* out = static_cast<T*>(data) + i;
    for (int64_t k = 0; k < count; k++) {
      const T drawn = static_cast<T>(each(bits, wanted ? i + k : i));
      if (wanted) out[k] = drawn;
    }
  });
}

// The row of a family's table for such a kernel.
template <class T, class Draw>
constexpr Entry draw_entry(const char* name, DType dtype) {
  return {name, dtype, draw_each<T, Draw>, static_cast<int32_t>(sizeof(DrawState))};
}

}  // namespace CW_ISA
