"""melt, pivot_table and get_dummies."""

import pandas as pd
from frames import Frames

N = None
COLUMNS = {
    "k": ("utf8", ["b", "a", "b", N, "c", "a", "b", "c"]),
    "g": ("int64", [2, 1, 2, 1, 1, 2, 2, 1]),
    "x": ("float64", [0.5, N, -1.5, 0.5, N, 2.25, 7.0, -1.5]),
    "n": ("int64", [3, 1, 4, 1, 5, 9, 2, 6]),
    "b": ("bool", [True, False, True, True, False, False, True, False]),
    "kind": ("category", ["u", "v", "u", "w", "v", N, "v", "u"]),
}


def make():
    f = Frames("frames-reshape")
    df = f.input("some", **COLUMNS)
    none = f.input("none", **{c: (t, []) for c, (t, v) in COLUMNS.items()})
    for name, frame in (("some", df), ("none", none)):
        for options in ({"idVars": ["k"], "valueVars": ["x", "n"]}, {"idVars": ["k", "g"], "valueVars": ["x"], "varName": "what", "valueName": "v"}, {"valueVars": ["n", "g"]}):
            given = {{"idVars": "id_vars", "valueVars": "value_vars", "varName": "var_name", "valueName": "value_name"}[k]: v for k, v in options.items()}
            f.ask(name, [["melt", options]], lambda: as_columns(frame.melt(**given)))
        f.ask(name, [["select", "k", "x", "g"], ["melt", {"idVars": "k"}]], lambda: as_columns(frame[["k", "x", "g"]].melt("k")))
    for agg in ("mean", "sum", "count", "min", "max", "first", "median", "std", "nunique"):
        for index in ("k", ["g", "k"]):
            pivot(f, df, {"index": index, "columns": "kind", "values": "x", "aggfunc": agg}, ["u", "v", "w"])
            pivot(f, df, {"index": index, "columns": "g" if index == "k" else "b", "values": ["n", "x"], "aggfunc": agg}, [1, 2] if index == "k" else [False, True])
    for fill in (0, -1.5):
        pivot(f, df, {"index": "k", "columns": "kind", "values": "x", "fillValue": fill}, ["u", "v", "w"])
    f.ask("some", [["getDummies", {"categories": {"k": ["a", "b", "c"]}}]], lambda: as_columns(pd.get_dummies(df, columns=["k"]).astype({f"k_{v}": bool for v in "abc"})))
    f.ask("some", [["getDummies", {"categories": {"kind": ["u", "v", "w"], "k": ["a", "b", "c"]}, "dtype": "int8", "prefixSep": "="}]], lambda: as_columns(pd.get_dummies(df, columns=["kind", "k"], prefix_sep="=")))
    f.ask("some", [["getDummies", {"categories": {"k": ["a", "b", "c"]}, "dummyNa": True, "dtype": "float64"}]], lambda: as_columns(pd.get_dummies(df, columns=["k"], dummy_na=True)))
    f.ask("some", [["getDummies", {"categories": {"g": [{"bigint": "1"}, {"bigint": "2"}]}, "dropFirst": True}]], lambda: as_columns(pd.get_dummies(df, columns=["g"], drop_first=True).astype({"g_2": bool})))
    f.write()


def as_columns(made):
    return {c: made[c].tolist() for c in made}


def pivot(f, df, options, values):
    def answer():
        several = isinstance(options["values"], list)
        # An aggregation of nothing but missing values stays in the table (pandas leaves such rows out), as it stays in groupby.
        keys = [options["index"]] if isinstance(options["index"], str) else options["index"]
        numbers = df.assign(g=df.g, kind=df.kind.astype("object"))
        grouped = numbers.groupby([*keys, options["columns"]])[options["values"]].agg(options.get("aggfunc", "mean"))
        if not several:
            grouped = grouped.to_frame()
        wide = grouped.unstack(options["columns"])
        result = {k: wide.index.get_level_values(k).tolist() for k in keys}
        for value in options["values"] if several else [options["values"]]:
            for v in values:
                name = {True: "true", False: "false"}.get(v, str(v)) if isinstance(v, bool) else str(v)
                # A value that no group has is a column without values.
                column = wide[(value, v)] if (value, v) in wide else pd.Series([float("nan")] * len(wide))
                if "fillValue" in options:
                    column = column.fillna(options["fillValue"])
                result[f"{value}_{name}" if several else name] = column.tolist()
        return result

    given = [{"bigint": str(v)} if type(v) is int else v for v in values]
    f.ask("some", [["pivotTable", {**options, "columnValues": given}]], answer)
