"""Columns of lists: explode, agg(list), unique, str.split and what pandas' str does with lists."""

import pandas as pd
from frames import Frames

N = None
COLUMNS = {
    "k": ("utf8", ["b", "a", "b", N, "c", "a", "b", "c", "a"]),
    "n": ("list<int64>", [[1, 2], [], [3], [4, 5, 6], N, [7], [8, 8], [], [9]]),
    "s": ("list<utf8>", [["x", "y"], [], ["z"], ["", "ü", "x"], N, [N], ["x", "x"], [], ["q"]]),
    "t": ("utf8", ["a b  c", "", "one", N, " x y ", "a-b-c-d", "--", "ü b", "b1 c22 3"]),
    "i": ("int64", [5, 3, 5, 1, 2, 3, 9, 2, 3]),
}


def make():
    f = Frames("frames-lists")
    df = f.input("some", **COLUMNS)
    none = f.input("none", **{c: (t, []) for c, (t, v) in COLUMNS.items()})
    for name, frame in (("some", df), ("none", none)):
        f.ask(name, [["explode", "n"]], lambda: frame.explode("n"))
        f.ask(name, [["explode", ["n", "s"]]], lambda: frame.explode(["n", "s"]))
        f.ask(name, [["select", "k", "s"], ["explode", "s"]], lambda: frame[["k", "s"]].explode("s"))
        f.ask(name, [["exploded", "n"]], lambda: frame[["n"]].explode("n"))
    # A frame without rows has no groups, and pandas no columns of them.
    for agg in ("list", "unique"):
        given = list if agg == "list" else (lambda group: group.unique().tolist())
        f.ask("some", [["groupby", "k"], ["agg", {"i": agg, "t": agg}]], lambda: df.groupby("k")[["i", "t"]].agg(given).reset_index())
        f.ask("some", [["groupby", ["k", "i"]], ["agg", {"t": agg}]], lambda: df.groupby(["k", "i"])[["t"]].agg(given).reset_index())
        f.ask("some", [["groupby", "k", {"dropna": False}], ["agg", {"i": agg}]], lambda: df.groupby("k", dropna=False)[["i"]].agg(given).reset_index())
    f.ask("some", [["groupby", "k"], ["agg", {"n": "list"}]], lambda: df.groupby("k")[["n"]].agg(list).reset_index())
    for method, options in [("split", {}), ("split", {"n": 1}), ("rsplit", {"n": 1}), ("split", {"separator": "-"}), ("split", {"separator": "-", "n": 2}), ("rsplit", {"separator": "-", "n": 2}), ("split", {"separator": " "})]:
        given = {{"separator": "pat"}.get(k, k): v for k, v in options.items()}
        f.ask("some", [["column", "t", [f"str.{method}", options]]], lambda: {"made": getattr(df.t.str, method)(**given).tolist()})
    f.ask("some", [["column", "t", ["str.split", "[-1 ]", {"regex": True}]]], lambda: {"made": df.t.str.split("[-1 ]", regex=True).tolist()})
    for pattern in (r"[a-c]", r"(\w)\d", r"\d+", "b", "zzz"):
        f.ask("some", [["column", "t", ["str.findall", pattern]]], lambda: {"made": df.t.str.findall(pattern).tolist()})
    # pandas' str takes lists too.
    f.ask("some", [["column", "n", ["list.len"]]], lambda: {"made": df.n.str.len().tolist()})
    for i in (0, 1, -1, 2, -2):
        f.ask("some", [["column", "n", ["list.get", i]]], lambda: {"made": df.n.str.get(i).tolist()})
        f.ask("some", [["column", "s", ["list.get", i]]], lambda: {"made": df.s.str.get(i).tolist()})
    for start, stop in ((0, 1), (1, N), (N, -1), (-2, N), (5, 9), (2, 1)):
        f.ask("some", [["column", "n", ["list.slice", start, stop]]], lambda: {"made": df.n.str.slice(start, stop).tolist()})
    for separator in ("", ", ", "ü"):
        # What is no text makes the whole null in pandas.
        f.ask("some", [["column", "s", ["list.join", separator]]], lambda: {"made": df.s.str.join(separator).tolist()})
    made = lambda of: {"made": [None if v is None else of([x for x in v if x is not None]) for v in df.n]}
    f.ask("some", [["column", "n", ["list.sum"]]], lambda: made(lambda v: int(pd.Series(v, dtype="int64").sum())))
    f.ask("some", [["column", "n", ["list.mean"]]], lambda: made(lambda v: pd.Series(v, dtype="float64").mean()))
    f.ask("some", [["column", "n", ["list.max"]]], lambda: made(lambda v: max(v) if v else None))
    f.ask("some", [["column", "n", ["list.min"]]], lambda: made(lambda v: min(v) if v else None))
    for value in (8, 4, 100, 1.5):
        f.ask("some", [["column", "n", ["list.contains", value]]], lambda: made(lambda v: value in v))
    f.write()
