"""The questions of db-benchmark in pandas, as its own scripts ask them."""

import json
import os
import warnings

import numpy as np
import pandas as pd


warnings.simplefilter("ignore", FutureWarning)


def load(folder, texts="category"):
    """A table as `bench/data/db-benchmark.mjs` writes it. Texts are categories, as in db-benchmark, or objects."""
    columns = {}
    for field in json.load(open(os.path.join(folder, "columns.json"))):
        path = os.path.join(folder, field["name"])
        is_text = field["type"] in ("category", "utf8")
        values = np.fromfile(path + ".column", dtype="int32" if is_text else field["type"])
        if is_text:
            lines = np.array(open(path + ".texts").read().split("\n"), dtype=object)
            values = pd.Categorical.from_codes(values, pd.Index(lines)) if texts == "category" else lines[values]
        columns[field["name"]] = values
    return pd.DataFrame(columns, copy=False)


def total(answer, keys):
    summed = answer.drop(columns=[key for key in keys if key in answer.columns])
    return lambda: float(summed.sum().sum()) + len(answer)


ids = ["id1", "id2", "id3", "id4", "id5", "id6"]


def groupby_queries(folder, **_):
    x = load(folder)

    def by(*keys):
        return x.groupby(list(keys), as_index=False, sort=False, observed=True, dropna=False)

    def largest():
        return x[["id6", "v3"]].sort_values("v3", ascending=False).groupby("id6", as_index=False, sort=False, observed=True).head(2)

    def regression():
        pairs = x[["id2", "id4", "v1", "v2"]].groupby(["id2", "id4"], as_index=False, sort=False, observed=True)
        return pairs.apply(lambda rows: pd.Series({"r2": rows.corr()["v1"]["v2"] ** 2}))

    queries = dict(
        q1=lambda: by("id1").agg({"v1": "sum"}),
        q2=lambda: by("id1", "id2").agg({"v1": "sum"}),
        q3=lambda: by("id3").agg({"v1": "sum", "v3": "mean"}),
        q4=lambda: by("id4").agg({"v1": "mean", "v2": "mean", "v3": "mean"}),
        q5=lambda: by("id6").agg({"v1": "sum", "v2": "sum", "v3": "sum"}),
        q6=lambda: by("id4", "id5").agg({"v3": ["median", "std"]}),
        q7=lambda: by("id3").agg({"v1": "max", "v2": "min"}).assign(range=lambda rows: rows["v1"] - rows["v2"])[["id3", "range"]],
        q8=largest,
        q9=regression,
        q10=lambda: by(*ids).agg({"v3": "sum", "v1": "size"}),
    )

    def run(query):
        answer = queries[query]()
        answer.columns = [name if isinstance(name, str) else "_".join(filter(None, name)) for name in answer.columns]
        return total(answer, ids)

    return run


def join_queries(folder, **_):
    x, small, medium, big = (load(os.path.join(folder, name)) for name in ("x", "small", "medium", "big"))
    queries = dict(
        q1=lambda: x.merge(small, on="id1"),
        q2=lambda: x.merge(medium, on="id2"),
        q3=lambda: x.merge(medium, how="left", on="id2"),
        q4=lambda: x.merge(medium, on="id5"),
        q5=lambda: x.merge(big, on="id3"),
    )
    return lambda query: total(queries[query]()[["v1", "v2"]], [])


def sort_queries(folder, **_):
    x = load(folder, texts="object")
    queries = dict(int=lambda: x[["number", "value"]].sort_values("number"), text=lambda: x[["text", "value"]].sort_values("text"))

    def run(query):
        answer = queries[query]()
        return lambda: places(answer.iloc[::1000, 0])

    return run


def window_queries(folder, **_):
    x = load(folder, texts="object")

    def run(query):
        answer = getattr(x["value"].rolling(100), query)()
        return lambda: float(answer.sum()) + len(answer)

    return run


def places(keys):
    """Where keys are: every thousandth, times its row modulo 1009."""
    numbers = keys.str[1:].astype("float64") if keys.dtype == object else keys.astype("float64") / 1e12
    return float((numbers.to_numpy() * ((1000 * np.arange(len(keys))) % 1009)).sum())
