// bzip2, in three steps: where blocks are, a block without its last step, and that step: the bytes at full length.
#include "bz2-block.hpp"
#include "bz2-expand.hpp"
#include "bz2-random-tables.hpp"
#include "bz2-scan.hpp"
#include "bz2-unsort.hpp"

namespace CW_ISA {
namespace {

// in: bytes. n: in how many of them marks begin (bytes after them are only looked at). out: float64, bits where marks begin, those of ends as -1 - bit.
// state: float64, the byte to go on from, and how many bits were given.
struct Scan {
  static Status kernel(const Call& call) noexcept {
    auto* state = static_cast<double*>(call.state);
    int64_t given = 0;
    const int64_t at = findMarks(input<uint8_t>(call), static_cast<int64_t>(state[0]), call.n, call.in[0].length, output<double>(call), call.out[0].length, given);
    state[0] = static_cast<double>(at);
    state[1] = static_cast<double>(given);
    return at < call.n ? Status::more : Status::ok;
  }
};

// The lowest bit of the byte before the last of each stretch was flipped.
inline void derandomize(uint8_t* text, int64_t length) {
  int64_t at = -2;
  for (int32_t k = 0;; k = (k + 1) % flipDistanceCount) {
    at += flipDistances[k];
    if (at >= length) return;
    text[at] ^= 1;
  }
}

// in: bytes. out: text, room for `limit` bytes. params: start (bit), limit. state: float64, the fault, the bit after the block, bytes of text, its crc.
struct Block {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t start = params.integer();
    const int64_t limit = params.integer();
    if (limit > mostLinks || limit > call.out[0].length) return Status::domain;
    Workspace workspace(call);
    auto* tables = workspace.take<Bz2Tables>(1);
    auto* links = workspace.take<uint32_t>(limit);
    auto* nextPiece = workspace.take<int32_t>(mostPieces(limit));
    auto* pieces = workspace.take<Piece>(mostPieces(limit));
    if (pieces == nullptr) return Status::scratch;

    uint8_t* column = pieces->bytes;
    Bz2Block sorted;
    const Bz2Fault fault = readBlock(input<uint8_t>(call), call.in[0].length, start, limit, *tables, column, sorted);
    auto* state = static_cast<double*>(call.state);
    state[0] = static_cast<double>(fault);
    state[1] = static_cast<double>(sorted.end);
    state[2] = static_cast<double>(sorted.length);
    state[3] = static_cast<double>(sorted.crc);
    if (fault != Bz2Fault::none) return Status::domain;

    auto* text = output<uint8_t>(call);
    Unsort unsort(links, pieces, nextPiece);
    unsort.run(column, sorted.length, sorted.origin, sorted.counts, text);
    if (sorted.randomized) derandomize(text, sorted.length);
    return Status::ok;
  }
};

// in: text of a block. out: bytes, as many as there is room for. state: Bz2Text.
struct Expand {
  static Status kernel(const Call& call) noexcept {
    return expand(input<uint8_t>(call), call.n, output<uint8_t>(call), call.out[0].length, *static_cast<Bz2Text*>(call.state));
  }
};

constexpr Rows<3> table = {{{"bz2/scan", DType::u8, Scan::kernel}, {"bz2/block", DType::u8, Block::kernel}, {"bz2/expand", DType::u8, Expand::kernel}}};

}  // namespace

KernelSet bz2_kernels() noexcept { return table; }

}  // namespace CW_ISA
