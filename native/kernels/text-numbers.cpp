// Text to numbers.
#include "text.hpp"

#include "csv-digits.hpp"

namespace CW_ISA {
namespace {

template <class T> CW_INLINE bool quick(TextRow row, T& value) {
  const Short x = read_short<isFloat<T>>(row.data, row.data + row.length);
  if constexpr (isFloat<T>) {
    if (x.good) value = float_of<T>(x);
    return x.good;
  } else {
    if (!x.good || (x.negative && !isSigned<T>)) return false;
    const auto whole = static_cast<int64_t>(x.negative ? 0 - x.mantissa : x.mantissa);
    value = static_cast<T>(whole);
    return static_cast<int64_t>(value) == whole;
  }
}

template <class T> bool slow(TextRow row, T& value) {
  const uint8_t* end = row.data + row.length;
  if constexpr (isFloat<T>) {
    Decimal x;
    if (!read_decimal(row.data, end, x)) return false;
    value = float_of<T>(x);
    return true;
  } else {
    return read_integer(row.data, end, value);
  }
}

CW_INLINE bool isBlank(uint8_t byte) { return byte == ' ' || static_cast<uint8_t>(byte - '\t') < 5; }

CW_INLINE TextRow trimmed(TextRow row) {
  while (row.length > 0 && isBlank(row.data[row.length - 1])) row.length--;
  while (row.length > 0 && isBlank(row.data[0])) {
    row.data++;
    row.length--;
  }
  return row;
}

// in: text. out: numbers, whether each text is one (bool): what is not may be a word. Blanks around it do not matter. params: base.
struct ToNumber {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const TextColumn x(call, 0, static_cast<int64_t>(call.params[0]));
    auto* out = output<T>(call);
    auto* read = output<uint8_t>(call, 1);
    for (int64_t i = 0; i < call.n; i++) {
      const TextRow row = trimmed(x.row(i));
      T value{};
      // 16 bytes before the end are read at once.
      const bool roomy = row.length > 0 && row.data + row.length - x.bytes >= 16;
      const bool good = (roomy && quick<T>(row, value)) || slow<T>(row, value);
      out[i] = good ? value : T{};
      read[i] = good;
    }
    return Status::ok;
  }
};

constexpr auto table = family(each<ToNumber>("textToNumber", Numeric{}));

}  // namespace

KernelSet text_numbers_kernels() noexcept { return table; }

}  // namespace CW_ISA
