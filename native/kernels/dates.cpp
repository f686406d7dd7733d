// Parts of dates and timestamps, and times rounded. Ticks (int64) have a unit: the parameter `per second` is 1, 1e3, 1e6 or 1e9; days (int32) have none.
#include "dates.hpp"

namespace CW_ISA {
namespace {

// The order is that of `dateParts` in src/kernels/frame/dates/part.ts.
enum Part {
  year, month, day, quarter, dayOfTheYear, dayOfWeek, isoYear, isoWeekOfYear, daysInMonth,
  leapYear, monthStart, monthEnd, quarterStart, quarterEnd, yearStart, yearEnd,
  hour, minute, second, millisecond, microsecond, nanosecond, secondOfDay,
};

// What a part is made from.
template <int64_t PerSecond> struct Ticks {
  static CW_INLINE int64_t days(int64_t t) { return floorDivide<86400 * PerSecond>(t); }
  static CW_INLINE int32_t secondOfDay(int64_t t) { return static_cast<int32_t>(floorRest<86400 * PerSecond>(t) / PerSecond); }
  static CW_INLINE int32_t nanoseconds(int64_t t) { return static_cast<int32_t>(floorRest<PerSecond>(t) * (1'000'000'000 / PerSecond)); }
};
struct Days {
  static CW_INLINE int64_t days(int32_t t) { return t; }
  static CW_INLINE int32_t secondOfDay(int32_t) { return 0; }
  static CW_INLINE int32_t nanoseconds(int32_t) { return 0; }
};

template <class Time, class T, class Out, class F> Status each(const Call& call, F f) {
  return Over<Out, T>::map(call, f);
}

// Parts of a civil date: days first, so that the loop over dates near enough is one of vectors.
template <class Time, class T, class Out, class F> Status ofCivil(const Call& call, F f) {
  return Over<Out, T>::run(call, [f](Out* out, const T* in) {
    int32_t near[block];
    int64_t far = 0;
    for (int64_t j = 0; j < block; ++j) {
      const int64_t days = Time::days(in[j]);
      near[j] = static_cast<int32_t>(days);
      far |= days + nearDays;
    }
    if (static_cast<uint64_t>(far) < 2 * static_cast<uint64_t>(nearDays)) {
      CW_INDEPENDENT
      for (int64_t j = 0; j < block; ++j) out[j] = static_cast<Out>(f(civilNear(near[j])));
    } else {
      for (int64_t j = 0; j < block; ++j) out[j] = static_cast<Out>(f(civilOf(Time::days(in[j]))));
    }
  });
}

template <class Time, class T> Status number(const Call& call, int part) {
  const auto civil = [&](auto f) { return ofCivil<Time, T, int32_t>(call, f); };
  const auto days = [&](auto f) { return each<Time, T, int32_t>(call, [f](T t) { return f(Time::days(t)); }); };
  const auto clock = [&](auto f) { return each<Time, T, int32_t>(call, [f](T t) { return f(Time::secondOfDay(t)); }); };
  const auto fraction = [&](auto f) { return each<Time, T, int32_t>(call, [f](T t) { return f(Time::nanoseconds(t)); }); };
  switch (part) {
    case year: return civil([](const Civil& c) { return c.year; });
    case month: return civil([](const Civil& c) { return c.month; });
    case day: return civil([](const Civil& c) { return c.day; });
    case quarter: return civil([](const Civil& c) { return (c.month + 2) / 3; });
    case dayOfTheYear: return civil([](const Civil& c) { return dayOfYear(c); });
    case daysInMonth: return civil([](const Civil& c) { return monthLength(c); });
    case dayOfWeek: return days([](int64_t d) { return weekday(d); });
    case isoYear: return days([](int64_t d) { return static_cast<int32_t>(isoWeek(d).year); });
    case isoWeekOfYear: return days([](int64_t d) { return isoWeek(d).week; });
    case hour: return clock([](int32_t s) { return s / 3600; });
    case minute: return clock([](int32_t s) { return s / 60 % 60; });
    case secondOfDay: return clock([](int32_t s) { return s; });
    case second: return clock([](int32_t s) { return s % 60; });
    case millisecond: return fraction([](int32_t n) { return n / 1'000'000; });
    case microsecond: return fraction([](int32_t n) { return n / 1000; });
    default: return fraction([](int32_t n) { return n % 1000; });
  }
}

template <class Time, class T> Status flag(const Call& call, int part) {
  const auto civil = [&](auto f) { return ofCivil<Time, T, bool>(call, f); };
  switch (part) {
    case leapYear: return civil([](const Civil& c) { return isLeap(c.year); });
    case monthStart: return civil([](const Civil& c) { return c.day == 1; });
    case monthEnd: return civil([](const Civil& c) { return c.day == monthLength(c); });
    case quarterStart: return civil([](const Civil& c) { return (c.day == 1) & (c.month % 3 == 1); });
    case quarterEnd: return civil([](const Civil& c) { return (c.month % 3 == 0) & (c.day == monthLength(c)); });
    case yearStart: return civil([](const Civil& c) { return (c.day == 1) & (c.month == 1); });
    default: return civil([](const Civil& c) { return (c.day == 31) & (c.month == 12); });
  }
}

template <class Time, class T> Status partOf(const Call& call) {
  const auto part = static_cast<int>(call.params[0]);
  return part >= leapYear && part <= yearEnd ? flag<Time, T>(call, part) : number<Time, T>(call, part);
}

// in: ticks or days. out: int32, or bool for what begins with `is`. params: the part, ticks per second.
Status partOfTicks(const Call& call) noexcept {
  switch (static_cast<int64_t>(call.params[1])) {
    case 1: return partOf<Ticks<1>, int64_t>(call);
    case 1'000: return partOf<Ticks<1'000>, int64_t>(call);
    case 1'000'000: return partOf<Ticks<1'000'000>, int64_t>(call);
    default: return partOf<Ticks<1'000'000'000>, int64_t>(call);
  }
}
Status partOfDays(const Call& call) noexcept { return partOf<Days, int32_t>(call); }

constexpr Entry table[] = {
    {"datePart", DType::i64, partOfTicks},
    {"datePart", DType::i32, partOfDays},
};

}  // namespace

KernelSet dates_kernels() noexcept { return {table, sizeof table / sizeof *table}; }

}  // namespace CW_ISA
