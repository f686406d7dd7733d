// What every column needs to know of a cell: whether it is missing, whether it is quoted.
#pragma once
#include "csv-walk.hpp"

namespace CW_ISA {
namespace {

struct Cell {
  const uint8_t* begin;
  const uint8_t* end;
};

// The words that stand for a missing value, as src/io/csv/format.ts writes them: for every first byte, 32 bits (bit n: a word of n bytes begins so; 31: or
// more) and 16 bits (which is the first); then the words, those with one first byte together, and one without length at the end.
struct Missing {
  const uint8_t* table;
  bool empty;    // no text at all is missing in columns of text, too; in others it always is
  bool numeric;  // there are numbers among them

  // `length` is not 0.
  CW_INLINE bool has(const uint8_t* begin, int64_t length) const {
    uint32_t lengths;
    __builtin_memcpy(&lengths, table + 4 * begin[0], 4);
    return (lengths >> (length < 31 ? length : 31) & 1) != 0 && search(begin, length);
  }

 private:
  struct Word {
    uint64_t head;    // the first eight bytes, zeros after a shorter one
    uint32_t length;
    uint32_t text;    // where all of it is, from the start of the table
  };
  CW_INLINE bool search(const uint8_t* begin, int64_t length) const {
    const uint64_t head = length >= 8 ? load8(begin) : load8(begin) & ((uint64_t{1} << (8 * length)) - 1);
    uint16_t first;
    __builtin_memcpy(&first, table + 1024 + 2 * begin[0], 2);
    for (const uint8_t* at = table + 1536 + sizeof(Word) * first;; at += sizeof(Word)) {
      Word word;
      __builtin_memcpy(&word, at, sizeof(Word));
      if (word.head == head && word.length == length) {
        if (length <= 8) return true;
        int64_t i = 8;
        while (i < length && table[word.text + i] == begin[i]) i++;
        if (i == length) return true;
      }
      if (static_cast<uint8_t>(word.head) != *begin || word.length == 0) return false;
    }
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

// One bit a row, collected in a word. Kept in registers: nobody may take its address.
struct Bitmap {
  uint64_t* word;
  int64_t bit;
  uint64_t bits;
  int64_t nulls = 0;

  CW_INLINE Bitmap(uint64_t* words, int64_t row) : word(words + row / 64), bit(row % 64), bits(row % 64 == 0 ? 0 : *word & ((uint64_t{1} << (row % 64)) - 1)) {}
  CW_INLINE void add(bool valid) {
    bits |= static_cast<uint64_t>(valid) << bit;
    nulls += !valid;
    if (++bit == 64) {
      *word++ = bits;
      bits = 0;
      bit = 0;
    }
  }
  // Of eight rows.
  CW_INLINE void add_eight(uint64_t valid) {
    bits |= valid << bit;
    nulls += 8 - __builtin_popcountll(valid);
    bit += 8;
    if (bit >= 64) {
      *word++ = bits;
      bit -= 64;
      bits = valid >> (8 - bit);
    }
  }
  // How many rows were without a value.
  CW_INLINE int64_t finish() {
    if (bit != 0) *word = bits;
    return nulls;
  }
};

// Where the bits of a column's rows go.
struct Validity {
  uint64_t* words;
  int64_t row;    // of the first one to come
  int64_t nulls;  // counted
};

}  // namespace
}  // namespace CW_ISA
