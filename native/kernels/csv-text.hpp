// Columns of text, as they are or numbered by a dictionary.
#pragma once
#include "csv-values.hpp"

namespace CW_ISA {
namespace {

// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7).
bool is_utf8(const uint8_t* at, const uint8_t* end) {
  while (at < end) {
    const uint8_t byte = *at++;
    if (byte < 0x80) continue;
    const int64_t more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    if (byte < 0xc2 || byte > 0xf4 || end - at < more) return false;
    const uint8_t least = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
    const uint8_t greatest = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
    if (*at < least || *at > greatest) return false;
    for (int64_t i = 1; i < more; i++)
      if ((at[i] & 0xc0) != 0x80) return false;
    at += more;
  }
  return true;
}

// Makes UTF-8 of latin-1 where it stands; there is room for as many bytes again. The new length.
int64_t widen_latin1(uint8_t* text, int64_t length) {
  int64_t more = 0;
  for (int64_t i = 0; i < length; i++) more += text[i] >> 7;
  const int64_t all = length + more;
  for (int64_t from = length - 1, to = all - 1; from < to; from--) {
    const uint8_t byte = text[from];
    if (byte < 0x80) {
      text[to--] = byte;
    } else {
      text[to--] = static_cast<uint8_t>(0x80 | (byte & 0x3f));
      text[to--] = static_cast<uint8_t>(0xc0 | byte >> 6);
    }
  }
  return all;
}

// Copies at least `length` bytes, 16 at a time.
CW_INLINE void copy_text(const uint8_t* from, int64_t length, uint8_t* to) {
  __builtin_memcpy(to, from, 16);
  for (int64_t i = 16; i < length; i += 16) __builtin_memcpy(to + i, from + i, 16);
}

CW_INLINE bool is_ascii(const uint8_t* at, int64_t length) {
  uint64_t high = 0;
  for (; length >= 8; at += 8, length -= 8) high |= load8(at);
  if (length > 0) high |= load8(at) << (64 - 8 * length);
  return (high & 0x8080808080808080) == 0;
}

// Writes the text of a cell, and up to 15 bytes more. `high`: there are bytes beyond ASCII around.
CW_INLINE Reading read_text_cell(const Cells& cells, const Cell& cell, bool high, uint8_t* out, int64_t& length) {
  length = cell.end - cell.begin;
  if (length <= 0) {
    const bool missing = length < 0 || cells.missing.empty;
    length = 0;
    return missing ? Reading::missing : Reading::good;
  }
  if (cells.dressed(cell)) {
    length = read_text(cell.begin, cell.end, cells.dialect, out);
    if (length == 0 ? cells.missing.empty : cells.missing.has(out, length)) {
      length = 0;
      return Reading::missing;
    }
  } else {
    if (cells.missing.has(cell.begin, length)) {
      length = 0;
      return Reading::missing;
    }
    copy_text(cell.begin, length, out);
  }
  if (high && !is_ascii(out, length)) {
    if (cells.latin1) length = widen_latin1(out, length);
    else if (!is_utf8(out, out + length)) return Reading::bad;
  }
  return Reading::good;
}

// Appends at `used`; offsets[0] is that of the first row here and stands there already.
int64_t read_texts(const Records& records, int64_t field, const Cells& all, bool high, uint8_t* text, int64_t& used, int32_t* offsets, Validity& validity) {
  const Cells cells = all;
  const uint32_t* before = records.before + field;
  const uint32_t* end = records.end + field;
  Bitmap valid(validity.words, validity.row);
  int64_t at = used;
  int64_t row = 0;
  for (; row < records.rows; row++, before += records.fields, end += records.fields) {
    int64_t length;
    const Reading reading = read_text_cell(cells, {records.bytes + *before + 1, records.bytes + *end}, high, text + at, length);
    if (reading == Reading::bad) break;
    valid.add(reading == Reading::good);
    at += length;
    offsets[row + 1] = static_cast<int32_t>(at);
  }
  used = at;
  validity.nulls = valid.finish();
  return row;
}

// Texts and their numbers: open addressing; a slot holds a code + 1.
struct Dictionary {
  uint8_t* text;
  int32_t* offsets;  // of each text, and the end of the last
  uint32_t* slots;
  int64_t slot_count;  // a power of two, more than twice as many as texts
  int64_t used;        // bytes of text
  int64_t entries;

  static CW_INLINE uint64_t hash(const uint8_t* at, int64_t length) {
    constexpr uint64_t factor = 0x9e3779b97f4a7c15;
    uint64_t x = static_cast<uint64_t>(length) * factor;
    for (; length > 0; at += 8, length -= 8) {
      const uint64_t word = length >= 8 ? load8(at) : load8(at) & ((uint64_t{1} << (8 * length)) - 1);
      x = (x ^ word) * factor;
      x ^= x >> 32;
    }
    return x;
  }
  CW_INLINE bool same(uint32_t code, const uint8_t* at, int64_t length) const {
    if (offsets[code + 1] - offsets[code] != length) return false;
    const uint8_t* own = text + offsets[code];
    for (int64_t i = 0; i < length; i += 8) {
      const uint64_t differs = load8(own + i) ^ load8(at + i);
      if ((length - i >= 8 ? differs : differs << (64 - 8 * (length - i))) != 0) return false;
    }
    return true;
  }
  // The code of the text that was written at `text + used`.
  CW_INLINE int32_t code_of(int64_t length) {
    const uint8_t* at = text + used;
    for (uint64_t slot = hash(at, length);; slot++) {
      uint32_t& held = slots[slot & static_cast<uint64_t>(slot_count - 1)];
      if (held == 0) {
        held = static_cast<uint32_t>(++entries);
        used += length;
        offsets[entries] = static_cast<int32_t>(used);
        return static_cast<int32_t>(entries - 1);
      }
      if (same(held - 1, at, length)) return static_cast<int32_t>(held - 1);
    }
  }
  // Fills slots that were emptied.
  void number() {
    for (int64_t code = 0; code < entries; code++) {
      uint64_t slot = hash(text + offsets[code], offsets[code + 1] - offsets[code]);
      while (slots[slot & static_cast<uint64_t>(slot_count - 1)] != 0) slot++;
      slots[slot & static_cast<uint64_t>(slot_count - 1)] = static_cast<uint32_t>(code + 1);
    }
  }
};

int64_t read_categories(const Records& records, int64_t field, const Cells& all, bool high, Dictionary& shared, int32_t* codes, Validity& validity) {
  const Cells cells = all;
  Dictionary dictionary = shared;
  Bitmap valid(validity.words, validity.row);
  const uint32_t* before = records.before + field;
  const uint32_t* end = records.end + field;
  int64_t row = 0;
  for (; row < records.rows; row++, before += records.fields, end += records.fields) {
    int64_t length;
    const Reading reading = read_text_cell(cells, {records.bytes + *before + 1, records.bytes + *end}, high, dictionary.text + dictionary.used, length);
    if (reading == Reading::bad) break;
    codes[row] = reading == Reading::good ? dictionary.code_of(length) : 0;
    valid.add(reading == Reading::good);
  }
  shared = dictionary;
  validity.nulls = valid.finish();
  return row;
}

}  // namespace
}  // namespace CW_ISA
