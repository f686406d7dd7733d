"""Arrays longer than a tile, a panel, a vector: made by a formula on both sides. Answers are exact, and told by a digest when they are long."""

import hashlib

from ask import Family, count, np
from encode import array

FORMULAS = {
    # name: shape, multiplier, modulus, offset, divisor, dtype, every how many a NaN
    "line/float64": ([100_003], 7919, 4001, 2000, 8, "float64", 0),
    "line/float32": ([20_011], 7919, 1021, 500, 4, "float32", 0),
    "line/holes": ([20_011], 7919, 4001, 2000, 8, "float64", 13),
    "line/int64": ([50_021], 104729, 9973, 4000, 1, "int64", 0),
    "line/int16": ([20_011], 7919, 4001, 2000, 1, "int16", 0),
    "line/uint8": ([20_011], 7919, 251, 0, 1, "uint8", 0),
    "line/distinct": ([10_007], 7919, 10_007, 0, 1, "float64", 0),
    "wide/float64": ([37, 2501], 7919, 4001, 2000, 8, "float64", 0),
    "tall/float64": ([2501, 37], 7919, 4001, 2000, 8, "float64", 0),
    "tall/int32": ([2501, 37], 104729, 9973, 4000, 1, "int32", 0),
    "cube/float32": ([31, 47, 53], 7919, 1021, 500, 4, "float32", 0),
    "cube/holes": ([31, 47, 53], 7919, 4001, 2000, 8, "float64", 7),
    "line/rising": ([10_007], 1, 10_007, 0, 1, "float64", 0),
    "line/bool": ([20_011], 7919, 3, 0, 1, "bool", 0),
    "short/int32": ([37, 50], 7919, 97, 40, 1, "int32", 0),
    "square/float64": ([130, 130], 31, 17, 8, 4, "float64", 0),
}


def formula(shape, multiplier, modulus, offset, divisor, dtype, nan):
    i = np.arange(int(np.prod(shape)), dtype="int64")
    values = (i * multiplier % modulus - offset) / divisor if divisor != 1 or "float" in dtype else i * multiplier % modulus - offset
    values = values.astype(dtype)
    if nan:
        values[i % nan == 0] = np.nan
    return values.reshape(shape)


def told(value):
    value = np.asarray(value)
    if value.size <= 40:
        return array(value)
    # Zeros and NaNs of any kind have the same digest.
    plain = np.where(np.isnan(value), np.nan, value + np.zeros((), value.dtype)).astype(value.dtype) if value.dtype.kind == "f" else value
    return {"dtype": value.dtype.name, "shape": list(value.shape), "sha256": hashlib.sha256(np.ascontiguousarray(plain).tobytes()).hexdigest()}


class Large(Family):
    def answer(self, ask):
        value = ask()
        return {"several": [told(v) for v in value]} if isinstance(value, (tuple, list)) else told(value)


def make():
    f = Large("large")
    for name, parts in FORMULAS.items():
        value = formula(*parts)
        f.names[id(value)] = (name, value)
        f.named[name] = value
        shape, multiplier, modulus, offset, divisor, dtype, nan = parts
        f.inputs[name] = dict(shape=shape, multiplier=multiplier, modulus=modulus, offset=offset, divisor=divisor, dtype=dtype, nan=nan)
    x = f.named
    for name in FORMULAS:
        if name in ("line/rising", "line/bool", "short/int32"):
            continue
        a = x[name]
        axes = [None] if a.ndim == 1 else [None, *range(a.ndim)]
        floats, holes = a.dtype.kind == "f", "holes" in name
        for axis in axes:
            for call in "sum min max any all countNonzero argmin argmax".split() + (["nansum", "nanmin", "nanmax"] if holes else ["mean"]):
                counts = call in ("argmin", "argmax", "countNonzero")
                wide = call in ("sum", "mean", "nansum") and floats
                f.ask(call, a, axis, of=lambda v, ax, c=call, w=wide: reduced(v, ax, c, w), convert=count if counts else None)
            f.ask("cumsum", a, axis, of=lambda v, ax: np.cumsum(v.astype("float64") if v.dtype.kind == "f" else v, ax).astype(v.dtype if v.dtype.kind == "f" else "uint64" if v.dtype.kind == "u" else "int64"))
            f.ask("sort", a, axis)
            f.ask("argsort", a, axis, of=lambda v, ax: np.argsort(v, ax, kind="stable"), convert=count)
            f.ask("median", a, axis, of=lambda v, ax: np.median(v, ax))
            f.ask("quantile", a, [0.0, 0.25, 1.0], axis, of=lambda v, q, ax: np.quantile(v.astype("float64"), q, ax).astype("float32" if v.dtype == "float32" else "float64"))
        f.ask("unique", a)
        f.ask("add", a, a)
        f.ask("multiply", a, a)
        f.ask("less", a, 3)
        f.ask("negative", a)
        f.ask("absolute", a)
        f.ask("maximum", a, f.named["line/uint8"][:1])
        f.ask("flip", a, 0)
        f.ask("reshape", a, [-1])
        f.ask("roll", a, 777, None)
        f.ask("diff", a, 1, 0)
        f.ask("clip", a, -100 if a.dtype.kind != "u" else 3, 100)
        f.ask("get", a, slice(None, None, -3), of=lambda v, s: v[s])
        f.ask("get", a, slice(5, -7, 2), of=lambda v, s: v[s])
        f.ask("get", a, np.array([3, -1, 0, 11, 3]), of=lambda v, i: v[i])
        f.ask("repeat", a, 2, 0)
        f.ask("pad", a, 3, "reflect")
        f.ask("concatenate", [a, a], 0)
    for name in ("wide/float64", "tall/int32", "cube/float32"):
        f.ask("transpose", x[name])
        f.ask("take", x[name], np.arange(0, 37, 5) % x[name].shape[1], 1)
    f.ask("matmul", x["wide/float64"], x["tall/float64"])
    f.ask("matmul", x["square/float64"], x["square/float64"])
    f.ask("matmul", x["tall/int32"], x["short/int32"])
    f.ask("dot", x["line/float64"], x["line/float64"])
    f.ask("einsum", "ij,kj->ik", x["square/float64"], x["square/float64"])
    f.ask("topk", x["line/distinct"], 25, of=lambda v, k: np.sort(v)[::-1][:k])
    f.ask("argtopk", x["line/distinct"], -25, of=lambda v, k: np.argsort(v)[:-k], convert=count)
    f.ask("sum", x["line/bool"], convert=count)
    f.ask("flatnonzero", x["line/bool"], convert=count)
    f.ask("bincount", x["line/uint8"], convert=count)
    f.ask("histogram", x["line/float64"], 50, options={"range": [-250.0, 250.0]}, convert=lambda v: (count(v[0]), v[1]))
    f.ask("searchsorted", x["line/rising"], x["line/float64"], convert=count)
    f.ask("digitize", x["line/float64"], np.linspace(-200, 200, 33), convert=count)
    f.ask("where", x["line/bool"], x["line/holes"], 0.5)
    f.ask("get", x["line/float32"], x["line/bool"], of=lambda v, m: v[m])
    f.cases.append({"call": "var", "args": ["@wide/float64", 1], "ulp": 4, "result": array(np.var(x["wide/float64"].astype("longdouble"), 1).astype("float64"))})
    f.cases.append({"call": "std", "args": ["@tall/float64", 0], "ulp": 4, "result": array(np.std(x["tall/float64"].astype("longdouble"), 0).astype("float64"))})
    f.write()


def reduced(value, axis, call, wide):
    """Sums of these are exact in float64; NumPy adds float32 in float32."""
    name = "count_nonzero" if call == "countNonzero" else call
    answer = getattr(np, name)(value.astype("longdouble") if wide else value, axis)
    return np.asarray(answer).astype(value.dtype) if wide else answer

