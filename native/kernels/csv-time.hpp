// ISO 8601 dates and times.
#pragma once
#include "csv-digits.hpp"

namespace CW_ISA {
namespace {

// Days since 1970 in the proleptic Gregorian calendar: H. Hinnant, "chrono-compatible low-level date algorithms".
CW_INLINE int64_t days_since_1970(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t of_era = year - era * 400;
  const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

CW_INLINE int64_t days_in_month(int64_t year, int64_t month) {
  constexpr uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && leap);
}

// Reads text from the left.
struct TimeText {
  const uint8_t* at;
  const uint8_t* end;

  CW_INLINE bool digits(int32_t count, int64_t& value) {
    if (end - at < count) return false;
    value = 0;
    for (int32_t i = 0; i < count; i++) {
      if (!is_digit(at[i])) return false;
      value = 10 * value + (at[i] - '0');
    }
    at += count;
    return true;
  }
  CW_INLINE bool skip(uint8_t byte) {
    if (at == end || *at != byte) return false;
    at++;
    return true;
  }
};

// 2008-01-31, 2008/01/31 or 20080131.
CW_INLINE bool read_days(TimeText& text, int64_t& days) {
  int64_t year, month, day;
  if (!text.digits(4, year)) return false;
  const uint8_t mark = text.at < text.end ? *text.at : 0;
  const bool marked = mark == '-' || mark == '/';
  if (marked) text.at++;
  if (!text.digits(2, month) || (marked && !text.skip(mark)) || !text.digits(2, day)) return false;
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
  days = days_since_1970(year, month, day);
  return true;
}

// Minutes east of Greenwich: nothing or Z is 0.
CW_INLINE bool read_zone(TimeText& text, int64_t& minutes) {
  minutes = 0;
  if (text.at == text.end || text.skip('Z') || text.skip('z')) return true;
  const bool west = *text.at == '-';
  if (!west && *text.at != '+') return false;
  text.at++;
  int64_t hour, minute = 0;
  if (!text.digits(2, hour)) return false;
  text.skip(':');
  if (text.at < text.end && !text.digits(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  minutes = (60 * hour + minute) * (west ? -1 : 1);
  return true;
}

// Ticks since 1970, UTC. Digits of a second that the unit cannot hold are no such time, and where ticks per second are negative, none is without its offset: which moment it is nobody knows.
bool read_timestamp(const uint8_t* begin, const uint8_t* end, int64_t ticks_per_second, int64_t& ticks) {
  const bool needs_zone = ticks_per_second < 0;
  const int64_t per_second = needs_zone ? -ticks_per_second : ticks_per_second;
  TimeText text{begin, end};
  int64_t days, hour = 0, minute = 0, second = 0, fraction = 0, zone = 0;
  if (!read_days(text, days)) return false;
  if (text.at < text.end) {
    if (!text.skip('T') && !text.skip(' ') && !text.skip('t')) return false;
    if (!text.digits(2, hour) || !text.skip(':') || !text.digits(2, minute)) return false;
    if (text.skip(':')) {
      if (!text.digits(2, second)) return false;
      if (text.skip('.') || text.skip(',')) {
        int64_t unit = per_second;
        const uint8_t* const first = text.at;
        for (; text.at < text.end && is_digit(*text.at); text.at++) {
          const int64_t digit = *text.at - '0';
          if (unit == 1 && digit != 0) return false;
          unit = unit == 1 ? 1 : unit / 10;
          fraction += digit * unit;
        }
        if (text.at == first) return false;
      }
    }
    text.skip(' ');
    if (needs_zone && text.at == text.end) return false;
    if (!read_zone(text, zone) || hour > 23 || minute > 59 || second > 59) return false;
  } else if (needs_zone) {
    return false;
  }
  if (text.at != text.end) return false;
  const int64_t seconds = days * 86400 + hour * 3600 + (minute - zone) * 60 + second;
  // Four digits of a year in nanoseconds can be too many.
  const int64_t most = INT64_MAX / per_second - 1;
  if (seconds > most || seconds < -most) return false;
  ticks = seconds * per_second + fraction;
  return true;
}

bool read_date(const uint8_t* begin, const uint8_t* end, int32_t& days) {
  TimeText text{begin, end};
  int64_t all;
  if (!read_days(text, all)) return false;
  if (text.at < text.end) {
    // A time of midnight says no more.
    int64_t ticks;
    if (!read_timestamp(begin, end, 1, ticks) || ticks != all * 86400) return false;
  }
  days = static_cast<int32_t>(all);
  return true;
}

}  // namespace
}  // namespace CW_ISA
