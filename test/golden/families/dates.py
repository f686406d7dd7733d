"""pandas' Series.dt; datetime of the standard library for years that pandas 1.5 does not know."""

import calendar
import datetime

from columns import Columns

MOMENTS = ["1970-01-01", "1969-12-31 23:59:59.999999999", "2024-02-29 12:34:56.789012345", "2023-12-31 23:59:59", "2024-12-30", "2021-01-03 06:07:08.000000001", "2020-12-31", "2000-02-29 00:00:00.5", "1900-03-01 11:59:59.999", None, "1677-09-22", "2262-04-11 23:47:16.854775807", "2026-11-27 08:30", "1999-04-01", "1950-06-30 18:45:30.25", "2016-01-04 00:07:30", "2019-07-14 23:52:30", "2024-03-31 01:59:59", "2024-03-31 01:00:00", "2024-10-27 00:30", "2024-10-27 01:30", "1945-08-15 12:00"]
ZONES = ["Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"]
PARTS = {"year": "year", "month": "month", "day": "day", "quarter": "quarter", "dayofyear": "dayofyear", "dayofweek": "dayofweek", "weekday": "weekday", "hour": "hour", "minute": "minute", "second": "second", "microsecond": "microsecond", "nanosecond": "nanosecond", "daysInMonth": "days_in_month", "isLeapYear": "is_leap_year", "isMonthStart": "is_month_start", "isMonthEnd": "is_month_end", "isQuarterStart": "is_quarter_start", "isQuarterEnd": "is_quarter_end", "isYearStart": "is_year_start", "isYearEnd": "is_year_end"}
FORMATS = ["%Y-%m-%d", "%d/%m/%y %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%A %a %B %b %j %p %I", "%U %W %w %u %G-W%V", "100%% %z", "%F %T %D %R %e %C %y"]


def make():
    import pandas as pd

    f = Columns("dates")
    naive = pd.to_datetime(pd.Series(MOMENTS))
    known(f, "moments", "timestamp[ns]", naive)
    for zone in ZONES:
        # What lies at the ends of time has no room to be moved.
        # Before zones, pandas 1.5 has local time to the minute.
        inside = naive[(naive.dt.year > 1930) & (naive.dt.year != 2262)].dt.tz_localize("UTC").dt.tz_convert(zone)
        known(f, zone, f"timestamp[ns, {zone}]", inside)
    hours = pd.Series(pd.date_range("2024-03-29", "2024-04-09", freq="30min").append(pd.date_range("2024-10-04", "2024-11-05", freq="30min")))
    f.input("half hours", "timestamp[s]", hours.astype("int64") // 10**9)
    for zone in ZONES[:4]:
        localizing(f, zone, hours)
    years(f)
    durations(f)
    parsing(f)
    f.write()


def ticks(series):
    return [None if v is None or v != v else int(v.value) for v in series]


def known(f, name, type, s):
    f.input(name, type, ticks(s))
    for ours, theirs in PARTS.items():
        f.ask(f"dt/{ours}", name, lambda: optional(s, getattr(s.dt, theirs)))
    iso = s.dt.isocalendar()
    for ours, theirs in (("isoYear", "year"), ("isoWeek", "week"), ("isoDay", "day")):
        f.ask(f"dt/{ours}", name, lambda: iso[theirs])
    f.ask("dt/dayName", name, lambda: s.dt.day_name())
    f.ask("dt/monthName", name, lambda: s.dt.month_name())
    f.ask("dt/millisecond", name, lambda: optional(s, s.dt.microsecond // 1000))
    for format in FORMATS:
        f.ask("dt/strftime", name, lambda: s.dt.strftime(format), format=format)
    if "," not in type:
        inner = s[(s.dt.year != 1677) & (s.dt.year != 2262) | s.isna()]
        f.input("inner", type, ticks(inner))
        rounding(f, "inner", inner)


def optional(s, values):
    return [None if missing else v for v, missing in zip(values, s.isna())]


def rounding(f, name, s):
    for frequency in ("15min", "1h", "7h", "D", "1s", "5ms", "100us", "3ns", "1h30min", "2D"):
        for call in ("floor", "ceil", "round")[: 2 if frequency == "3ns" else 3]:  # pandas 1.5 does not round to 3 ns
            f.ask(f"dt/{call}", name, lambda: ticks(getattr(s.dt, call)(frequency)), frequency=frequency)
    f.ask("dt/normalize", name, lambda: ticks(s.dt.normalize()))
    for frequency, period in (("MS", "M"), ("QS", "Q"), ("YS", "A"), ("W", "W")):
        f.ask("dt/floor", name, lambda: ticks(s.dt.to_period(period).dt.start_time), frequency=frequency)


def localizing(f, zone, hours):
    def seconds(result):
        return [None if v is None else v // 10**9 for v in ticks(result)]

    # pandas 1.5 moves half an hour too far where clocks are set forward by half an hour.
    for nonexistent, theirs in (("null", "NaT"), ("shiftForward", "shift_forward"))[: 1 if "Howe" in zone else 2]:
        f.ask("dt/tzLocalize", "half hours", lambda: seconds(hours.dt.tz_localize(zone, ambiguous="NaT", nonexistent=theirs)), zone=zone, ambiguous="null", nonexistent=nonexistent)
    for choice, dst in (("earliest", True), ("latest", False)):
        f.ask("dt/tzLocalize", "half hours", lambda: seconds(hours.dt.tz_localize(zone, ambiguous=[dst] * len(hours), nonexistent="NaT")), zone=zone, ambiguous=choice, nonexistent="null")
    f.ask("dt/tzLocalize", "half hours", lambda: seconds(hours.dt.tz_localize(zone)), zone=zone)


def years(f):
    days = [datetime.date(y, m, d) for y in (1, 4, 99, 100, 400, 1583, 1899, 1900, 1970, 2000, 2100, 4000, 9999) for m, d in ((1, 1), (2, 28), (3, 1), (6, 30), (10, 1), (12, 31))]
    epoch = datetime.date(1970, 1, 1)
    f.input("days", "date", [(d - epoch).days for d in days])
    f.input("seconds", "timestamp[s]", [(d - epoch).days * 86400 + 86399 for d in days])
    f.input("milliseconds", "timestamp[ms]", [(d - epoch).days * 86400000 for d in days])
    f.input("microseconds", "timestamp[us]", [(d - epoch).days * 86400000000 + 1 for d in days])
    for name in ("days", "seconds", "milliseconds", "microseconds"):
        f.ask("dt/year", name, lambda: [d.year for d in days])
        f.ask("dt/month", name, lambda: [d.month for d in days])
        f.ask("dt/day", name, lambda: [d.day for d in days])
        f.ask("dt/dayofyear", name, lambda: [d.timetuple().tm_yday for d in days])
        f.ask("dt/dayofweek", name, lambda: [d.weekday() for d in days])
        f.ask("dt/isoYear", name, lambda: [d.isocalendar()[0] for d in days])
        f.ask("dt/isoWeek", name, lambda: [d.isocalendar()[1] for d in days])
        f.ask("dt/daysInMonth", name, lambda: [calendar.monthrange(d.year, d.month)[1] for d in days])
        f.ask("dt/isLeapYear", name, lambda: [calendar.isleap(d.year) for d in days])
        f.ask("dt/strftime", name, lambda: [f"{d.year:04}-{d.month:02}-{d.day:02} {d.strftime('%j %V')}" for d in days], format="%Y-%m-%d %j %V")


def durations(f):
    import pandas as pd

    s = pd.to_timedelta(pd.Series(["0s", "1 days 02:03:04.567890123", "-1ns", "-1 days", "99 days 23:59:59.999999999", None, "-36h", "1us", "106751 days", "-106751 days 12:00:00"]))
    f.input("durations", "duration[ns]", ticks(s))
    for ours, theirs in (("days", "days"), ("seconds", "seconds"), ("microseconds", "microseconds"), ("nanoseconds", "nanoseconds")):
        f.ask(f"dt/{ours}", "durations", lambda: optional(s, getattr(s.dt, theirs)))
    f.ask("dt/totalSeconds", "durations", lambda: [None if v is None else v / 10**9 for v in ticks(s)])
    f.ask("cast", "durations", lambda: [None if v != v else str(v) for v in s], type="utf8")
    short = s[s.abs() < pd.Timedelta("100000 days")]
    f.input("short durations", "duration[ns]", ticks(short))
    for frequency in ("1min", "1D", "3h"):
        for call in ("floor", "ceil", "round"):
            f.ask(f"dt/{call}", "short durations", lambda: ticks(getattr(short.dt, call)(frequency)), frequency=frequency)


def parsing(f):
    import pandas as pd

    texts = ["2024-02-29", "2024-02-29 12:34", "2024-02-29T12:34:56", "2024-02-29 12:34:56.5", "1969-12-31 23:59:59.999999999", "2024-02-30", "nonsense", None, "20240229", "2024-02-29T12:34:56Z", "2024-02-29T12:34:56+01:00", "2024-02-29T12:34:56.123456-0330", "1700-01-01", "2024-13-01", "2024-02-29 24:00", "2024-02-29 12:60", "0099-01-01"]
    f.input("iso", "utf8", texts)

    def one(text):
        if text is None or text.startswith("0099"):
            return None
        try:
            value = pd.Timestamp(text)
        except ValueError:
            return None
        return value.value

    f.ask("toDatetime", "iso", lambda: [one(t) for t in texts], resultUnit="ns", errors="coerce")
    f.ask("toDatetime", "iso", lambda: [(datetime.date(99, 1, 1) - datetime.date(1970, 1, 1)).days * 86400 if t == "0099-01-01" else None if one(t) is None else one(t) // 10**9 for t in texts], resultUnit="s", errors="coerce")
    f.ask("toDatetime", "iso", lambda: pd.to_datetime(pd.Series(texts)), resultUnit="ns")
    formats = ["31/12/1999 23:59", "1/2/2003 4:05", "29/02/2024 00:00", "30/02/2024 00:00", "1/2/2003 4:05 PM", None]
    f.input("formatted", "utf8", formats)
    f.ask("toDatetime", "formatted", lambda: ticks(pd.to_datetime(pd.Series(formats), format="%d/%m/%Y %H:%M", errors="coerce")), format="%d/%m/%Y %H:%M", resultUnit="ns", errors="coerce")
    words = ["Mar 05 2021 01:02:03.25 AM", "dec 31 1999 12:00:00.000001 pm", "Feb 30 2021 01:00:00.0 AM", "05 Mar 2021"]
    f.input("words", "utf8", words)
    f.ask("toDatetime", "words", lambda: ticks(pd.to_datetime(pd.Series(words), format="%b %d %Y %I:%M:%S.%f %p", errors="coerce")), format="%b %d %Y %I:%M:%S.%f %p", resultUnit="ns", errors="coerce")
    numbers = [0, 1, -1, 1709210096, None]
    f.input("numbers", "int64", numbers)
    for unit in ("s", "ms", "us", "ns", "D"):
        f.ask("toDatetime", "numbers", lambda: [None if n is None else pd.Timestamp(n, unit=unit).value if unit != "D" or abs(n) < 10**5 else None for n in numbers], unit=unit, resultUnit="ns", errors="coerce")
