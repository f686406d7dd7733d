"""Joins: kinds, missing and repeated keys, names, suffixes, indicator, validation. Rows are in the order that api.md promises: pandas' where it keeps that of the left frame."""

import pandas as pd
from frames import Frames

N = None
LEFT = {"k": ("utf8", ["b", "a", N, "b", "c", "a", "x"]), "n": ("int64", [1, 2, 3, N, 1, 2, 2]), "v": ("float64", [0.5, N, 2, 3, 4, 5, 6])}
RIGHT = {"k": ("utf8", ["a", "b", "b", N, "d", "a"]), "n": ("int64", [2, 1, N, 3, 9, 2]), "w": ("float64", [10, 20, 30, 40, N, 60]), "v": ("int32", [1, 2, 3, 4, 5, 6])}
HOWS = ["inner", "left", "right", "outer"]


def make():
    f = Frames("frames-merge")
    frames = {
        "left": f.input("left", **LEFT),
        "right": f.input("right", **RIGHT),
        "no left": f.input("no left", **{c: (t, []) for c, (t, v) in LEFT.items()}),
        "no right": f.input("no right", **{c: (t, []) for c, (t, v) in RIGHT.items()}),
        "keys": f.input("keys", key=("utf8", ["a", "b", "z"]), n=("float64", [2, 1, N]), what=("category", ["x", "y", "x"])),
        "unique": f.input("unique", k=("utf8", ["a", "b", "c"]), u=("int64", [1, 2, 3])),
    }
    for left, right in (("left", "right"), ("left", "no right"), ("no left", "right"), ("no left", "no right"), ("left", "unique")):
        for how in HOWS:
            for on in ("k", ["k", "n"]) if right != "unique" else ("k",):
                for nulls in (True, False):
                    ask(f, frames, left, right, {"on": on, "how": how, "nullsEqual": nulls})
        for how in ("semi", "anti"):
            for nulls in (True, False):
                ask(f, frames, left, right, {"on": "k", "how": how, "nullsEqual": nulls})
        ask(f, frames, left, right, {"how": "cross"})
    for how in HOWS:
        ask(f, frames, "left", "keys", {"leftOn": "k", "rightOn": "key", "how": how})
        ask(f, frames, "left", "keys", {"leftOn": ["k", "n"], "rightOn": ["key", "n"], "how": how})
        ask(f, frames, "left", "right", {"on": "k", "how": how, "suffixes": ["", "_r"], "indicator": True})
        ask(f, frames, "left", "right", {"on": "n", "how": how, "suffixes": ["_l", "_r"], "indicator": "where"})
        ask(f, frames, "left", "unique", {"how": how, "validate": "m:1"})
        ask(f, frames, "unique", "left", {"how": how, "validate": "1:m"})
    for validate in ("1:1", "1:m", "m:1", "m:m"):
        ask(f, frames, "left", "right", {"on": "k", "validate": validate})
        ask(f, frames, "unique", "unique", {"on": "k", "validate": validate})
    f.write()


def ask(f, frames, left, right, options):
    f.ask(left, [["merge", {"frame": right}, options]], lambda: merged(frames[left], frames[right], options))


def merged(left, right, options):
    left, right = left.astype({c: "Float64" for c in ("n",) if c in left}), right.astype({c: "Float64" for c in ("n",) if c in right})
    names = {"leftOn": "left_on", "rightOn": "right_on", "on": "on", "validate": "validate"}
    given = {names[k]: v for k, v in options.items() if k in names}
    how = options["how"] if "how" in options else "inner"
    suffixes = tuple(options.get("suffixes", ["_x", "_y"]))
    if how == "cross":
        return {c: plain(v) for c, v in left.merge(right, how="cross", suffixes=suffixes).items()}
    lk = given.get("left_on", given.get("on", [c for c in left if c in right.columns]))
    rk = given.get("right_on", given.get("on", lk))
    lk, rk = ([v] if isinstance(v, str) else list(v) for v in (lk, rk))
    l, r = left.assign(**{"left row": range(len(left))}), right.assign(**{"right row": range(len(right))})
    # Numbers are compared as numbers; pandas has null meet null, SQL does not.
    if not options.get("nullsEqual", False):
        l = l.assign(lost=[i if row.isna().any() else -1 for i, (_, row) in enumerate(left[lk].iterrows())])
        r = r.assign(lost=[-2 - i if row.isna().any() else -1 for i, (_, row) in enumerate(right[rk].iterrows())])
        l = l.assign(lost=l.lost.astype("int64"))
        r = r.assign(lost=r.lost.astype("int64"))
        if len(left) and len(right):
            lk, rk = [*lk, "lost"], [*rk, "lost"]
        else:
            l, r = l.drop(columns="lost"), r.drop(columns="lost")
    kind = "inner" if how in ("semi", "anti") else how
    indicator = options.get("indicator", False)
    if "validate" in given:
        left.merge(right, left_on=[k for k in lk if k != "lost"], right_on=[k for k in rk if k != "lost"], validate=given["validate"])
    both = l.merge(r, how=kind, left_on=lk, right_on=rk, suffixes=suffixes, indicator=indicator)
    if how in ("semi", "anti"):
        rows = sorted(set(both["left row"]))
        kept = left.iloc[rows] if how == "semi" else left.drop(index=left.index[rows])
        return {c: plain(v) for c, v in kept.items()}
    # The order of the left frame, then that of the right one; rows of the right one alone are last.
    both = both.sort_values(["left row", "right row"], na_position="last", kind="stable").drop(columns=["left row", "right row", "lost"], errors="ignore")
    # pandas moves the keys where the left frame has no rows.
    first = [name for c in left for name in (c, c + suffixes[0]) if name in both]
    return {c: plain(both[c]) for c in [*first, *(c for c in both if c not in first)]}


def plain(values):
    return [None if v is None or v is pd.NA or v != v else v for v in values.tolist()]
