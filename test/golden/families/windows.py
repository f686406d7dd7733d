"""pandas' functions of rows in order: a frame, the calls as they are written here, and the columns that pandas answers with."""

import warnings

from columns import rows
from encode import write

N = None
FRAMES = {
    "plain": {
        "g": ["utf8", ["a", "b", "a", "c", "b", "a", "c", "a", "b", "b", "a", "d"]],
        "x": ["float64", [1.5, N, 3.0, 2.0, N, N, 7.25, -1.0, 2.0, 2.0, 0.5, 3.0]],
        "i": ["int64", [3, 1, N, 4, 1, 5, 9, N, N, 6, 5, 3]],
        "t": ["utf8", ["p", N, "q", "q", N, N, "", "z", "ä", "q", N, "p"]],
        "full": ["float64", [4.0, 8.0, 2.0, 2.0, 16.0, 1.0, 4.0, 4.0, 32.0, 0.5, 1.0, 2.0]],
    },
    "timed": {
        "time": ["timestamp[ms]", [0, 0, 3600000, 86400000, 86400001, 90000000, 172800000, 180000000, 259200000, 345600000, 345600000, 1000000000]],
        "x": ["float64", [1.5, N, 3.0, 2.0, N, N, 7.25, -1.0, 2.0, 2.0, 0.5, 3.0]],
    },
    "empty": {"g": ["utf8", [N, N]], "x": ["float64", [N, N]], "i": ["int64", [N, N]], "t": ["utf8", [N, N]], "full": ["float64", [1.0, 2.0]]},
}
HOURS = [0, 3, 5.5, 24, 47.75, 48, 49, 120, 170.25, 171, 300, 500, 501.5, 744, 1000, 1001, 1500]
# Times around a change of clocks, and at its very moment.
for frame, zone, start in [("flights", None, 1706745600000), ("paris", "Europe/Paris", 1711666800000), ("lord howe", "Australia/Lord_Howe", 1712326800000), ("sao paulo", "America/Sao_Paulo", 1541203200000)]:
    type = "timestamp[ms]" if zone is None else f"timestamp[ms, {zone}]"
    FRAMES[frame] = {"time": [type, [start + int(h * 3600000) for h in HOURS]], "x": ["float64", [N if i % 5 == 3 else float(i * i % 7) for i in range(len(HOURS))]]}
    FRAMES[f"{frame} for days"] = {"time": [type, FRAMES[frame]["time"][1][:9]], "x": ["float64", FRAMES[frame]["x"][1][:9]]}
NAMES = {"pctChange": "pct_change", "fillValue": "fill_value", "naOption": "na_option", "minPeriods": "min_periods"}


def make():
    warnings.simplefilter("ignore")
    f = Windows()
    running(f)
    windows(f)
    groups(f)
    bins(f)
    f.write()


def times(values, type):
    import pandas as pd

    made = pd.to_datetime(values, unit="ms")
    return made if ", " not in type else made.tz_localize("UTC").tz_convert(type[14:-1].strip())


class Windows:
    def __init__(self):
        import pandas as pd
        import pytz

        self.pytz = pytz
        self.pd = pd
        self.pd, self.cases, self.frames = pd, [], {}
        for name, columns in FRAMES.items():
            kinds = {"float64": "float64", "int64": "Int64", "utf8": "object"}
            made = {key: times(values, type) if "time" in type else pd.Series(values, dtype=kinds[type]) for key, (type, values) in columns.items()}
            self.frames[name] = pd.DataFrame(made)

    def ask(self, frame, *steps, answer=None):
        """Steps are [name, argument, …], a dictionary last for options; `answer` stands for pandas where it spells things otherwise."""
        value = self.frames[frame] if answer is None else answer(self.frames[frame])
        for name, *args in steps if answer is None else []:
            options = {NAMES.get(k, k): v for k, v in args.pop().items()} if args and isinstance(args[-1], dict) else {}
            value = value[args[0]] if name == "col" else getattr(value, NAMES.get(name, name))(*args, **options)
        columns = {"": value} if value.ndim == 1 else {name: value[name] for name in value.columns}
        self.cases.append({"frame": frame, "steps": steps, "result": {name: [rows(v) for v in column] for name, column in columns.items()}})

    def write(self):
        write("windows", self.cases, frames=FRAMES)


def windows(f):
    aggregations = [["sum"], ["mean"], ["min"], ["max"], ["std"], ["var"], ["median"], ["count"], ["quantile", 0.3]]
    for agg in aggregations:
        for window, options in [(3, {"minPeriods": 1}), (1, {}), (4, {"center": True, "minPeriods": 2}), (3, {"closed": "both", "minPeriods": 1}), (5, {"closed": "left", "minPeriods": 0}), (2, {"closed": "neither", "minPeriods": 1}), (40, {"minPeriods": 3})]:
            for column in ["x", "full"]:
                # pandas counts the values that there are, whatever minPeriods.
                f.ask("plain", ["col", column], ["rolling", window, options], agg)
        for window in ["1D", "2h", "3D", "100ms"]:
            for closed in ["right", "both", "left", "neither"]:
                for center in [False, True]:
                    options = {"closed": closed, "center": center}
                    f.ask("timed", ["col", "x"], ["rolling", window, {"on": "time", **options}], agg, answer=lambda d, w=window, o=options, a=agg: getattr(d.set_index("time")["x"].rolling(w, **o), a[0])(*a[1:]))
    for agg in [["sum"], ["mean"], ["min"], ["max"], ["std"], ["var"], ["count"]]:
        for least in [1, 4]:
            f.ask("plain", ["col", "x"], ["expanding", least], agg)
        f.ask("empty", ["col", "x"], ["expanding"], agg)


# How pandas 1.5 writes the rules.
RULES = {"ME": "M", "QE": "Q", "YE": "A", "YS": "AS", "min": "T"}
BINNED = ["sum", "mean", "count", "max", "first", "std", "median", "nunique", "prod"]


def bins(f):
    for frame, zone in [("flights", None), ("paris", "Europe/Paris"), ("lord howe", "Australia/Lord_Howe"), ("sao paulo", "America/Sao_Paulo")]:
        for rule in ["D", "W", "W-WED", "MS", "ME", "QS", "QE-NOV", "YS-FEB", "YE", "6h", "90min", "7h", "3D", "2MS", "3W", "2ME", "1000min"]:
            fine = rule in ["6h", "90min", "7h", "1000min"]
            name = "".join(c for c in rule.split("-")[0] if c.isalpha())
            spelled = rule.replace(name, RULES.get(name, name), 1)
            for options in [{}, {"closed": "right"}, {"closed": "left"}, {"label": "right"}, {"closed": "right", "label": "left"}]:
                # pandas 1.5 begins with an empty bin, or none, where bins that end with a moment go by first days; and counts days of several in hours across changes of clocks.
                if options.get("closed") == "right" and name in ["MS", "QS", "YS", "D"] or (name == "D" and rule != "D" and zone):
                    continue
                try:
                    f.ask(frame + " for days" if fine else frame, ["resample", rule, {"on": "time", **options}], ["col", "x"], ["sum"], answer=lambda d, s=spelled, o=options: stamped(d.resample(s, on="time", **o)[["x"]].sum()))
                except f.pytz.NonExistentTimeError:
                    # pandas 1.5 has no name for a day that began at one o'clock.
                    continue
        for agg in BINNED:
            f.ask(frame + " for days", ["resample", "12h", {"on": "time"}], ["col", "x"], [agg], answer=lambda d, a=agg: stamped(getattr(d.resample("12h", on="time")[["x"]], a)()))
    origins(f)
    f.ask("flights", ["resample", "ME", {"on": "time"}], ["size"], answer=lambda d: stamped(d.resample("M", on="time").size().to_frame("size")))


def origins(f):
    """From where bins are counted. Bins before the first time and after the last, which pandas 1.5 has sometimes, have no rows."""
    options = [{}, {"offset": "2h"}, {"closed": "left", "label": "right"}, {"offset": "-15min", "closed": "right"}, {"offset": "19h"}]
    turn = 0
    for frame, zone in [("flights", None), ("paris", "Europe/Paris")]:
        for rule in ["D", "37min", "17h"]:
            spelled = rule.replace("min", "T").replace("h", "H")
            for origin in ["start", "epoch", "startDay", "end", "endDay", "2024-03-30T01:17:00"]:
                # With pandas 1.5, rows of the first bin are sometimes in the next one, where bins end with a moment and are counted from the end.
                some = options[:3] if origin in ["end", "endDay"] else options
                chosen = some[(turn := turn + 1) % len(some)]
                moment = f.pd.Timestamp(origin) if origin[0] == "2" else None
                theirs = {"startDay": "start_day", "endDay": "end_day"}.get(origin, origin) if moment is None else moment.tz_localize("UTC").tz_convert(zone) if zone else moment
                ours = origin if moment is None else origin + ("Z" if zone else "")
                asked = {"on": "time", "origin": ours, **chosen}
                f.ask(frame + " for days", ["resample", rule, asked], ["col", "x"], ["count"], answer=lambda d, s=spelled, o=chosen, t=theirs: stamped(within(d.resample(s, on="time", origin=t, **o)[["x"]].count(), d.resample(s, on="time", origin=t, **o).size())))


def within(frame, sizes):
    rows = [i for i, size in enumerate(sizes) if size > 0]
    return frame.iloc[rows[0] : rows[-1] + 1]


def stamped(frame):
    frame = frame.reset_index()
    frame["time"] = [None if t is None else t.tz_convert("UTC").isoformat()[:19] if t.tzinfo else t.isoformat()[:19] for t in frame["time"]]
    return frame


def groups(f):
    for name in ["cumsum", "cumprod", "cummax", "cummin", "shift", "diff", "ffill", "bfill"]:
        f.ask("plain", ["groupby", "g"], ["col", "x"], [name], answer=lambda d, n=name: getattr(d.groupby("g")[["x"]], n)())
    for periods in [-2, 3]:
        f.ask("plain", ["groupby", "g"], ["col", "t"], ["shift", periods], answer=lambda d, p=periods: d.groupby("g")[["t"]].shift(p))
    for method in ["average", "min", "first", "dense"]:
        for ascending in [True, False]:
            f.ask("plain", ["groupby", "g"], ["col", "full"], ["rank", {"method": method, "ascending": ascending}], answer=lambda d, m=method, a=ascending: d.groupby("g")[["full"]].rank(method=m, ascending=a))
            f.ask("plain", ["groupby", "g"], ["col", "x"], ["rank", {"method": method, "ascending": ascending, "pct": True}], answer=lambda d, m=method, a=ascending: d.groupby("g")[["x"]].rank(method=m, ascending=a, pct=True))
    f.ask("plain", ["groupby", "g"], ["cumcount"], answer=lambda d: d.groupby("g").cumcount().to_frame("cumcount"))
    f.ask("plain", ["groupby", "t"], ["cumcount"], answer=lambda d: d.groupby("t").cumcount().where(d["t"].notna()).to_frame("cumcount"))
    f.ask("plain", ["groupby", "t", {"dropna": False}], ["cumcount", {"ascending": False}], answer=lambda d: d.groupby(d["t"].fillna("?")).cumcount(ascending=False).to_frame("cumcount"))
    for agg in ["sum", "mean", "min", "max", "count", "std", "var", "median", "first", "last", "nunique", "size", "prod"]:
        f.ask("plain", ["groupby", "g"], ["col", "x"], ["transform", agg], answer=lambda d, a=agg: d.groupby("g")[["x"]].transform(a) if a != "size" else d.groupby("g")["x"].transform("size").to_frame("x"))


def running(f):
    for frame in ["plain", "empty"]:
        for column in ["x", "i", "full"]:
            for name in ["cumsum", "cumprod", "cummax", "cummin"]:
                # Integers with missing values stay missing from there on in pandas 1.5.
                f.ask(frame, ["col", column], [name], answer=lambda d, c=column, n=name: getattr(d[c].astype("float64"), n)())
        for column in ["x", "full"]:
            for periods in [1, -1, 3, 0, 40, -40]:
                f.ask(frame, ["col", column], ["diff", periods])
                f.ask(frame, ["col", column], ["pctChange", periods], answer=lambda d, c=column, p=periods: d[c] / d[c].shift(p) - 1)
        for column in ["x", "i", "t"]:
            for periods in [1, -1, 5, 0, 40, -40]:
                f.ask(frame, ["col", column], ["shift", periods])
            for name in ["ffill", "bfill"]:
                f.ask(frame, ["col", column], [name])
                for limit in [1, 2, 50]:
                    f.ask(frame, ["col", column], [name, {"limit": limit}])
        f.ask(frame, ["col", "x"], ["shift", 2, {"fillValue": 0.25}])
        f.ask(frame, ["col", "i"], ["shift", -3, {"fillValue": 7}])
        f.ask(frame, ["col", "t"], ["shift", 1, {"fillValue": "none"}])
        for column in ["x", "full", "t"]:
            for method in ["average", "min", "max", "first", "dense"]:
                for ascending in [True, False]:
                    # pandas has no order of first appearance for texts.
                    if column == "t" and method == "first":
                        continue
                    f.ask(frame, ["col", column], ["rank", {"method": method, "ascending": ascending}])
                    if column != "x":
                        continue
                    f.ask(frame, ["col", column], ["rank", {"method": method, "ascending": ascending, "pct": True}])
                    for option in ["top", "bottom"]:
                        f.ask(frame, ["col", column], ["rank", {"method": method, "ascending": ascending, "naOption": option}])
