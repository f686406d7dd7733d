"""Rows in order, once, counted; values filled, replaced, chosen, clipped, rounded and cast."""

import numpy as np
import pandas as pd
from frames import Frames

N = None
A = [3, 1, N, 2, 1, 3, N, 2, 1, 0]
X = [0.5, N, -1.5, 0.5, 2.25, N, 7.0, -1.5, 0.5, 3.0]
K = ["b", "a", N, "b", "", "ä", "a", N, "B", "b"]
T = [10, N, 5, 10, -3, 7, N, 5, 10, 0]
B = [True, False, N, True, N, False, True, True, False, N]
COLUMNS = {"a": ("int64", A), "x": ("float64", X), "k": ("utf8", K), "t": ("timestamp[ns]", T), "b": ("bool", B), "c": ("category", K), "row": ("int32", list(range(10)))}


def make():
    f = Frames("frames-rows")
    df = f.input("rows", **COLUMNS)
    f.input("empty", **{c: (t, []) for c, (t, v) in COLUMNS.items()})
    nothing = df.iloc[:0]
    for name, frame in (("rows", df), ("empty", nothing)):
        ordering(f, name, frame)
        distinct(f, name, frame)
        of_groups(f, name, frame)
    values(f, df)
    whole(f, df)
    f.write()


def of_groups(f, name, df):
    """Rows of groups as they stand, and what groups are described by."""
    for by in ("k", "a", ["k", "b"]):
        # Text that is missing beside other keys is no group of pandas 1.5.
        for dropna in (True, False) if isinstance(by, str) else (True,):
            groups = df.groupby(by, dropna=dropna)
            asked = ["groupby", by, {"dropna": dropna}]
            for n in (0, 1, 2, 9, -1, -2):
                f.ask(name, [asked, ["head", n]], lambda: columns(groups.head(n)))
                f.ask(name, [asked, ["tail", n]], lambda: columns(groups.tail(n)))
            # nth gives rows as they stand since pandas 2.
            places = groups.cumcount()
            back = groups.cumcount(ascending=False)
            named = df[by if isinstance(by, list) else [by]].notna().all(axis=1) | (not dropna)
            for n, chosen in ((0, places == 0), (1, places == 1), (-1, back == 0), (-2, back == 1), ([0, -1], (places == 0) | (back == 0)), (20, places == 20)):
                f.ask(name, [asked, ["nth", n]], lambda: columns(df[chosen & named]))
            f.ask(name, [asked, ["head"]], lambda: columns(groups.head()))
    if len(df) > 0:
        # NaN is what pandas has where there are too few values.
        for percentiles in (None, [0.1, 0.5], [0.333]):
            made = df[["k", "x", "row"]].groupby("k").describe(percentiles=percentiles)
            made.columns = [f"{column}_{statistic}" for column, statistic in made.columns]
            # The median is there only where it is asked for, as in pandas 3.
            if percentiles is not None and 0.5 not in percentiles:
                made = made.drop(columns=["x_50%", "row_50%"])
            given = [] if percentiles is None else [{"percentiles": percentiles}]
            f.ask(name, [["select", "k", "x", "row"], ["groupby", "k"], ["describe", *given]], lambda: nulls(made.reset_index()))
        for key in ("a", "c"):
            f.ask(name, [["groupby", "k"], ["getGroup", key]], lambda: columns(df[df.k == key]))
        f.ask(name, [["groupby", ["k", "a"]], ["getGroup", ["b", 3]]], lambda: columns(df[(df.k == "b") & (df.a == 3)]))
    for normalize in (False, True):
        for dropna in (True, False):
            counts = df.groupby(["k", "a"], dropna=dropna).size() if len(df) > 0 else pd.Series([], dtype="int64")
            listed = [(k, a, n) for (k, a), n in counts.items() if isinstance(k, str)]
            total = {key: sum(n for k, _, n in listed if k == key) for key, _, _ in listed}
            rows = sorted(listed, key=lambda row: (row[0].encode(), -row[2], 99 if pd.isna(row[1]) else row[1]))
            made = {"k": [k for k, _, _ in rows], "a": [None if pd.isna(a) else a for _, a, _ in rows]}
            made["proportion" if normalize else "count"] = [n / total[k] if normalize else n for k, _, n in rows]
            f.ask(name, [["groupby", "k"], ["col", "a"], ["valueCounts", {"normalize": normalize, "dropna": dropna}]], lambda: made)


def nulls(frame):
    return {c: [None if isinstance(v, float) and np.isnan(v) else v for v in frame[c]] for c in frame}


def columns(df):
    return {c: df[c].tolist() for c in df}


def sorted_frame(df, by, ascending=True, na="last"):
    # Text of categories sorts as text; pandas sorts several keys with nulls first or last in all of them.
    return columns(df.sort_values(by, ascending=ascending, na_position=na, kind="stable"))


def ordering(f, name, df):
    for key in ("a", "x", "k", "t", "b", "c"):
        for ascending in (True, False):
            for na in ("last", "first"):
                f.ask(name, [["sortValues", key, {"ascending": ascending, "naPosition": na}]], lambda: sorted_frame(df, key, ascending, na))
    for keys, ascending in ((["a", "x"], [True, False]), (["k", "a"], [False, True]), (["b", "k", "t"], [True, False, False]), (["c", "x", "a"], True), (["t", "b", "x", "k"], False)):
        for na in ("last", "first"):
            f.ask(name, [["sortValues", keys, {"ascending": ascending, "naPosition": na}]], lambda: sorted_frame(df, keys, ascending, na))
    for n in (0, 1, 3, 20):
        for keys in ("x", "t", ["a", "x"]):
            ks = [keys] if isinstance(keys, str) else keys
            # pandas' nlargest leaves out nulls only where there are enough others; sorted, then cut.
            f.ask(name, [["nlargest", n, keys]], lambda: columns(df.sort_values(ks, ascending=False, kind="stable").head(n)))
            f.ask(name, [["nsmallest", n, keys]], lambda: columns(df.sort_values(ks, kind="stable").head(n)))


def distinct(f, name, df):
    for subset in (None, "a", "x", "k", "b", "t", ["a", "b"], ["k", "x"]):
        for keep in ("first", "last", False):
            options = {"keep": keep, **({"subset": subset} if subset else {})}
            f.ask(name, [["dropDuplicates", options]], lambda: columns(df.drop_duplicates(subset=subset, keep=keep)))
    for c in ("a", "x", "k", "b", "c"):
        for dropna in (True, False):
            for normalize in (False, True):
                def counts():
                    got = df[c].value_counts(dropna=dropna, sort=False).reset_index()
                    got.columns = [c, "count"]
                    got = got[got["count"] > 0]
                    got = got.assign(text=got[c].astype(str) if c == "c" else got[c]).sort_values(["count", "text"], ascending=[False, True], kind="stable").drop(columns="text")
                    if normalize:
                        return {c: got[c].tolist(), "proportion": (got["count"] / got["count"].sum()).tolist()}
                    return columns(got)
                f.ask(name, [["col", c], ["valueCounts", {"dropna": dropna, "normalize": normalize}]], counts)
        f.ask(name, [["col", c], ["unique"], ["toFrame"]], lambda: {c: list(pd.Series(df[c].unique()))})
    for options in ({}, {"how": "all"}, {"subset": ["a", "x"]}, {"subset": "k"}, {"how": "all", "subset": ["a", "t"]}, {"thresh": 6}, {"thresh": 2, "subset": ["a", "x", "k"]}, {"thresh": 0}):
        f.ask(name, [["dropna", options]], lambda: columns(df.dropna(**{k: ([v] if k == "subset" and isinstance(v, str) else v) for k, v in options.items()})))


def values(f, df):
    def column(name, method, answer, *args):
        f.ask("rows", [["column", name, [method, *args]]], lambda: {"made": [None if v is pd.NA else v for v in answer()]})

    a, x, k, b, t = df.a, df.x, df.k, df.b, df.t
    number = a.astype("float64")
    column("a", "fillna", lambda: a.fillna(9), 9)
    column("x", "fillna", lambda: x.fillna(-0.5), -0.5)
    column("k", "fillna", lambda: k.fillna("none"), "none")
    column("c", "fillna", lambda: k.fillna("none"), "none")
    column("b", "fillna", lambda: b.fillna(True), True)
    column("x", "fillna", lambda: x.fillna(df.row), {"expr": ["row"]})
    column("k", "replace", lambda: k.replace({"b": "B!", "": "e"}), {"b": "B!", "": "e"})
    column("k", "replace", lambda: k.replace(["a", "b"], "z"), ["a", "b"], "z")
    column("a", "replace", lambda: a.replace(1, 7), 1, 7)
    column("x", "replace", lambda: x.replace([0.5, 7.0], [1.0, 0.25]), [0.5, 7.0], [1.0, 0.25])
    column("k", "map", lambda: k.map({"b": 1.0, "a": 2.0}), {"b": 1, "a": 2})
    column("a", "map", lambda: number.map({1: "one", 2: "two"}), {"map": [[1, "one"], [2, "two"]]})
    # A missing value is in no list, unless null is in it: as the other comparisons, it is null (api.md).
    for name, s, listed in (("a", number, [1, 3, 8]), ("x", x, [0.5, 7.0]), ("k", k, ["a", ""]), ("c", k, ["a", ""])):
        column(name, "isin", lambda: s.isin(listed).astype("boolean").mask(s.isna()), listed)
        column(name, "isin", lambda: s.isin([*listed, None if s.dtype == object else np.nan]), [*listed, None])
    for inclusive in ("both", "left", "right", "neither"):
        column("x", "between", lambda: x.between(-1.5, 0.5, inclusive=inclusive).astype("boolean").mask(x.isna()), -1.5, 0.5, inclusive)
        column("a", "between", lambda: number.between(1, 2, inclusive=inclusive).astype("boolean").mask(a.isna()), 1, 2, inclusive)
        column("k", "between", lambda: k.fillna("").between("a", "b", inclusive=inclusive).astype("boolean").mask(k.isna()), "a", "b", inclusive)
    # A condition that is missing is not true.
    met = {"expr": ["x", ["gt", 0]]}
    positive = (x > 0).fillna(False)
    for name, s, other in (("a", a, -1), ("x", x, 0.25), ("k", k, "?")):
        column(name, "where", lambda: s.where(positive), met)
        column(name, "where", lambda: s.where(positive, other), met, other)
        column(name, "mask", lambda: s.mask(positive), met)
        column(name, "mask", lambda: s.mask(positive, other), met, other)
    column("x", "clip", lambda: x.clip(-1, 2), -1, 2)
    column("x", "clip", lambda: x.clip(lower=0), 0)
    column("x", "clip", lambda: x.clip(upper=0.5), None, 0.5)
    column("a", "clip", lambda: a.clip(1, 2), 1, 2)
    for decimals in (0, 1, -1):
        column("x", "round", lambda: x.round(decimals), decimals)
    column("a", "isna", lambda: a.isna())
    column("k", "notna", lambda: k.notna())
    column("a", "astype", lambda: a.astype("Float64"), "float64")
    column("a", "astype", lambda: [N if v is N else str(v) for v in A], "utf8")
    column("x", "astype", lambda: [N if v is N else np.float32(v) for v in X], "float32")
    column("x", "astype", lambda: [N if v is N else int(v) for v in X], "int32")
    column("b", "astype", lambda: b.astype("Int8"), "int8")
    column("a", "astype", lambda: a.astype("boolean"), "bool")
    column("t", "astype", lambda: [N if v is N else v for v in T], "int64")
    for method, op in (("add", "+"), ("sub", "-"), ("mul", "*"), ("div", "/"), ("floordiv", "//"), ("mod", "%"), ("pow", "**")):
        # Of two numbers NaN is a number, not a missing value.
        column("x", method, lambda: ["nan" if v != v and not missing else v for v, missing in zip(eval(f"x {op} number", {"x": x, "number": number}), x.isna() | a.isna())], {"expr": ["a"]})
        column("x", method, lambda: eval(f"x {op} 2", {"x": x}), 2)
    for method in ("eq", "ne", "lt", "le", "gt", "ge"):
        column("x", method, lambda: getattr(x, method)(number).astype("boolean").mask(x.isna() | a.isna()), {"expr": ["a"]})
        column("k", method, lambda: [N if v is N else compare(method, v, "b") for v in K], "b")
    for method in ("and", "or", "xor"):
        other = {"expr": ["x", ["gt", 0]]}
        right = (x > 0).astype("boolean").mask(x.isna())
        column("b", method, lambda: {"and": b & right, "or": b | right, "xor": b ^ right}[method], other)
    column("b", "not", lambda: ~b)


def compare(method, a, b):
    return {"eq": a == b, "ne": a != b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[method]


def whole(f, df):
    """The same of whole frames."""
    some = df[["a", "x", "k", "row"]]
    chosen = ["select", "a", "x", "k", "row"]
    numbers = ["a", "x", "row"]

    def ask(method, answer, *args):
        f.ask("rows", [chosen, [method, *args]], lambda: columns(answer()))

    def each(change, names=numbers):
        return some.assign(**{c: change(some[c]) for c in names})

    ask("round", lambda: each(lambda s: s.round(1), ["x"]), 1)
    ask("round", lambda: each(lambda s: s.round(), ["x"]))
    ask("round", lambda: each(lambda s: s.round(0), ["x"]), {"x": 0})
    ask("clip", lambda: each(lambda s: s.clip(0, 2)), 0, 2)
    ask("clip", lambda: each(lambda s: s.clip(lower=1)), 1)
    ask("clip", lambda: each(lambda s: s.clip(upper=2)), None, 2)
    ask("replace", lambda: each(lambda s: s.replace(3, 9)), 3, 9)
    ask("replace", lambda: each(lambda s: s.replace([1, 2], [5, 6])), [1, 2], [5, 6])
    ask("replace", lambda: each(lambda s: s.replace({"b": "B", "a": "A"}), ["k"]), {"map": [["b", "B"], ["a", "A"]]})
    ask("replace", lambda: each(lambda s: s.replace({"b": "B"}), ["k"]), {"k": {"b": "B"}})
    ask("fillna", lambda: each(lambda s: s.fillna(7)), 7)
    ask("fillna", lambda: each(lambda s: s.fillna("?"), ["k"]), "?")
    ask("isna", lambda: some.isna())
    ask("notna", lambda: some.notna())
    null = some.isna()
    ask("isin", lambda: some.isin([1, 0.5, "b"]).astype("boolean").mask(null), [1, 0.5, "b"])
    ask("isin", lambda: some.isin({"a": [1, 2], "k": ["a"]}).astype("boolean").mask(null), {"a": [1, 2], "k": ["a"]})
    positive = (df.x > 0).fillna(False)
    met = {"expr": ["x", ["gt", 0]]}
    ask("where", lambda: each(lambda s: s.where(positive), list(some)), met)
    ask("mask", lambda: each(lambda s: s.mask(positive), list(some)), met)
    f.ask("rows", [["select", "a", "x", "row"], ["where", met, -1]], lambda: columns(some[numbers].where(positive, -1)))
    f.ask("rows", [["select", "a", "x", "row"], ["mask", met, -1]], lambda: columns(some[numbers].mask(positive, -1)))
    f.ask("rows", [chosen, ["astype", {"a": "float64", "row": "utf8"}]], lambda: columns(some.astype({"a": "Float64", "row": "str"})))
