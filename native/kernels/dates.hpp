// The proleptic Gregorian calendar: days since 1970-01-01 and civil dates. Years begin in March inside, so that the leap day is a year's last.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

struct Civil {
  int64_t year;
  int32_t month;     // 1 … 12
  int32_t day;       // 1 … 31
  int32_t marchDay;  // days since the last 1 March
};

template <int64_t Divisor> CW_INLINE int64_t floorDivide(int64_t x) { return x / Divisor - (x % Divisor < 0); }
// What it leaves, without going below the least number on the way.
template <int64_t Divisor> CW_INLINE int64_t floorRest(int64_t x) {
  const int64_t rest = x % Divisor;
  return rest < 0 ? rest + Divisor : rest;
}

// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022), after Hinnant's "chrono-Compatible Low-Level Date
// Algorithms" (2013); 400 years have 146097 days. Right for days within 2^28 of 1970: 700,000 years.
constexpr uint32_t eras = 3674;
constexpr int64_t nearDays = 1 << 28;

CW_INLINE Civil civilNear(int32_t days) {
  const uint32_t n = static_cast<uint32_t>(days) + 719468 + 146097 * eras;
  const uint32_t n1 = 4 * n + 3;
  const uint32_t century = n1 / 146097;
  const uint32_t n2 = n1 % 146097 | 3;
  const uint64_t p = uint64_t{2939745} * n2;
  const auto yearOfCentury = static_cast<uint32_t>(p >> 32);
  const uint32_t dayOfYear = static_cast<uint32_t>(p) / 2939745 / 4;
  const uint32_t n3 = 2141 * dayOfYear + 197913;
  const uint32_t late = dayOfYear >= 306;
  return {static_cast<int32_t>(100 * century + yearOfCentury - 400 * eras + late), static_cast<int32_t>((n3 >> 16) - 12 * late),
          static_cast<int32_t>((n3 & 0xffff) / 2141) + 1, static_cast<int32_t>(dayOfYear)};
}

// Hinnant's, for any day.
inline Civil civilFar(int64_t days) {
  const int64_t era = floorDivide<146097>(days + 719468);
  const Civil civil = civilNear(static_cast<int32_t>(days - era * 146097));
  return {civil.year + era * 400, civil.month, civil.day, civil.marchDay};
}

CW_INLINE Civil civilOf(int64_t days) { return days >= -nearDays && days < nearDays ? civilNear(static_cast<int32_t>(days)) : civilFar(days); }

// Hinnant's days_from_civil.
CW_INLINE int64_t daysOf(int64_t year, int64_t month, int64_t day) {
  const int64_t shifted = year - (month <= 2);
  const int64_t era = floorDivide<400>(shifted);
  const int64_t yearOfEra = shifted - era * 400;
  const int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

CW_INLINE bool isLeap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

CW_INLINE int32_t monthLength(const Civil& civil) {
  // 31 and 30 alternate but between July and August.
  return civil.month == 2 ? 28 + isLeap(civil.year) : 30 + ((civil.month + (civil.month >> 3)) & 1);
}

CW_INLINE int32_t dayOfYear(const Civil& civil) {
  return civil.month > 2 ? civil.marchDay + 60 + isLeap(civil.year) : civil.marchDay - 305;
}

// Monday is 0: 1970 began on a Thursday.
CW_INLINE int32_t weekday(int64_t days) {
  const auto rest = static_cast<int32_t>((days + 3) % 7);
  return rest < 0 ? rest + 7 : rest;
}

// ISO 8601: a week belongs to the year of its Thursday.
struct IsoWeek {
  int64_t year;
  int32_t week;
};
CW_INLINE IsoWeek isoWeek(int64_t days) {
  const Civil thursday = civilOf(days - weekday(days) + 3);
  return {thursday.year, (dayOfYear(thursday) - 1) / 7 + 1};
}

}  // namespace
}  // namespace CW_ISA
