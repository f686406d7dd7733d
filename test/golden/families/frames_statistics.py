"""describe, corr and cov of whole frames."""

import pandas as pd
from frames import Frames

N = None
COLUMNS = {"a": ("float64", [0.5, N, -1.5, 0.5, 2.25, N, 7.0, -1.5]), "n": ("int64", [3, 1, 4, 1, 5, 9, 2, 6]), "x": ("float64", [1, 2, N, N, 5, 6, 7, N]), "k": ("utf8", ["b", "a", N, "b", "", "ä", "a", "b"])}


def make():
    f = Frames("frames-statistics")
    frames = {
        "some": f.input("some", **COLUMNS),
        "one": f.input("one", **{c: (t, v[:1]) for c, (t, v) in COLUMNS.items()}),
        "none": f.input("none", **{c: (t, []) for c, (t, v) in COLUMNS.items()}),
        "still": f.input("still", a=("float64", [0.1] * 5), n=("int64", [1, 2, 3, 4, 5])),
    }
    for name, df in frames.items():
        for percentiles in (None, [0.1, 0.5, 0.995], [0.5]):
            options = {} if percentiles is None else {"percentiles": percentiles}
            f.ask(name, [["describe", options]], lambda: labeled("statistic", df.describe(percentiles=percentiles)))
        numbers = df.select_dtypes("number")
        for least in (None, 1, 3, 5):
            options = {} if least is None else {"minPeriods": least}
            f.ask(name, [["corr", options]], lambda: labeled("column", numbers.corr(min_periods=least or 1)) if name != "still" else still(numbers, least))
            f.ask(name, [["cov", options]], lambda: labeled("column", numbers.cov(min_periods=least)))
        for interpolation in ("linear", "lower", "higher", "nearest", "midpoint"):
            shares = [0.9, 0, 0.25, 1]
            f.ask(name, [["quantile", shares, {"interpolation": interpolation}]], lambda: {"quantile": shares, **{c: numbers[c].quantile(shares, interpolation=interpolation).tolist() for c in numbers}})
        f.ask(name, [["cov", {"ddof": 0}]], lambda: labeled("column", numbers.cov(ddof=0)) if name != "some" else population(numbers))
    f.write()


def labeled(label, made):
    return {label: list(made.index), **{c: made[c].tolist() for c in made}}


def still(numbers, least):
    """Beside what does not vary, 0 / 0 is a number that is none: NaN, where pandas has its missing value."""
    enough = least is None or len(numbers) >= least
    nan = "nan" if enough else None
    return {"column": ["a", "n"], "a": [nan, nan], "n": [nan, 1.0 if enough else None]}


def population(numbers):
    """pandas ignores ddof where values are missing."""
    result = {"column": list(numbers)}
    for a in numbers:
        result[a] = []
        for b in numbers:
            both = numbers[[a]].assign(other=numbers[b]).dropna().astype("float64")
            result[a].append(both[a].cov(both.other, ddof=0))
    return result
