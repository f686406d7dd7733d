// Columns of values of one size: numbers, booleans, dates, times.
#pragma once
#include "csv-cells.hpp"
#include "csv-eight.hpp"
#include "csv-time.hpp"

namespace CW_ISA {
namespace {

enum class Reading { good, missing, bad };

// What a column's cells become. `quick` may give up; `read` may not: it gets the text without quotes and blanks around it.
template <class T> struct Integer {
  using Value = T;
  static constexpr bool number = true;
  static CW_INLINE bool quick(const Cell& cell, T& value) {
    const Short x = read_short<false>(cell.begin, cell.end);
    if (!x.good || (x.negative && !isSigned<T>)) return false;
    const auto whole = static_cast<int64_t>(x.negative ? 0 - x.mantissa : x.mantissa);
    value = static_cast<T>(whole);
    return static_cast<int64_t>(value) == whole;
  }
  static bool read(const Cell& cell, T& value, int64_t) { return read_integer(cell.begin, cell.end, value); }
};

// Whether a text is a word, whose letters are lower case, in any case.
CW_INLINE bool is_word(const Cell& cell, const char* word) {
  const uint8_t* at = cell.begin;
  for (; at < cell.end && *word != 0; at++, word++)
    if ((*at | 0x20) != static_cast<uint8_t>(*word)) return false;
  return at == cell.end && *word == 0;
}

template <class F> struct Floating {
  using Value = F;
  static constexpr bool number = true;
  static CW_INLINE bool quick(const Cell& cell, F& value) {
    const Short x = read_short<true>(cell.begin, cell.end);
    if (!x.good) return false;
    value = float_of<F>(x);
    return true;
  }
  static bool read(const Cell& cell, F& value, int64_t) {
    Decimal x;
    if (read_decimal(cell.begin, cell.end, x)) {
      value = float_of<F>(x);
      return true;
    }
    Cell word = cell;
    const bool negative = *word.begin == '-';
    if (negative || *word.begin == '+') word.begin++;
    if (is_word(word, "inf") || is_word(word, "infinity")) value = negative ? -static_cast<F>(__builtin_inf()) : static_cast<F>(__builtin_inf());
    else if (is_word(word, "nan")) value = static_cast<F>(__builtin_nan(""));
    else return false;
    return true;
  }
};

struct Boolean {
  using Value = uint8_t;
  static constexpr bool number = false;
  static CW_INLINE bool quick(const Cell&, uint8_t&) { return false; }
  // Where nobody said that the column has booleans, digits are none.
  static bool read(const Cell& cell, uint8_t& value, int64_t digits) {
    const int64_t length = cell.end - cell.begin;
    value = *cell.begin == '1' || (*cell.begin | 0x20) == 't';
    if (length == 1) return digits != 0 && (*cell.begin == '1' || *cell.begin == '0');
    // True, TRUE and true, but not tRUE.
    const bool capital = (cell.begin[1] & 0x20) == 0;
    for (const uint8_t* at = cell.begin + 1; at < cell.end; at++)
      if (((*at & 0x20) == 0) != capital) return false;
    if (capital && (*cell.begin & 0x20) != 0) return false;
    return is_word(cell, "true") || is_word(cell, "false");
  }
};

struct Date {
  using Value = int32_t;
  static constexpr bool number = false;
  static CW_INLINE bool quick(const Cell&, int32_t&) { return false; }
  static bool read(const Cell& cell, int32_t& value, int64_t) { return read_date(cell.begin, cell.end, value); }
};

struct Timestamp {
  using Value = int64_t;
  static constexpr bool number = false;
  static CW_INLINE bool quick(const Cell&, int64_t&) { return false; }
  static bool read(const Cell& cell, int64_t& value, int64_t per_second) { return read_timestamp(cell.begin, cell.end, per_second, value); }
};

// Only missing values: a column of which no other is known.
struct Nothing {
  using Value = uint8_t;
  static constexpr bool number = false;
  static CW_INLINE bool quick(const Cell&, uint8_t&) { return false; }
  static bool read(const Cell&, uint8_t&, int64_t) { return false; }
};

constexpr int64_t longest_value = 1000;  // bytes of a quoted number; longer ones are none

template <class Kind> __attribute__((noinline)) Reading read_cell(const Cells& cells, Cell cell, int64_t per_second, typename Kind::Value& out) {
  if (cell.end <= cell.begin) return Reading::missing;
  uint8_t text[longest_value + 64];
  if (cells.dressed(cell)) {
    if (cell.end - cell.begin > longest_value) return Reading::bad;
    const int64_t length = read_text(cell.begin, cell.end, cells.dialect, text);
    if (length == 0) return Reading::missing;
    cell = {text, text + length};
  }
  if (cells.missing.has(cell.begin, cell.end - cell.begin)) return Reading::missing;
  cell = trim(cell);
  if (cell.end == cell.begin) return Reading::bad;
  return Kind::read(cell, out, per_second) ? Reading::good : Reading::bad;
}

// Reads one cell after all else that is quick.
template <class Kind> CW_INLINE Reading read_rest(const Cells& cells, const Cell& cell, int64_t per_second, typename Kind::Value& value) {
  const int64_t length = cell.end - cell.begin;
  if (length <= 0 || cells.missing.has(cell.begin, length)) return Reading::missing;
  return read_cell<Kind>(cells, cell, per_second, value);
}

template <class Kind> CW_INLINE Reading read_one(const Cells& cells, const Cell& cell, bool quick, int64_t per_second, typename Kind::Value& value) {
  if (quick && Kind::quick(cell, value)) return Reading::good;
  typename Kind::Value slow{};  // so that `value` can stay in a register
  const Reading reading = read_rest<Kind>(cells, cell, per_second, slow);
  value = reading == Reading::good ? slow : typename Kind::Value{};
  return reading;
}

// A column's share of `Records`: `stride` entries from one row to the next.
struct Places {
  const uint8_t* bytes;
  const uint32_t* before;
  const uint32_t* end;
  int64_t stride;
  int64_t rows;

  CW_INLINE Cell cell(int64_t row) const { return {bytes + before[row * stride] + 1, bytes + end[row * stride]}; }
};

// The row of the first bad cell, or the number of rows.
template <class Kind>
__attribute__((noinline)) int64_t read_values(const Places& all, const Cells& cells, int64_t per_second, typename Kind::Value* out, Validity& validity) {
  const Places places = all;
  const bool quick = !cells.missing.numeric;
  Bitmap valid(validity.words, validity.row);
  int64_t row = 0;
#ifdef CW_CSV_EIGHT
  using Store = StoreEight<typename Kind::Value>;
  if constexpr (Store::exists && Kind::number) {
    uint64_t last = 0;
    int64_t last_length = -1;
    for (; quick && places.stride == 1 && row + 8 <= places.rows; row += 8) {
      const Eight x = read_eight<Store::point>(places.bytes, places.before + row, places.end + row, last, last_length);
      uint32_t good = Store::store(x, out + row);
      for (uint32_t rest = ~good & 0xff; rest != 0; rest &= rest - 1) {
        const int32_t i = __builtin_ctz(rest);
        typename Kind::Value value{};
        if ((x.missing >> i & 1) == 0) {
          const Cell cell = places.cell(row + i);
          const Reading reading = read_one<Kind>(cells, cell, quick, per_second, value);
          if (reading == Reading::bad) {
            for (int32_t k = 0; k < i; k++) valid.add((good >> k & 1) != 0);
            validity.nulls = valid.finish();
            return row + i;
          }
          if (reading == Reading::good) {
            good |= 1u << i;
          } else if (cell.end - cell.begin <= 8) {
            last_length = cell.end - cell.begin;
            last = load8(cell.end - 8) >> (64 - 8 * last_length);
          }
        }
        out[row + i] = value;
      }
      valid.add_eight(good);
    }
  }
#endif
  for (; row < places.rows; row++) {
    typename Kind::Value value{};
    const Reading reading = read_one<Kind>(cells, places.cell(row), quick, per_second, value);
    if (reading == Reading::bad) break;
    out[row] = value;
    valid.add(reading == Reading::good);
  }
  validity.nulls = valid.finish();
  return row;
}

}  // namespace
}  // namespace CW_ISA
