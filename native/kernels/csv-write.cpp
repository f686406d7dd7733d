// Columns to CSV: each column becomes texts, then records are put together from them. Nulls are nothing.
//
// csvText, csvQuote …: in: a column's values, its bitmap or nothing, and what else it has. out: texts, and where each ends (uint32, one more than rows, the first is 0). n: rows.
// There is room for the longest texts.
// csvJoin: in: the texts of all columns in one memory. out: records. state: bytes written. params: columns, delimiter, then places of texts and ends of each.
#include "csv-shortest.hpp"

namespace CW_ISA {
namespace {

struct Texts {
  const uint8_t* valid;  // null: all rows have values
  uint8_t* out;
  uint32_t* ends;

  explicit Texts(const Call& call) : valid(call.in[1].length == 0 ? nullptr : input<uint8_t>(call, 1)), out(output<uint8_t>(call)), ends(output<uint32_t>(call, 1)) {
    ends[0] = 0;
  }
  CW_INLINE bool has(int64_t row) const { return valid == nullptr || (valid[row >> 3] >> (row & 7) & 1) != 0; }
  // `write(row, out)` gives how many bytes it wrote.
  template <class Write> CW_INLINE Status each(int64_t rows, Write write) {
    int64_t at = 0;
    for (int64_t row = 0; row < rows; row++) {
      if (has(row)) at += write(row, out + at);
      ends[row + 1] = static_cast<uint32_t>(at);
    }
    return Status::ok;
  }
};

CW_INLINE int64_t write_word(const char* word, int64_t length, uint8_t* out) {
  __builtin_memcpy(out, word, static_cast<size_t>(length));
  return length;
}

struct CsvText {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    Texts texts(call);
    const T* values = input<T>(call);
    return texts.each(call.n, [values](int64_t row, uint8_t* out) {
      const T value = values[row];
      if constexpr (isFloat<T>) {
        return write_float(value, out);
      } else if constexpr (D == DType::b1) {
        return value ? write_word("True", 4, out) : write_word("False", 5, out);
      } else {
        const bool negative = value < 0;
        *out = '-';
        const auto word = static_cast<uint64_t>(value);
        return negative + write_digits(negative ? 0 - word : word, out + negative);
      }
    });
  }
};

CW_INLINE uint8_t* write_padded(int64_t value, int32_t digits, uint8_t* out) {
  for (int32_t i = digits - 1; i >= 0; i--) {
    out[i] = static_cast<uint8_t>('0' + value % 10);
    value /= 10;
  }
  return out + digits;
}

// The reverse of `days_since_1970`, by the same author. Years beyond 0 … 9999 have a sign and six digits, as ISO 8601 wants.
CW_INLINE uint8_t* write_date(int64_t days, uint8_t* out) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t of_era = days - era * 146097;
  const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * of_year + 2) / 153;
  const int64_t day = of_year - (153 * shifted + 2) / 5 + 1;
  const int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2);
  if (year < 0 || year > 9999) {
    *out++ = year < 0 ? '-' : '+';
    const int64_t size = year < 0 ? -year : year;
    out += size > 999999 ? write_digits(static_cast<uint64_t>(size), out) : write_padded(size, 6, out) - out;
  } else {
    out = write_padded(year, 4, out);
  }
  *out++ = '-';
  out = write_padded(month, 2, out);
  *out++ = '-';
  return write_padded(day, 2, out);
}

// Days (int32).
struct CsvDate {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Texts texts(call);
    const auto* days = input<Element<D>>(call);
    return texts.each(call.n, [days](int64_t row, uint8_t* out) { return write_date(days[row], out) - out; });
  }
};

// Ticks (int64). params: ticks a second, digits of a fraction, whether to say that this is UTC.
struct CsvTimestamp {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    Texts texts(call);
    const int64_t per_second = params.integer();
    const auto digits = static_cast<int32_t>(params.integer());
    const bool utc = params.integer() != 0;
    const auto* ticks = input<Element<D>>(call);
    return texts.each(call.n, [=](int64_t row, uint8_t* out) {
      int64_t seconds = ticks[row] / per_second;
      int64_t fraction = ticks[row] % per_second;
      if (fraction < 0) {
        fraction += per_second;
        seconds--;
      }
      int64_t days = seconds / 86400;
      int64_t within = seconds % 86400;
      if (within < 0) {
        within += 86400;
        days--;
      }
      uint8_t* at = write_date(days, out);
      *at++ = ' ';
      at = write_padded(within / 3600, 2, at);
      *at++ = ':';
      at = write_padded(within / 60 % 60, 2, at);
      *at++ = ':';
      at = write_padded(within % 60, 2, at);
      if (fraction != 0) {
        *at++ = '.';
        at = write_padded(fraction, digits, at);
      }
      if (utc) at += write_word("+00:00", 6, at);
      return at - out;
    });
  }
};

// Text. in: bytes, bitmap, offsets (int32). params: the offset of the first byte, delimiter, quote (0: none).
struct CsvQuote {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    Texts texts(call);
    const int64_t base = params.integer();
    const auto delimiter = static_cast<uint8_t>(params.integer());
    const auto quote = static_cast<uint8_t>(params.integer());
    const auto* bytes = input<uint8_t>(call);
    const auto* offsets = input<int32_t>(call, 2);
    return texts.each(call.n, [=](int64_t row, uint8_t* out) -> int64_t {
      const uint8_t* from = bytes + (offsets[row] - base);
      const int64_t length = offsets[row + 1] - offsets[row];
      bool special = false;
      for (int64_t i = 0; i < length; i++) {
        const uint8_t byte = from[i];
        out[i] = byte;
        special |= byte == delimiter || byte == quote || byte == '\n' || byte == '\r';
      }
      if (!special || quote == 0) return length;
      uint8_t* at = out;
      *at++ = quote;
      for (int64_t i = 0; i < length; i++) {
        if (from[i] == quote) *at++ = quote;
        *at++ = from[i];
      }
      *at++ = quote;
      return at - out;
    });
  }
};

// Categories. in: codes (int32), bitmap, texts of the dictionary, where each ends (as csvQuote gives them).
struct CsvCodes {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Texts texts(call);
    const auto* codes = input<Element<D>>(call);
    const auto* words = input<uint8_t>(call, 2);
    const auto* ends = input<uint32_t>(call, 3);
    return texts.each(call.n, [=](int64_t row, uint8_t* out) -> int64_t {
      const uint32_t from = ends[codes[row]];
      const int64_t length = ends[codes[row] + 1] - from;
      for (int64_t i = 0; i < length; i++) out[i] = words[from + i];
      return length;
    });
  }
};

struct CsvJoin {
  template <DType D> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t columns = params.integer();
    const auto delimiter = static_cast<uint8_t>(params.integer());
    const double* places = params.rest();
    const auto* memory = input<uint8_t>(call);
    uint8_t* const out = output<uint8_t>(call);
    uint8_t* at = out;
    for (int64_t row = 0; row < call.n; row++) {
      const uint8_t* const record = at;
      for (int64_t c = 0; c < columns; c++) {
        const uint8_t* texts = memory + static_cast<int64_t>(places[2 * c]);
        uint32_t ends[2];
        __builtin_memcpy(ends, memory + static_cast<int64_t>(places[2 * c + 1]) + 4 * row, 8);
        const int64_t length = ends[1] - ends[0];
        // Texts are followed by room for 16 bytes, and so is the output.
        for (int64_t i = 0; i < length; i += 16) __builtin_memcpy(at + i, texts + ends[0] + i, 16);
        at += length;
        *at++ = delimiter;
      }
      // A line of nothing would be no record.
      if (at - record == 1) {
        at[-1] = '"';
        *at++ = '"';
        *at++ = delimiter;
      }
      at[-1] = '\n';
    }
    *static_cast<double*>(call.state) = static_cast<double>(at - out);
    return Status::ok;
  }
};

constexpr auto table = family(each<CsvText>("csvText", All{}), each<CsvDate>("csvDate", DTypes<DType::i32>{}), each<CsvTimestamp>("csvTimestamp", DTypes<DType::i64>{}),
                              each<CsvQuote>("csvQuote", DTypes<DType::u8>{}), each<CsvCodes>("csvCodes", DTypes<DType::i32>{}), each<CsvJoin>("csvJoin", DTypes<DType::u8>{}));

}  // namespace

KernelSet csv_write_kernels() noexcept { return table; }

}  // namespace CW_ISA
