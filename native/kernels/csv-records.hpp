// Records from separators: at once where every record of a slice has the fields it should have, else one by one.
#pragma once
#include "csv-structure.hpp"

namespace CW_ISA {
namespace {

// Where a slice's records go. Positions count from `bytes`, which is one before the slice.
struct Room {
  const uint8_t* bytes;
  uint32_t* before;
  uint32_t* end;
  int64_t capacity;  // of each
};

struct Cut {
  int64_t rows;
  uint32_t next;       // where the next record begins
  uint32_t bad;        // where a record with too many fields begins; 0: none
  int64_t bad_fields;  // that it has
  int64_t skipped;     // such records that were left out
  bool full;           // there was no room for more records
};

// Fields of one record after the other.
class Builder {
 public:
  Builder(const Room& room, int64_t fields, bool skip_bad, uint32_t first) : room_(room), fields_(fields), skip_bad_(skip_bad), cut_{0, first, 0, 0, 0, false} {}
  const Cut& cut() const { return cut_; }
  void begin(uint32_t start) {
    start_ = start;
    count_ = 0;
  }
  void field(uint32_t before, uint32_t end) {
    if (count_ < fields_) {
      room_.before[cut_.rows * fields_ + count_] = before;
      room_.end[cut_.rows * fields_ + count_] = end;
    }
    count_++;
  }
  // The record ends, the next one begins at `next`. Whether to go on.
  bool finish(uint32_t next) {
    if (fields_ == 0 || blank()) return go(next);
    if (count_ > fields_) {
      if (!skip_bad_) {
        cut_.bad = start_;
        cut_.bad_fields = count_;
        return false;
      }
      cut_.skipped++;
      return go(next);
    }
    uint32_t* before = room_.before + cut_.rows * fields_;
    uint32_t* end = room_.end + cut_.rows * fields_;
    for (int64_t f = count_; f < fields_; f++) before[f] = end[f] = end[count_ - 1];
    cut_.rows++;
    go(next);
    cut_.full = (cut_.rows + 1) * fields_ > room_.capacity;
    return !cut_.full;
  }
  // The line holds no record.
  bool go(uint32_t next) {
    cut_.next = next;
    return true;
  }

 private:
  // Lines of nothing but blanks are no records.
  bool blank() const {
    if (count_ != 1) return false;
    const uint32_t end = room_.end[cut_.rows * fields_];
    for (uint32_t at = start_; at < end; at++)
      if (room_.bytes[at] != ' ' && room_.bytes[at] != '\t') return false;
    return true;
  }

  const Room& room_;
  int64_t fields_;
  bool skip_bad_;
  Cut cut_;
  uint32_t start_ = 0;
  int64_t count_ = 0;
};

// Whether the separators are those of whole records of so many fields. Of single fields, blank lines have to be told apart.
bool is_regular(const uint8_t* bytes, const uint32_t* separators, const Structure& found, int64_t fields) {
  if (fields < 2 || found.carriage || found.newlines * fields != found.count) return false;
  for (int64_t at = fields - 1; at < found.count; at += fields)
    if (!ends_line(bytes[separators[at]])) return false;
  return true;
}

// How many records begin before `limit`, of those whose ends are each `fields` separators apart.
int64_t rows_before(uint32_t limit, const uint32_t* separators, int64_t rows, int64_t fields) {
  int64_t low = 0;
  int64_t high = rows;
  // The record after the one that ends at e begins at e + 1.
  while (low < high) {
    const int64_t middle = (low + high) / 2;
    const uint32_t start = middle == 0 ? 1 : separators[middle * fields - 1] + 1;
    if (start < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Records from separators that stand outside quotes, up to the first that begins at `limit` or later.
Cut cut_records(const Room& room, const uint32_t* separators, int64_t count, const Dialect& dialect, bool skip_bad, uint32_t limit) {
  Builder builder(room, dialect.fields, skip_bad, 1);
  uint32_t start = 1;
  uint32_t before = 0;
  if (start >= limit) return builder.cut();
  builder.begin(start);
  for (int64_t i = 0; i < count; i++) {
    const uint32_t at = separators[i];
    const uint8_t byte = room.bytes[at];
    const bool line = ends_line(byte) && byte != dialect.delimiter;
    builder.field(before, line && byte == '\n' && at > start && room.bytes[at - 1] == '\r' ? at - 1 : at);
    before = at;
    if (!line) continue;
    start = at + 1;
    if (!builder.finish(start) || start >= limit) break;
    builder.begin(start);
  }
  return builder.cut();
}

}  // namespace
}  // namespace CW_ISA
