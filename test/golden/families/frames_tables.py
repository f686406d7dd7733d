"""pivot_table with margins and several aggregations, crosstab, correlations of ranks, describe by types."""

import numpy as np
import pandas as pd
from frames import Frames

N = None
COLUMNS = {
    "k": ("utf8", ["b", "a", "b", N, "c", "a", "b", "c", "b", "a"]),
    "g": ("int64", [2, 1, 2, 1, 1, 2, 2, 1, 1, 1]),
    "x": ("float64", [0.5, N, -1.5, 0.5, N, 2.25, 7.0, -1.5, 4.0, 0.5]),
    "n": ("int64", [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]),
    "b": ("bool", [True, False, True, True, False, False, True, False, True, True]),
    "when": ("timestamp[ns]", [0, 10**18, 5 * 10**17, N, 3, 4, 10**18, 6, 7, 8]),
}


def make():
    f = Frames("frames-tables")
    df = f.input("some", **COLUMNS)
    for agg in ("mean", "sum", "count", "min", "max"):
        for values in ("x", ["n"], ["x", "n"]):
            pivot(f, df, {"index": "k", "columns": "g", "values": values, "aggfunc": agg, "margins": True})
        pivot(f, df, {"index": "k", "columns": "b", "values": "x", "aggfunc": agg, "margins": True, "marginsName": "Total", "fillValue": -1})
        pivot(f, df, {"index": ["g", "k"], "columns": "b", "values": "n", "aggfunc": agg, "margins": True})
    for margins in (False, True):
        pivot(f, df, {"index": "k", "columns": "g", "values": "n", "aggfunc": ["sum", "max"], "margins": margins})
        pivot(f, df, {"index": "k", "columns": "g", "values": ["n", "x"], "aggfunc": ["mean", "count"], "margins": margins})
    pivot(f, df, {"index": "k", "columns": "g", "aggfunc": {"n": ["sum", "max"], "x": "mean"}})
    pivot(f, df, {"index": "k", "columns": "g", "aggfunc": {"n": "sum", "x": "mean"}, "fillValue": 0})
    for margins in (False, True):
        f.ask("some", [["crosstab", {"index": "k", "columns": "g", "margins": margins, "columnValues": values_of([1, 2])}]], lambda: flat(pd.crosstab(df.k, df.g, margins=margins), ["k"], 0, {}))
        f.ask("some", [["crosstab", {"index": ["g", "k"], "columns": "b", "margins": margins, "columnValues": [False, True]}]], lambda: flat(pd.crosstab([df.g, df.k], df.b, margins=margins), ["g", "k"], 0, {}, margins))
    f.ask("some", [["crosstab", {"index": "k", "columns": "g", "values": "x", "aggfunc": "sum", "columnValues": values_of([1, 2])}]], lambda: flat(pd.crosstab(df.k, df.g, values=df.x, aggfunc="sum"), ["k"], 0, {}))
    for normalize in (True, "all", "index", "columns"):
        for margins in (False, True):
            f.ask("some", [["crosstab", {"index": "k", "columns": "g", "normalize": normalize, "margins": margins, "columnValues": values_of([1, 2])}]], lambda: flat(pd.crosstab(df.k, df.g, normalize=normalize, margins=margins), ["k"], 0, {}, False))
        f.ask("some", [["crosstab", {"index": ["g", "k"], "columns": "b", "normalize": normalize, "columnValues": [False, True]}]], lambda: flat(pd.crosstab([df.g, df.k], df.b, normalize=normalize), ["g", "k"], 0, {}, False))
        f.ask("some", [["crosstab", {"index": "k", "columns": "g", "values": "n", "aggfunc": "mean", "normalize": normalize, "columnValues": values_of([1, 2])}]], lambda: flat(pd.crosstab(df.k, df.g, values=df.n, aggfunc="mean", normalize=normalize), ["k"], 0, {}))

    rng = np.random.default_rng(5)
    holes = lambda values, share: [N if rng.random() < share else v for v in values]
    wide = {
        "a": ("float64", holes(rng.normal(size=60).round(1).tolist(), 0.1)),
        "b": ("int64", holes(rng.integers(0, 9, 60).tolist(), 0.2)),
        "c": ("float64", rng.permutation(60).astype(float).tolist()),
        "d": ("bool", (rng.random(60) < 0.5).tolist()),
        "one": ("float64", [1.0] * 60),
        "g": ("utf8", [["u", "v", "w"][i] for i in rng.integers(0, 3, 60)]),
    }
    many = f.input("ranks", **wide)
    few = f.input("few", a=("float64", [1.0, N, 3.0]), b=("float64", [N, 2.0, 5.0]))
    numbers = many.drop(columns="g").astype("float64")
    for method in ("spearman", "kendall"):
        f.ask("ranks", [["select", "a", "b", "c", "d"], ["corr", {"method": method}]], lambda: labeled(numbers[["a", "b", "c", "d"]].corr(method)))
        f.ask("ranks", [["select", "a", "b", "c"], ["corr", {"method": method, "minPeriods": 50}]], lambda: labeled(numbers[["a", "b", "c"]].corr(method, min_periods=50)))
        f.ask("ranks", [["corrOf", "a", "b", method]], lambda: {"r": [numbers.a.corr(numbers.b, method)]})
        # A column that does not vary has no correlation: NaN, which is a number.
        f.ask("ranks", [["corrOf", "a", "one", method]], lambda: {"r": ["nan"]})
        # One row of both is too few.
        f.ask("few", [["corr", {"method": method}]], lambda: {"column": ["a", "b"], "a": [few.a.corr(few.a, method), None], "b": [None, few.b.corr(few.b, method)]})

    for options in ({"include": ["number"]}, {"include": "object"}, {"exclude": ["number", "bool", "datetime"]}, {"include": ["number", "bool"], "exclude": ["int64"]}, {"include": "float64", "percentiles": [0.1, 0.5]}):
        f.ask("some", [["describe", options]], lambda: described(df, options))
    f.write()


def values_of(values):
    return [{"bigint": str(v)} if type(v) is int else v for v in values]


def described(df, options):
    types = {"number": "number", "object": "object", "bool": "bool", "datetime": "datetime64", "int64": "int64", "float64": "float64"}
    given = {k: v if k == "percentiles" else [types[t] for t in ([v] if isinstance(v, str) else v)] for k, v in options.items()}
    percentiles = given.pop("percentiles", None)
    chosen = df.select_dtypes(**given)
    numbers = chosen.select_dtypes("number").columns
    # pandas' own describe of other columns fails under the promotion rules of NumPy 2. What is no number is told as text.
    text = lambda v: {True: "true", False: "false"}[v] if isinstance(v, (bool, np.bool_)) else str(v)
    named = lambda s: {"count": str(s.count()), "unique": str(s.nunique()), "top": text(s.mode()[0]), "freq": str(s.value_counts().max())}
    each = {c: chosen[c].describe(percentiles=percentiles).to_dict() if c in numbers else named(chosen[c]) for c in chosen}
    between = [f"{round(100 * q)}%" for q in (percentiles or [0.25, 0.5, 0.75])]
    known = {statistic for own in each.values() for statistic in own}
    rows = [r for r in ("count", "unique", "top", "freq", "mean", "std", "min", *between, "max") if r in known]
    return {"statistic": rows, **{c: [own.get(r) for r in rows] for c, own in each.items()}}


def labeled(made):
    return {"column": made.index.tolist(), **{c: made[c].tolist() for c in made}}


def flat(wide, keys, prefix, options, labeled=True):
    """A table as columns with flat names: levels joined, the last one's values as JSON writes them."""
    word = lambda v: {True: "true", False: "false"}[v] if isinstance(v, (bool, np.bool_)) else str(v)
    label = lambda v: str(v) if options.get("margins") or (labeled and "All" in wide.index.get_level_values(0)) else v
    result = {k: [label(v) for v in wide.index.get_level_values(i)] for i, k in enumerate(keys)}
    for column in wide:
        parts = list(column) if isinstance(column, tuple) else [column]
        result["_".join([*parts[:-1][prefix:], word(parts[-1])])] = wide[column].tolist()
    return result


def pivot(f, df, options):
    def answer():
        given = {{"fillValue": "fill_value", "marginsName": "margins_name"}.get(k, k): v for k, v in options.items()}
        keys = [given.pop("index")] if isinstance(options["index"], str) else given.pop("index")
        wide = df.pivot_table(index=keys, **given)
        aggs, values = options.get("aggfunc"), options.get("values")
        several = isinstance(values, list)
        names = values if several else [values] if values else list(aggs)
        # pandas sorts columns; here they are in the order in which they are asked for.
        columns = list(wide)
        if isinstance(aggs, dict):
            order = lambda c: (names.index(c[0]), aggs[c[0]].index(c[1]) if isinstance(aggs[c[0]], list) else 0)
            if any(isinstance(a, list) for a in aggs.values()):
                columns = sorted(columns, key=order)
                wide = wide[columns]
                # An aggregation that is alone has no name.
                wide.columns = pd.MultiIndex.from_tuples([c if isinstance(aggs[c[0]], list) else (c[0], "", c[2]) for c in columns])
            else:
                wide = wide[sorted(columns, key=lambda c: names.index(c[0]))]
        elif isinstance(aggs, list):
            wide = wide[sorted(columns, key=lambda c: (aggs.index(c[0]), names.index(c[1]) if several else 0))]
        elif several:
            wide = wide[sorted(columns, key=lambda c: names.index(c[0]))]
        made = flat(wide, keys, 0, options)
        made = {name.replace("__", "_"): values for name, values in made.items()}
        if "fillValue" in options:
            # The last row and column are not filled in pandas.
            made = {c: [options["fillValue"] if v != v else v for v in vs] if c not in keys else vs for c, vs in made.items()}
        return made

    values = [False, True] if options["columns"] == "b" else values_of([1, 2])
    f.ask("some", [["pivotTable", {**options, "columnValues": values}]], answer)
