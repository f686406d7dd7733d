// Times rounded to a unit of the clock or the calendar, read from text, and shown in zones.
#include "dates.hpp"
#include "text.hpp"

namespace CW_ISA {
namespace {

enum Mode { down, up, nearest };

CW_INLINE int64_t word(const double* from) { return static_cast<int64_t>(from[1]) * (int64_t{1} << 32) + static_cast<int64_t>(from[0]); }
CW_INLINE int64_t floorBy(int64_t x, int64_t by) { return x / by - (x % by < 0); }
CW_INLINE int64_t restBy(int64_t x, int64_t by) { return x % by < 0 ? x % by + by : x % by; }
// What overflows wraps around, without undefined behavior.
CW_INLINE int64_t difference(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b)); }
CW_INLINE int64_t sum(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)); }

// Multiples of a step, counted from an origin; a tie goes to the even one. params: mode, step (two words of 32 bits), origin (two words).
Status toStep(const Call& call) noexcept {
  const auto mode = static_cast<int>(call.params[0]);
  const int64_t step = word(call.params + 1);
  const int64_t origin = word(call.params + 3);
  const auto* in = input<int64_t>(call);
  auto* out = output<int64_t>(call);
  for (int64_t i = 0; i < call.n; i++) {
    const int64_t x = difference(in[i * call.in[0].step], origin);
    const int64_t below = floorBy(x, step);
    const int64_t rest = restBy(x, step);
    const int64_t left = step - rest;
    const bool isUp = rest != 0 && (mode == up || (mode == nearest && (left < rest || (left == rest && (below & 1) != 0))));
    out[i] = sum(difference(x, rest), sum(isUp ? step : 0, origin));
  }
  return Status::ok;
}

// The first days of every `months`-th month, January being one; a tie goes up. params: mode, months, ticks per day.
Status toMonths(const Call& call) noexcept {
  const auto mode = static_cast<int>(call.params[0]);
  const auto months = static_cast<int64_t>(call.params[1]);
  const auto perDay = static_cast<int64_t>(call.params[2]);
  const auto* in = input<int64_t>(call);
  auto* out = output<int64_t>(call);
  const auto ticks = [&](int64_t index) { return static_cast<int64_t>(static_cast<uint64_t>(daysOf(floorDivide<12>(index), index - floorDivide<12>(index) * 12 + 1, 1)) * static_cast<uint64_t>(perDay)); };
  for (int64_t i = 0; i < call.n; i++) {
    const int64_t x = in[i * call.in[0].step];
    const Civil civil = civilOf(floorBy(x, perDay));
    const int64_t index = floorBy(civil.year * 12 + civil.month - 1, months) * months;
    const int64_t below = ticks(index);
    const int64_t above = mode == down || below == x ? below : ticks(index + months);
    out[i] = mode == down || below == x ? below : mode == up || difference(above, x) <= difference(x, below) ? above : below;
  }
  return Status::ok;
}

// What a clock shows. in: ticks, when offsets begin (ticks, ascending, the first is the least int64), offsets (ticks).
Status zoneShift(const Call& call) noexcept {
  const auto* in = input<int64_t>(call);
  const auto* starts = input<int64_t>(call, 1);
  const auto* offsets = input<int64_t>(call, 2);
  const int64_t count = call.in[1].length;
  auto* out = output<int64_t>(call);
  int64_t at = 0;
  for (int64_t i = 0; i < call.n; i++) {
    const int64_t x = in[i * call.in[0].step];
    if (x < starts[at] || (at + 1 < count && x >= starts[at + 1])) {
      int64_t low = 0;
      int64_t high = count;
      while (high - low > 1) {
        const int64_t middle = (low + high) / 2;
        if (starts[middle] <= x) low = middle;
        else high = middle;
      }
      at = low;
    }
    out[i] = sum(x, offsets[at]);
  }
  return Status::ok;
}

CW_INLINE bool digits(const uint8_t* from, int count, int32_t& value) {
  uint32_t wrong = 0;
  int32_t read = 0;
  for (int i = 0; i < count; i++) {
    const uint32_t digit = static_cast<uint32_t>(from[i]) - '0';
    wrong |= digit > 9;
    read = read * 10 + static_cast<int32_t>(digit & 15);
  }
  value = read;
  return wrong == 0;
}

// `2024-02-29`, or with `T` or a space `12:30`, `12:30:00`, `12:30:00.123456789`, and `Z`. out: ticks (int64), whether it is one of these (bool): what is not may
// be another way to write a time. params: base, ticks per second.
Status parseTime(const Call& call) noexcept {
  const TextColumn x(call, 0, static_cast<int64_t>(call.params[0]));
  const auto perSecond = static_cast<int64_t>(call.params[1]);
  auto* out = output<int64_t>(call);
  auto* read = output<uint8_t>(call, 1);
  for (int64_t i = 0; i < call.n; i++) {
    const TextRow row = x.row(i);
    const uint8_t* p = row.data;
    int64_t length = row.length;
    if (length > 10 && (p[length - 1] == 'Z')) length--;
    int32_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    bool ok = length >= 10 && digits(p, 4, year) && p[4] == '-' && digits(p + 5, 2, month) && p[7] == '-' && digits(p + 8, 2, day);
    ok = ok && month >= 1 && month <= 12 && day >= 1 && day <= monthLength({year, month, day, 0}) && (length > 10 || length == row.length);
    int64_t nanoseconds = 0;
    if (ok && length > 10) {
      ok = length >= 16 && (p[10] == ' ' || p[10] == 'T') && digits(p + 11, 2, hour) && p[13] == ':' && digits(p + 14, 2, minute) && hour < 24 && minute < 60;
      if (ok && length > 16) ok = length >= 19 && p[16] == ':' && digits(p + 17, 2, second) && second < 60;
      if (ok && length > 19) {
        const auto count = static_cast<int>(length - 20);
        int32_t fraction = 0;
        ok = p[19] == '.' && count >= 1 && count <= 9 && digits(p + 20, count, fraction);
        nanoseconds = fraction;
        for (int j = count; j < 9; j++) nanoseconds *= 10;
      }
    }
    const int64_t seconds = ok ? daysOf(year, month, day) * 86400 + hour * 3600 + minute * 60 + second : 0;
    // Nanoseconds end in 1677 and 2262; what is beyond is left to others, who know what to say.
    const bool fits = perSecond < 1'000'000'000 || (seconds > -9'223'372'036 && seconds < 9'223'372'036);
    read[i] = ok && fits;
    out[i] = ok && fits ? seconds * perSecond + nanoseconds / (1'000'000'000 / perSecond) : 0;
  }
  return Status::ok;
}

constexpr Entry table[] = {
    {"ticksToStep", DType::i64, toStep},
    {"ticksToMonths", DType::i64, toMonths},
    {"zoneShift", DType::i64, zoneShift},
    {"textToTime", DType::none, parseTime},
};

}  // namespace

KernelSet dates_round_kernels() noexcept { return {table, sizeof table / sizeof *table}; }

}  // namespace CW_ISA
