// Where fields end. A slice begins with a record and is cut into whole records; what is left over begins the next slice.
//
// Quotes count as in pandas: a quote that begins a field opens it, two within are one, and after the closing one the field goes on as it is. Where every quote
// stands next to a separator or another quote, being quoted is the parity of the quotes before; other slices, and those with escapes or comments, are
// walked byte by byte (csv-walk.hpp).
#pragma once
#include "csv-bytes.hpp"

namespace CW_ISA {
namespace {

struct Dialect {
  uint8_t delimiter;
  uint8_t quote, escape, comment;  // 0: none
  int64_t fields;                  // 0: any number, nobody looks at fields
  bool double_quote;
};

// The records of a slice: field f of row r is between, without, `before[r * fields + f]` and `end[r * fields + f]`, which count from `bytes`. A field that its
// record lacks has both the same.
struct Records {
  const uint8_t* bytes;
  const uint32_t* before;
  const uint32_t* end;
  int64_t fields;
  int64_t rows;
};

struct Structure {
  int64_t count;     // separators, the last of which ends a record
  int64_t newlines;
  bool carriage;     // a carriage return before a newline, which belongs to it
  bool quotes;
  bool high;         // bytes beyond ASCII
  bool irregular;    // has to be walked
};

CW_INLINE bool ends_line(uint8_t byte) { return byte == '\n' || byte == '\r'; }

// Positions of separators outside quotes in `from … to - 1`, counted from `from - 1`. `out` has room for to - from + 64 of them; 64 bytes beyond `to` can be read.
Structure find_separators(const Dialect& dialect, const uint8_t* from, const uint8_t* to, uint32_t* out) {
  Structure found{};
  uint64_t quoted = 0;          // all ones where the bytes before end within quotes
  uint64_t separated = 1;       // whether the byte before is a separator or a quote
  uint64_t closed = 0;          // whether it closes a quoted field
  uint64_t high = 0;
  uint64_t odd = 0;
  uint32_t* const first = out;
  int64_t whole = 0;            // separators up to the last end of a record
  for (const uint8_t* at = from; at < to; at += 64) {
    const Bytes64 bytes(at);
    const int64_t left = to - at;
    const uint64_t within = left < 64 ? (uint64_t{1} << left) - 1 : ~uint64_t{0};
    const uint64_t feeds = bytes.equal('\n') & within;
    uint64_t lines = feeds;
    if (const uint64_t returns = bytes.equal('\r') & within; returns != 0) {
      // The last byte may be followed by a feed that is not here yet: then it does not end a record either.
      const uint64_t next = feeds >> 1 | static_cast<uint64_t>(left > 64 ? at[64] == '\n' : left == 64) << 63 | (left < 64 ? uint64_t{1} << (left - 1) : 0);
      lines |= returns & ~next;
      found.carriage = found.carriage || (returns & next) != 0;
    }
    uint64_t separators = (bytes.equal(dialect.delimiter) & within) | lines;
    high |= bytes.high() & within;
    if (dialect.escape != 0) odd |= bytes.equal(dialect.escape) & within;
    if (dialect.comment != 0) odd |= bytes.equal(dialect.comment) & within;
    const uint64_t quotes = dialect.quote == 0 ? 0 : bytes.equal(dialect.quote) & within;
    if ((quotes | quoted | closed) != 0) {
      const uint64_t inside = prefix_parity(quotes) ^ quoted;
      separators &= ~inside;
      lines &= ~inside;
      const uint64_t opening = quotes & inside;
      const uint64_t closing = quotes & ~inside;
      const uint64_t beside = separators | quotes;
      odd |= opening & ~(beside << 1 | separated);
      // A carriage return within a line's end counts as one.
      const uint64_t follows = beside | (bytes.equal('\r') & within & ~inside);
      const uint64_t after = closing << 1 | closed;
      odd |= after & ~follows & within;
      if (!dialect.double_quote) odd |= after & opening;
      closed = closing >> 63;
      quoted = static_cast<uint64_t>(static_cast<int64_t>(inside) >> 63);
      found.quotes = found.quotes || quotes != 0;
      separated = beside >> 63;
    } else {
      separated = separators >> 63;
    }
    // Where nobody looks at fields, only ends of records are wanted.
    const uint64_t stored = dialect.fields == 0 ? lines : separators;
    out += store_positions(stored, static_cast<uint32_t>(at - from + 1), out);
    if (lines != 0) {
      found.newlines += __builtin_popcountll(lines);
      const int64_t behind = __builtin_popcountll(stored >> (63 - __builtin_clzll(lines)) >> 1);
      whole = out - first - behind;
    }
  }
  found.count = whole;
  found.high = high != 0;
  found.irregular = odd != 0;
  return found;
}

}  // namespace
}  // namespace CW_ISA
