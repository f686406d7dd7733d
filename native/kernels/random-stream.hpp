// Kernels that draw from PCG64 many elements at a time.
//
// A Fill says how: `static void run(Pcg&, int64_t n, T* out, bool resume)` makes the next n elements and, if asked to, leaves the
// generator where the element after them begins; then n is even. `one_each` says that every element takes one raw output.
#pragma once
#include "random-pcg64.hpp"

namespace CW_ISA {

template <class T>
struct StreamState {
  int64_t at;     // the next element of the chunk
  Pcg pcg;        // sequential: after the cache; invariant: at the start of block `block`
  int64_t block;  // plus one; 0 before the first
  int64_t begin, end;  // of the cache that is still to come, or (invariant) the elements of `cached` it holds from 0 on
  int64_t cached;      // the block, plus one
  T cache[invariant_block];
};

template <class T>
inline void copy(const T* from, T* to, int64_t n) {
  for (int64_t i = 0; i < n; i++) to[i] = from[i];
}

template <class T, class Fill>
inline void fill_sequential(StreamState<T>& s, T* out, int64_t n) {
  while (n > 0) {
    if (s.begin == s.end) {
      // What is asked for in bulk is made in place.
      const int64_t direct = n >= invariant_block / 2 ? n & ~1 : 0;
      if (direct > 0) {
        Fill::run(s.pcg, direct, out, true);
        out += direct;
        n -= direct;
        continue;
      }
      Fill::run(s.pcg, invariant_block, s.cache, true);
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

template <class T>
inline Pcg start_of(StreamState<T>& s, const Source& source, int64_t block) {
  if (s.block == 0 || block + 1 < s.block) {
    s.pcg = read_pcg(source);
    s.pcg.jump(block);
  } else {
    s.pcg.jump(block + 1 - s.block);
  }
  s.block = block + 1;
  return s.pcg;
}

// `count` elements of a block from `offset` on; the chunk goes on for `left`.
template <class T, class Fill>
inline void fill_part(StreamState<T>& s, const Source& source, int64_t block, int64_t offset, int64_t count, int64_t left, T* out) {
  if (s.cached == block + 1 && offset + count <= s.end) return copy(s.cache + offset, out, count);
  Pcg pcg = start_of(s, source, block);
  const int64_t end = invariant_block - offset < left ? invariant_block : offset + left;
  if constexpr (Fill::one_each) {
    if (offset + count == end) {
      pcg.advance(offset);
      return Fill::run(pcg, count, out, false);
    }
  }
  if (offset == 0 && count == end) return Fill::run(pcg, count, out, false);
  Fill::run(pcg, end, s.cache, false);
  s.cached = block + 1;
  s.end = end;
  copy(s.cache + offset, out, count);
}

template <class T, class Fill>
inline Status fill_stream(const Call& call) noexcept {
  auto& s = *static_cast<StreamState<T>*>(call.state);
  const Source source = read_source(call.params);
  T* out = static_cast<T*>(call.out[0].data);
  if (source.stream == Stream::sequential) {
    if (s.at == 0) s.pcg = read_pcg(source);
    fill_sequential<T, Fill>(s, out, call.n);
    s.at += call.n;
    return Status::ok;
  }
  for_each_stretch(source, s.at, call.n, [&](int64_t first, int64_t count, int64_t left) {
    while (count > 0) {
      const int64_t offset = first % invariant_block;
      const int64_t part = invariant_block - offset < count ? invariant_block - offset : count;
      fill_part<T, Fill>(s, source, first / invariant_block, offset, part, left, out);
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
