// CSV: bytes to columns, slice by slice. A slice is small enough to stay in the first-level cache while the separators in it are found and its columns are
// read one after the other, each in a loop of its own: 20 % faster than field by field.
//
// in: bytes, of which 64 before `from` and 64 after `to` can be read; the words for missing values (csv-cells.hpp).
// out: memory in which every column has its places. state: see `State`. params: see `Parse`; src/io/csv/parse.ts writes them.
#include "csv-text.hpp"

namespace CW_ISA {
namespace {

// Why a call ended.
enum class Reason { bytes, limit, rows, column, slice, bad_cell, bad_record };

// Doubles. Each column has three more: bytes of text used, missing values, texts in the dictionary.
struct State {
  double next;     // where the next record begins
  double rows;     // so far
  double reason;
  double detail;   // the column that is full or has the bad cell, fields of the bad record, or rows that there must be room for
  double begin;    // of the bad cell or record
  double end;
  double quotes;   // whether there were any
  double skipped;  // records with too many fields
  struct Column {
    double used, nulls, entries;
  } columns[1];
};

constexpr int32_t type_null = -1, type_text = 11, type_category = 12, type_date = 13, type_timestamp = 14;

// Places are bytes from the start of the output.
struct Column {
  int64_t field, type, values, valid, offsets, capacity, per_second, slots, slot_count, text;
  explicit Column(Params& params)
      : field(params.integer()), type(params.integer()), values(params.integer()), valid(params.integer()), offsets(params.integer()), capacity(params.integer()),
        per_second(params.integer()), slots(params.integer()), slot_count(params.integer()), text(params.integer()) {}
};

struct Parse {
  int64_t from, to, limit;  // the first record begins at `from`; the last before `limit`
  Cells cells;
  bool skip_bad;
  int64_t row_capacity, slice, columns;

  Parse(Params& params, const uint8_t* missing)
      : from(params.integer()), to(params.integer()), limit(params.integer()), cells{{byte(params), byte(params), byte(params), byte(params), params.integer(), byte(params) != 0}, {missing, byte(params) != 0, byte(params) != 0}, byte(params) != 0},
        skip_bad(params.integer() != 0), row_capacity(params.integer()), slice(params.integer()), columns(params.integer()) {}

 private:
  static uint8_t byte(Params& params) { return static_cast<uint8_t>(params.integer()); }
};

template <class T> CW_INLINE T* place(const Call& call, int64_t at) { return static_cast<T*>(static_cast<void*>(output<uint8_t>(call) + at)); }

template <class Kind> int64_t values(const Call& call, const Places& places, const Cells& cells, const Column& column, int64_t row, Validity& valid) {
  return read_values<Kind>(places, cells, column.per_second, place<typename Kind::Value>(call, column.values) + row, valid);
}

#ifdef CW_CSV_EIGHT
bool is_number(int64_t type) { return type > 0 && type <= static_cast<int64_t>(DType::f64); }
#endif

// Reads one column of a slice, whose first row is `row`. The first row that is bad, or their number.
int64_t read_column(const Call& call, const Records& records, const Cells& cells, const Column& column, int64_t row, bool high, State::Column& state, uint32_t* room) {
  Validity valid{place<uint64_t>(call, column.valid), row, 0};
  int64_t good = 0;
  Places places{records.bytes, records.before + column.field, records.end + column.field, records.fields, records.rows};
#ifdef CW_CSV_EIGHT
  // Side by side, for vectors.
  uint32_t* before = room;
  uint32_t* end = room + (records.rows + 16) / 16 * 16;
  if (is_number(column.type)) {
    for (int64_t i = 0; i < places.rows; i++) {
      before[i] = places.before[i * places.stride];
      end[i] = places.end[i * places.stride];
    }
    places = {places.bytes, before, end, 1, places.rows};
  }
#else
  (void)room;
#endif
  switch (column.type) {
    case type_null: good = values<Nothing>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::b1): good = values<Boolean>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::i8): good = values<Integer<int8_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::i16): good = values<Integer<int16_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::i32): good = values<Integer<int32_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::i64): good = values<Integer<int64_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::u8): good = values<Integer<uint8_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::u16): good = values<Integer<uint16_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::u32): good = values<Integer<uint32_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::u64): good = values<Integer<uint64_t>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::f32): good = values<Floating<float>>(call, places, cells, column, row, valid); break;
    case static_cast<int64_t>(DType::f64): good = values<Floating<double>>(call, places, cells, column, row, valid); break;
    case type_date: good = values<Date>(call, places, cells, column, row, valid); break;
    case type_timestamp: good = values<Timestamp>(call, places, cells, column, row, valid); break;
    case type_category: {
      Dictionary dictionary{place<uint8_t>(call, column.text), place<int32_t>(call, column.offsets), place<uint32_t>(call, column.slots), column.slot_count,
                            static_cast<int64_t>(state.used), static_cast<int64_t>(state.entries)};
      good = read_categories(records, column.field, cells, high, dictionary, place<int32_t>(call, column.values) + row, valid);
      state.used = static_cast<double>(dictionary.used);
      state.entries = static_cast<double>(dictionary.entries);
      break;
    }
    default: {
      auto used = static_cast<int64_t>(state.used);
      good = read_texts(records, column.field, cells, high, place<uint8_t>(call, column.text), used, place<int32_t>(call, column.offsets) + row, valid);
      state.used = static_cast<double>(used);
    }
  }
  state.nulls += static_cast<double>(valid.nulls);
  return good;
}

// Whether a column has room for a slice of so many bytes, whatever is in it.
bool has_room(const Column& column, const State::Column& state, int64_t bytes, const Cells& cells) {
  if (column.type != type_text && column.type != type_category) return true;
  if (column.type == type_category && 2 * (static_cast<int64_t>(state.entries) + bytes / 2 + 1) > column.slot_count) return false;
  return static_cast<int64_t>(state.used) + (cells.latin1 ? 2 : 1) * bytes + 64 <= column.capacity;
}

struct CsvParse {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const Parse parse(params, input<uint8_t>(call, 1));
    const double* const columns = params.rest();
    const Cells& cells = parse.cells;
    const Dialect& dialect = cells.dialect;
    auto& state = *static_cast<State*>(call.state);
    const auto* bytes = input<uint8_t>(call);
    if (parse.from < 64 || parse.to + 64 > call.in[0].length) return Status::domain;
    Workspace space(call);
    const int64_t capacity = parse.slice + 128;
    uint32_t* separators = space.take<uint32_t>(capacity + 16);
    uint32_t* before = space.take<uint32_t>(capacity);
    uint32_t* end = space.take<uint32_t>(capacity);
    uint32_t* side = space.take<uint32_t>(2 * capacity);
    if (side == nullptr || capacity < dialect.fields) return Status::scratch;
    // What is before the first field.
    separators += 15;
    *separators++ = 0;

    int64_t at = parse.from;
    auto row = static_cast<int64_t>(state.rows);
    const auto leave = [&](Reason reason, int64_t detail) {
      state.next = static_cast<double>(at);
      state.rows = static_cast<double>(row);
      state.reason = static_cast<double>(reason);
      state.detail = static_cast<double>(detail);
      return Status::ok;
    };
    while (at < parse.to) {
      if (at >= parse.limit) return leave(Reason::limit, 0);
      if (stopped(call)) return Status::stopped;
      const int64_t to = parse.to - at < parse.slice ? parse.to : at + parse.slice;
      Params each = Params(columns);
      for (int64_t c = 0; c < parse.columns; c++)
        if (!has_room(Column(each), state.columns[c], to - at, cells)) return leave(Reason::column, c);

      const uint8_t* const base = bytes + at - 1;
      const uint32_t limit = parse.limit < to ? static_cast<uint32_t>(parse.limit - at + 1) : ~uint32_t{0};
      const Room room{base, before, end, capacity};
      const Structure found = find_separators(dialect, bytes + at, bytes + to, separators);
      state.quotes = state.quotes != 0 || found.quotes;
      Records records{base, separators - 1, separators, dialect.fields, 0};
      Cut cut{};
      if (!found.irregular && found.count > 0 && is_regular(base, separators, found, dialect.fields)) {
        const int64_t all = found.count / dialect.fields;
        cut.rows = limit == ~uint32_t{0} ? all : rows_before(limit, separators, all, dialect.fields);
        cut.next = separators[cut.rows * dialect.fields - 1] + 1;
      } else {
        cut = found.irregular ? walk_records(room, bytes + to, dialect, parse.skip_bad, limit) : cut_records(room, separators, found.count, dialect, parse.skip_bad, limit);
        records.before = before;
        records.end = end;
      }
      if (cut.next == 1 && cut.bad == 0) return leave(to == parse.to ? Reason::bytes : Reason::slice, 0);
      if (row + cut.rows > parse.row_capacity) return leave(Reason::rows, row + cut.rows);
      records.rows = cut.rows;

      int64_t bad = -1;
      each = Params(columns);
      for (int64_t c = 0; c < parse.columns; c++) {
        const Column column(each);
        const int64_t good = read_column(call, records, cells, column, row, found.high, state.columns[c], side);
        if (good < records.rows) {
          bad = c;
          const int64_t cell = good * records.fields + column.field;
          state.begin = static_cast<double>(at + records.before[cell]);
          state.end = static_cast<double>(at - 1 + records.end[cell]);
          records.rows = good;
        }
      }
      row += records.rows;
      state.skipped += static_cast<double>(cut.skipped);
      if (bad >= 0) return leave(Reason::bad_cell, bad);
      at += cut.next - 1;
      if (cut.bad != 0) {
        state.begin = static_cast<double>(at - cut.next + cut.bad);
        return leave(Reason::bad_record, cut.bad_fields);
      }
    }
    return leave(at >= parse.limit ? Reason::limit : Reason::bytes, 0);
  }
};

// Fills the empty slots of a dictionary that was given more of them. out: memory. params: number of texts, then places of text, offsets and slots, and how many slots.
struct CsvNumber {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t entries = params.integer();
    const int64_t text = params.integer();
    const int64_t offsets = params.integer();
    const int64_t slots = params.integer();
    Dictionary dictionary{place<uint8_t>(call, text), place<int32_t>(call, offsets), place<uint32_t>(call, slots), params.integer(), 0, entries};
    dictionary.number();
    return Status::ok;
  }
};

constexpr Rows<2> table{{{"csvParse", DType::u8, CsvParse::kernel}, {"csvNumber", DType::u8, CsvNumber::kernel}}};

}  // namespace

KernelSet csv_kernels() noexcept { return table; }

}  // namespace CW_ISA
