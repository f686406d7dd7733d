// The inverse of the Burrows-Wheeler transform (1994): from the last column of the sorted rotations to the text.
//
// Rotations form a ring, and each step on it waits for memory. So the ring is cut at some rows, and several segments are followed together, each to where the
// next begins (as Helman and JáJá 1999 rank lists). Which segment comes after which is known only then: they are written into pieces of memory, which are put
// together in the end.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

constexpr int32_t mostSegments = 64;
// A machine waits for about this many places in memory at once.
constexpr int32_t mostChains = 12;
// Shorter ones would not repay their pieces.
constexpr int64_t leastSegment = 1024;
constexpr int32_t pieceBytes = 1024;
// Rows have 20 bits.
constexpr int64_t mostLinks = 1 << 20;
// Of a link: where it leads, a segment begins.
constexpr uint32_t isLast = 1U << 31;

constexpr int64_t mostPieces(int64_t length) { return length / pieceBytes + mostSegments; }

struct Piece {
  uint8_t bytes[pieceBytes];
};

struct Segment {
  uint32_t row;  // the first
  int32_t piece;  // the first
  int32_t next;  // the segment that comes after it
  int64_t length;
};

// A segment on its way.
struct Chain {
  Segment* segment;
  int32_t piece;
  int64_t done;   // bytes of the piece
  uint32_t link;  // to the row that comes next
};

// Row j of `links` is the byte that the j-th rotation begins with and (· 256) the row of the rotation that begins one byte later. Rows that begin with equal bytes
// are in the order of where these stand in the last column. Segments begin at `rows`, which ascend.
inline void link(const uint8_t* column, int64_t length, const uint32_t (&counts)[256], const uint32_t* rows, int32_t rowCount, uint32_t* links) {
  uint32_t next[256];
  uint32_t sum = 0;
  for (int32_t byte = 0; byte < 256; byte++) {
    next[byte] = sum;
    sum += counts[byte];
  }
  int64_t i = 0;
  for (int32_t k = 0; k <= rowCount; k++) {
    const int64_t end = k < rowCount ? rows[k] : length;
    for (; i < end; i++) links[next[column[i]]++] = static_cast<uint32_t>(i) << 8 | column[i];
    if (k < rowCount) {
      links[next[column[i]]++] = static_cast<uint32_t>(i) << 8 | column[i] | isLast;
      i++;
    }
  }
}

class Unsort {
 public:
  // `pieces` may be where the column is: it has served when segments are followed.
  Unsort(uint32_t* links, Piece* pieces, int32_t* nextPiece) : links_(links), pieces_(pieces), nextPiece_(nextPiece) {}

  void run(const uint8_t* column, int64_t length, int64_t origin, const uint32_t (&counts)[256], uint8_t* text) {
    cut(length, static_cast<uint32_t>(origin));
    uint32_t rows[mostSegments];
    for (int32_t k = 0; k < count_; k++) rows[k] = segments_[k].row;
    link(column, length, counts, rows, count_, links_);
    followAll();
    assemble(static_cast<uint32_t>(origin), length, text);
  }

 private:
  // Rows that are evenly spread are anywhere in the text. The text's own start is one of them.
  void cut(int64_t length, uint32_t origin) {
    const int64_t wanted = length / leastSegment < mostSegments ? length / leastSegment : mostSegments;
    bool begun = false;
    for (int64_t k = 1; k < wanted; k++) {
      const auto row = static_cast<uint32_t>(k * length / wanted);
      if (!begun && row >= origin) {
        segments_[count_++].row = origin;
        begun = true;
      }
      if (row != origin) segments_[count_++].row = row;
    }
    if (!begun) segments_[count_++].row = origin;
  }

  Segment& at(uint32_t row) {
    int32_t k = 0;
    while (segments_[k].row != row) k++;
    return segments_[k];
  }

  Chain begin(Segment& segment) {
    segment.piece = pieceCount_++;
    segment.length = 0;
    return {&segment, segment.piece, 0, segment.row << 8};
  }

  void followAll() {
    Chain chains[mostChains];
    int32_t active = 0;
    int32_t begun = 0;
    for (;;) {
      while (active < mostChains && begun < count_) chains[active++] = begin(segments_[begun++]);
      if (active == 0) return;
      int64_t steps = pieceBytes;
      for (int32_t k = 0; k < active; k++) steps = pieceBytes - chains[k].done < steps ? pieceBytes - chains[k].done : steps;
      const int32_t followed = follow(chains, active, steps);
      for (int32_t k = followed - 1; k >= 0; k--) {
        Chain& chain = chains[k];
        if (chain.link & isLast) {
          chain.segment->length += chain.done;
          chain.segment->next = static_cast<int32_t>(&at(rowOf(chain.link)) - segments_);
          chain = chains[--active];
        } else if (chain.done == pieceBytes) {
          chain.segment->length += pieceBytes;
          nextPiece_[chain.piece] = pieceCount_;
          chain.piece = pieceCount_++;
          chain.done = 0;
        }
      }
    }
  }

  // As many as there are, or nearly: the others wait. How many were followed.
  int32_t follow(Chain* chains, int32_t active, int64_t steps) {
    if (active >= 12) return together<12>(chains, steps);
    if (active >= 8) return together<8>(chains, steps);
    if (active >= 4) return together<4>(chains, steps);
    if (active >= 2) return together<2>(chains, steps);
    return together<1>(chains, steps);
  }

  // Some steps, or until one of the segments has ended.
  template <int32_t Chains> int32_t together(Chain* chains, int64_t steps) {
    const uint32_t* links = links_;
    uint8_t* text[Chains];
    uint32_t link[Chains];
    for (int32_t k = 0; k < Chains; k++) {
      text[k] = pieces_[chains[k].piece].bytes + chains[k].done;
      link[k] = chains[k].link;
    }
    int64_t i = 0;
    for (uint32_t last = 0; i < steps && (last & isLast) == 0; i++) {
      last = 0;
#pragma GCC unroll 12
      for (int32_t k = 0; k < Chains; k++) {
        link[k] = links[rowOf(link[k])];
        text[k][i] = static_cast<uint8_t>(link[k]);
        last |= link[k];
      }
    }
    for (int32_t k = 0; k < Chains; k++) {
      chains[k].link = link[k];
      chains[k].done += i;
    }
    return Chains;
  }

  static CW_INLINE uint32_t rowOf(uint32_t link) { return link >> 8 & 0xfffff; }

  // A text that is the same again and again has a ring that is shorter than itself.
  void assemble(uint32_t origin, int64_t length, uint8_t* text) {
    for (const Segment* segment = &at(origin); length > 0; segment = &segments_[segment->next]) {
      int64_t left = segment->length < length ? segment->length : length;
      length -= left;
      for (int32_t piece = segment->piece; left > 0; piece = nextPiece_[piece]) {
        const int64_t bytes = left < pieceBytes ? left : pieceBytes;
        __builtin_memcpy(text, pieces_[piece].bytes, static_cast<size_t>(bytes));
        text += bytes;
        left -= bytes;
      }
    }
  }

  uint32_t* links_;
  Piece* pieces_;
  int32_t* nextPiece_;
  int32_t pieceCount_ = 0;
  int32_t count_ = 0;
  Segment segments_[mostSegments];
};

}  // namespace
}  // namespace CW_ISA
