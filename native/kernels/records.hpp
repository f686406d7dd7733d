// What is added to records of groups: steps, each over a stretch of rows that stays in L1.
#pragma once
#include "aggregate-single.hpp"
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

constexpr int64_t stretch = 128;

// What a step adds, and of what: rows; integers, in 64 bits; numbers, as float64 with what rounding lost (2 words); the least or greatest of integers, and of floats; of pairs of
// integers their number, sums, and sums of squares and products (6 words). The numbers are those of `aggregate/records.ts`.
enum class What : int64_t { rows, sum, total, least, greatest, least_float, greatest_float, products };

// params: what, its first word in a record, the first and the second column, each with its dtype; -1 where there is none. A row counts if these have values.
struct Step {
  struct Column {
    int input;
    DType dtype;
    explicit Column(Params& params) : input(1 + 2 * static_cast<int>(params.integer())), dtype(static_cast<DType>(params.integer())) {}
    bool exists() const { return input > 0; }
  };
  What what;
  int64_t word;
  Column columns[2];
  explicit Step(Params& params) : what(static_cast<What>(params.integer())), word(params.integer()), columns{Column(params), Column(params)} {}
};

struct Stretch {
  const Call& call;
  int64_t from;
  int64_t count;
  const uint32_t* places;  // words where the records of the rows begin
  uint32_t none;           // that of rows that do not count

  // Calls `visit(place, j)` for each row.
  template <class Visit> CW_INLINE void each(const Step& step, Visit visit) const {
    uint32_t present[stretch];
    const uint32_t* at = places;
    const int64_t n = count;  // What is written may be no part of this.
    for (const Step::Column& column : step.columns) {
      if (!column.exists()) continue;
      const Valid valid(call.in[column.input + 1]);
      if (valid.all()) continue;
      for (int64_t j = 0; j < n; j++) present[j] = valid[from + j] ? at[j] : none;
      at = present;
    }
    for (int64_t j = 0; j < n; j++) visit(at[j], j);
  }
};

// The values of a stretch as numbers of one type.
template <class T> class Numbers {
 public:
  Numbers(const Stretch& rows, const Step::Column& column) { fill(rows.call.in[column.input].data, column.dtype, rows); }
  CW_INLINE T operator[](int64_t j) const { return numbers_[j]; }

 private:
  void fill(const void* values, DType dtype, const Stretch& rows) {
    switch (dtype) {
      case DType::b1:
      case DType::u8: return read<uint8_t>(values, rows);
      case DType::i8: return read<int8_t>(values, rows);
      case DType::i16: return read<int16_t>(values, rows);
      case DType::i32: return read<int32_t>(values, rows);
      case DType::i64: return read<int64_t>(values, rows);
      case DType::u16: return read<uint16_t>(values, rows);
      case DType::u32: return read<uint32_t>(values, rows);
      case DType::u64: return read<uint64_t>(values, rows);
      case DType::f32: return read<float>(values, rows);
      case DType::f64: return read<double>(values, rows);
      case DType::none: return;
    }
  }
  template <class From> CW_INLINE void read(const void* values, const Stretch& rows) {
    const auto* x = static_cast<const From*>(values) + rows.from;
    const int64_t n = rows.count;
    // Of several columns, none is read long enough at a time for the hardware to see what comes next.
    for (int64_t j = 0; j < n; j += 64 / static_cast<int64_t>(sizeof(From))) __builtin_prefetch(x + stretch + j);
    // Floats are read as integers by no step.
    if constexpr (!isFloat<From> || isFloat<T>)
      for (int64_t j = 0; j < n; j++) numbers_[j] = static_cast<T>(x[j]);
  }
  alignas(64) T numbers_[stretch];
};

}  // namespace
}  // namespace CW_ISA
