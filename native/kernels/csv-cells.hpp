// What every column needs to know of a cell: whether it is missing, whether it is quoted.
#pragma once
#include "csv-walk.hpp"

namespace CW_ISA {
namespace {

struct Cell {
  const uint8_t* begin;
  const uint8_t* end;
};

// The words that stand for a missing value. First a word of 32 bits for every first byte: bit n tells that a token of n bytes begins so (31: or more);
// then the tokens, each after its length; a length of 0 ends them.
struct Missing {
  const uint8_t* table;
  bool empty;    // no text at all is missing in columns of text, too; in others it always is
  bool numeric;  // there are numbers among them

  CW_INLINE bool has(const uint8_t* begin, int64_t length) const {
    uint32_t lengths;
    __builtin_memcpy(&lengths, table + 4 * begin[0], 4);
    return (lengths >> (length < 31 ? length : 31) & 1) != 0 && search(begin, length);
  }

 private:
  __attribute__((noinline)) bool search(const uint8_t* begin, int64_t length) const {
    for (const uint8_t* token = table + 1024; *token != 0; token += *token + 1) {
      if (*token != length) continue;
      int64_t i = 0;
      while (i < length && token[i + 1] == begin[i]) i++;
      if (i == length) return true;
    }
    return false;
  }
};

struct Cells {
  Dialect dialect;
  Missing missing;
  bool latin1;

  CW_INLINE bool quoted(const Cell& cell) const { return dialect.quote != 0 && *cell.begin == dialect.quote; }
  // Whether quotes or escapes stand in it.
  CW_INLINE bool dressed(const Cell& cell) const {
    if (quoted(cell)) return true;
    if (dialect.escape == 0) return false;
    for (const uint8_t* at = cell.begin; at < cell.end; at++)
      if (*at == dialect.escape) return true;
    return false;
  }
};

CW_INLINE bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

CW_INLINE Cell trim(Cell cell) {
  while (cell.begin < cell.end && is_blank(*cell.begin)) cell.begin++;
  while (cell.begin < cell.end && is_blank(cell.end[-1])) cell.end--;
  return cell;
}

// One bit a row, collected in a word.
class Bitmap {
 public:
  Bitmap(uint64_t* words, int64_t row) : word_(words + row / 64), bit_(row % 64), bits_(bit_ == 0 ? 0 : *word_ & ((uint64_t{1} << bit_) - 1)) {}
  ~Bitmap() {
    if (bit_ != 0) *word_ = bits_;
  }
  Bitmap(const Bitmap&) = delete;
  Bitmap& operator=(const Bitmap&) = delete;
  CW_INLINE void add(bool valid) {
    bits_ |= static_cast<uint64_t>(valid) << bit_;
    nulls_ += !valid;
    if (++bit_ == 64) {
      *word_++ = bits_;
      bits_ = 0;
      bit_ = 0;
    }
  }
  int64_t nulls() const { return nulls_; }

 private:
  uint64_t* word_;
  int64_t bit_;
  uint64_t bits_;
  int64_t nulls_ = 0;
};

}  // namespace
}  // namespace CW_ISA
