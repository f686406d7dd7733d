"""Every aggregation of every type: with and without nulls, of nothing, of one row; of all rows and of groups."""

import numpy as np
import pandas as pd
from frames import DAY, Frames

N = None
K = ["b", "a", "b", N, "c", "a", "b", "c", N, "a", "d", "b"]
G = [2, 1, 2, 1, 1, N, 2, 1, 2, 1, 3, 1]
FULL = {
    "bool": [True, False, True, True, False, False, True, True, False, True, False, True],
    "int8": [5, -3, 7, 0, 127, -128, 5, 5, 1, 2, 3, 4],
    "int32": [5, -3, 7, 0, 12, -8, 5, 5, 1, 2, 3, 4],
    "int64": [2**53 + 1, -3, 7, 0, -(2**60), 2**60, 5, 5, 1, 2, 3, 4],
    "uint8": [5, 3, 7, 0, 255, 255, 5, 5, 1, 2, 3, 4],
    "uint64": [2**63 + 5, 3, 7, 0, 12, 8, 5, 5, 1, 2, 3, 4],
    "float32": [0.5, -3.25, 7, 0, 12, -8, 5, 5, 1e3, 2, 3, 4],
    "float64": [0.1, -3.3, 7, 0, 1e6, -8, 5, 5, 1e-3, 2, 3, 4],
    "utf8": ["b", "", "ä", "a", "zz", "b", "B", "b", "__proto__", "€", "𝄞", "ab"],
    "category": ["b", "", "ä", "a", "zz", "b", "B", "b", "q", "€", "𝄞", "ab"],
    "date": [0, -1, 19000, 5, 5, 7, 8, 9, 10, -400, 12, 5],
    "timestamp[ns]": [0, -1, 10**18, 5, 5, DAY, DAY + 1, 9, 10, -400, 12, 5],
    "duration[ns]": [0, -1, 10**15, 5, 5, DAY, DAY + 1, 9, 10, -400, 12, 5],
}
SOME = [0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1]
ANY = ["count", "size", "min", "max", "first", "last", "nunique", "mode", "idxmin", "idxmax"]
NUMBERS = [*ANY, "sum", "prod", "mean", "any", "all", "var", "std", "sem", "skew", "kurt", "median", "quantile"]


def aggregations(type):
    if type in ("utf8", "category"):
        return ANY
    if type == "date":
        return [*ANY, "median"]
    if type.startswith("timestamp"):
        return [*ANY, "mean", "median"]
    if type.startswith("duration"):
        return [*ANY, "sum", "mean", "median", "std"]
    return NUMBERS


def answer(s, name, type):
    s = s.reset_index(drop=True)
    there = s.dropna()
    if name in ("count", "size", "nunique"):
        return {"count": len(there), "size": len(s), "nunique": s.nunique()}[name]
    if name in ("any", "all"):
        return bool(getattr(there.astype(bool), name)())
    if name in ("sum", "prod"):
        if type.startswith("duration"):
            return pd.Timedelta(0) if len(there) == 0 else there.sum()
        if type.startswith("float"):
            return np.dtype(type).type(getattr(there.astype("float64"), name)())
        wide = "uint64" if type.startswith("u") else "int64"
        return getattr(there.to_numpy(dtype=wide), name)(dtype=wide)
    if len(there) == 0:
        return None
    if name in ("first", "last"):
        return there.iloc[0 if name == "first" else -1]
    if name == "mode":
        return there.mode().iloc[0]
    if name in ("idxmin", "idxmax"):
        plain = there.cat.codes if type == "category" else there
        return plain.index[plain.reset_index(drop=True).argmin() if name == "idxmin" else plain.reset_index(drop=True).argmax()] if type != "utf8" else min(there.index, key=lambda i: (there[i] if name == "idxmin" else Reversed(there[i]), i))
    if name in ("min", "max"):
        return getattr(there, name)()
    if type in ("date", "timestamp[ns]", "duration[ns]"):
        if name == "std":
            spread = there.astype("int64").astype("float64").std()
            return None if spread != spread else pd.Timedelta(int(round(spread)))
        ticks = there.astype("int64")
        middle = exact_mean(ticks) if name == "mean" else exact_median(ticks)
        return pd.Timedelta(middle) if type.startswith("duration") else pd.Timestamp(middle)
    number = there.astype("float64")
    value = getattr(number, name)(0.5) if name == "quantile" else getattr(number, name)()
    return np.float32(value) if type == "float32" else value


class Reversed:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value > other.value

    def __eq__(self, other):
        return self.value == other.value


def exact_mean(ticks):
    return (2 * sum(int(t) for t in ticks) + len(ticks)) // (2 * len(ticks))


def exact_median(ticks):
    """Halfway between two is rounded up to a tick; of dates to a day."""
    ordered = sorted(int(t) for t in ticks)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    tick = DAY if all(t % DAY == 0 for t in ordered) else 1
    return low + ((high - low) // tick + 1) // 2 * tick


def days(value, type):
    return value.value // DAY if type == "date" and isinstance(value, pd.Timestamp) else value


def make():
    f = Frames("frames-aggregate")
    for type, full in FULL.items():
        names = aggregations(type)
        columns = {
            "k": ("utf8", K),
            "g": ("int64", G),
            "full": (type, full),
            "some": (type, [v if keep else N for v, keep in zip(full, SOME)]),
            "none": (type, [N] * len(full)),
        }
        frames = {
            type: f.input(type, **columns),
            f"{type} empty": f.input(f"{type} empty", **{c: (t, []) for c, (t, v) in columns.items()}),
            f"{type} one": f.input(f"{type} one", **{c: (t, v[1:2]) for c, (t, v) in columns.items()}),
        }
        for frame, df in frames.items():
            asked = {c: names for c in ("full", "some", "none")}
            f.ask(frame, [["agg", asked]], lambda: {f"{c}_{n}": [days(answer(df[c], n, type), type)] for c in asked for n in names})
            for keys in ("k", ["k", "g"]) if frame == type else ["k"]:
                for dropna in (True, False) if frame == type else [True]:
                    f.ask(frame, [["groupby", keys, {"dropna": dropna}], ["agg", asked]], lambda: grouped(df, keys, dropna, asked, type))
    q(f)
    f.write()


def grouped(df, keys, dropna, asked, type):
    keys = [keys] if isinstance(keys, str) else keys
    # pandas knows the groups; positions are those of the frame.
    if len(df) == 0:
        return {**{k: [] for k in keys}, **{f"{c}_{n}": [] for c in asked for n in asked[c]}}
    numbered = df.assign(**{k: df[k].astype("float64") for k in keys if k == "g"}).reset_index(drop=True)
    numbers = numbered.groupby(keys, sort=True, dropna=dropna).ngroup()
    result = {c: [] for c in [*keys, *(f"{c}_{n}" for c in asked for n in asked[c])]}
    for number in sorted(set(numbers.dropna()) - {-1}):
        group = df[(numbers == number).to_numpy()]
        for k in keys:
            result[k].append(None if pd.isna(group[k].iloc[0]) else group[k].iloc[0])
        for c in asked:
            for n in asked[c]:
                value = answer(group[c], n, type)
                result[f"{c}_{n}"].append(days(group.index[value] if n.startswith("idx") and value is not None else value, type))
    return result


def q(f):
    """Quantiles of 1 to 6 values, between which every interpolation has its way; spreads by ddof."""
    for n in range(1, 7):
        name = f"values {n}"
        s = pd.Series([3.0, -1.5, 10.0, 0.25, 7.0, 2.0][:n])
        f.input(name, x=("float64", list(s)))
        for interpolation in ("linear", "lower", "higher", "nearest", "midpoint"):
            asked = [0, 0.1, 0.25, 0.4, 0.5, 0.75, 0.9, 1]
            f.ask(name, [["quantiles", "x", asked, interpolation]], lambda: {f"q{i}": [s.quantile(v, interpolation=interpolation)] for i, v in enumerate(asked)})
        for ddof in (0, 1, 2):
            f.ask(name, [["spreads", "x", ddof]], lambda: {n: [getattr(s, n)(ddof=ddof)] for n in ("var", "std", "sem")} if len(s) > ddof else {n: [None] for n in ("var", "std", "sem")})
