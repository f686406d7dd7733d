// Kernels that draw from PCG64 many elements at a time.
//
// A Fill, made from a Source, says how: `run(at, skip, n, out, resume)` passes over `skip` elements and makes the n after them; asked to
// resume, it leaves `at`, a Fill::Position, where the element after them begins, and n is even. A Fill may make whole blocks of an invariant stream
// faster one after the other: `run_blocks(pcg, blocks, out)`, `pcg` being at the start of the first and then of the one after the last.
#pragma once
#include "random-pcg64.hpp"

namespace CW_ISA {

template <class T, class Position>
struct StreamState {
  int64_t at;            // the next element of the chunk
  Position position;     // sequential: after the cache; invariant: at the start of block `block`
  int64_t block;         // plus one; 0 before the first
  int64_t cached;        // the block that the cache is of, plus one
  int64_t begin, end;    // its elements in the cache; sequential: those still to come
  T cache[invariant_block];
};

template <class T>
inline void copy(const T* from, T* to, int64_t n) {
  for (int64_t i = 0; i < n; i++) to[i] = from[i];
}

template <class T, class Fill>
inline void fill_sequential(StreamState<T, typename Fill::Position>& s, const Fill& fill, T* out, int64_t n) {
  while (n > 0) {
    if (s.begin == s.end) {
      // What is asked for in bulk is made in place.
      const int64_t direct = n >= invariant_block / 2 ? n & ~1 : 0;
      if (direct > 0) {
        fill.run(s.position, 0, direct, out, true);
        out += direct;
        n -= direct;
        continue;
      }
      fill.run(s.position, 0, invariant_block, s.cache, true);
      s.begin = 0;
      s.end = invariant_block;
    }
    const int64_t part = s.end - s.begin < n ? s.end - s.begin : n;
    copy(s.cache + s.begin, out, part);
    s.begin += part;
    out += part;
    n -= part;
  }
}

template <class T, class Position>
inline Position start_of(StreamState<T, Position>& s, const Source& source, int64_t block) {
  if (s.block == 0 || block + 1 < s.block) {
    s.position = Position{read_pcg(source)};
    s.position.pcg.jump(block);
  } else {
    s.position.pcg.jump(block + 1 - s.block);
  }
  s.block = block + 1;
  return s.position;
}

// `count` elements of a block from `offset` on; the chunk goes on for `left`.
template <class T, class Fill>
inline void fill_part(StreamState<T, typename Fill::Position>& s, const Source& source, const Fill& fill, int64_t block, int64_t offset,
                      int64_t count, int64_t left, T* out) {
  if (s.cached == block + 1 && offset + count <= s.end) return copy(s.cache + (offset - s.begin), out, count);
  auto position = start_of(s, source, block);
  const int64_t end = invariant_block - offset < left ? invariant_block : offset + left;
  if (offset + count == end) return fill.run(position, offset, count, out, false);
  fill.run(position, offset, end - offset, s.cache, false);
  s.cached = block + 1;
  s.begin = offset;
  s.end = end;
  copy(s.cache, out, count);
}

template <class T, class Fill>
inline Status fill_stream(const Call& call) noexcept {
  auto& s = *static_cast<StreamState<T, typename Fill::Position>*>(call.state);
  const Source source = read_source(call.params);
  const Fill fill(source);
  T* out = static_cast<T*>(call.out[0].data);
  if (source.stream == Stream::sequential) {
    if (s.at == 0) s.position = {read_pcg(source)};
    fill_sequential(s, fill, out, call.n);
    s.at += call.n;
    return Status::ok;
  }
  for_each_stretch(source, s.at, call.n, [&](int64_t first, int64_t count, int64_t left) {
    while (count > 0) {
      const int64_t block = first / invariant_block;
      const int64_t offset = first % invariant_block;
      int64_t part = invariant_block - offset < count ? invariant_block - offset : count;
      if constexpr (requires(Pcg & pcg) { fill.run_blocks(pcg, 1, out); }) {
        if (part == invariant_block) {
          const int64_t blocks = count / invariant_block;
          part = blocks * invariant_block;
          start_of(s, source, block);
          fill.run_blocks(s.position.pcg, blocks, out);
          s.block = block + blocks + 1;
        } else {
          fill_part(s, source, fill, block, offset, part, left, out);
        }
      } else {
        fill_part(s, source, fill, block, offset, part, left, out);
      }
      out += part;
      first += part;
      count -= part;
      left -= part;
    }
  });
  s.at += call.n;
  return Status::ok;
}

}  // namespace CW_ISA
