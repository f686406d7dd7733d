// Records byte by byte, and the text of one field: all that a dialect can ask for, as pandas' C parser understands it.
#pragma once
#include "csv-records.hpp"

namespace CW_ISA {
namespace {

enum class Within { start, plain, quoted, closed };

// What a byte does to a field: goes on in it, or ends it.
struct Walker {
  const Dialect& dialect;
  Within within = Within::start;
  bool escaped = false;

  // Whether the byte belongs to the field's text; `ends` is only asked before.
  CW_INLINE bool take(uint8_t byte) {
    if (escaped) {
      escaped = false;
      return true;
    }
    if (dialect.escape != 0 && byte == dialect.escape && within != Within::closed) {
      escaped = true;
      if (within == Within::start) within = Within::plain;
      return false;
    }
    const bool quote = dialect.quote != 0 && byte == dialect.quote;
    switch (within) {
      case Within::start:
        within = quote ? Within::quoted : Within::plain;
        return !quote;
      case Within::plain: return true;
      case Within::quoted:
        if (!quote) return true;
        within = dialect.double_quote ? Within::closed : Within::plain;
        return false;
      case Within::closed:
        within = quote ? Within::quoted : Within::plain;
        return true;
    }
    return true;
  }
  CW_INLINE bool open() const { return within == Within::quoted || escaped; }
};

// As `cut_records`, of the bytes `room.bytes + 1 … to - 1`.
Cut walk_records(const Room& room, const uint8_t* to, const Dialect& dialect, bool skip_bad, uint32_t limit) {
  Builder builder(room, dialect.fields, skip_bad, 1);
  const uint8_t* const bytes = room.bytes;
  const auto stop = static_cast<uint32_t>(to - bytes);
  uint32_t at = 1;
  while (at < stop && at < limit) {
    builder.begin(at);
    const bool comment_line = dialect.comment != 0 && bytes[at] == dialect.comment;
    bool comment = comment_line;
    uint32_t before = at - 1;
    Walker walker{dialect};
    bool ended = false;
    for (; at < stop && !ended; at++) {
      const uint8_t byte = bytes[at];
      if (walker.open()) {
        walker.take(byte);
      } else if (ends_line(byte)) {
        if (byte == '\r' && at + 1 == stop) break;  // a line feed may follow
        if (!comment) builder.field(before, at);
        if (byte == '\r' && bytes[at + 1] == '\n') at++;
        ended = true;
      } else if (comment) {
        // up to the end of the line
      } else if (byte == dialect.delimiter) {
        builder.field(before, at);
        before = at;
        walker.within = Within::start;
      } else if (dialect.comment != 0 && byte == dialect.comment && walker.within != Within::closed) {
        builder.field(before, at);
        comment = true;
      } else {
        walker.take(byte);
      }
    }
    if (!ended) break;
    if (comment_line) builder.go(at);
    else if (!builder.finish(at)) break;
  }
  return builder.cut();
}

// Writes the text of a field without its quotes and escapes; at most as many bytes as it has. How many.
int64_t read_text(const uint8_t* at, const uint8_t* end, const Dialect& dialect, uint8_t* out) {
  Walker walker{dialect};
  int64_t length = 0;
  for (; at < end; at++)
    if (walker.take(*at)) out[length++] = *at;
  return length;
}

}  // namespace
}  // namespace CW_ISA
