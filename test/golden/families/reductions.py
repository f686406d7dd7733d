"""Reductions over no, some and all axes, of every dtype, with holes and without elements."""

import math

from ask import ALL, FLOATS, Family, count, edges, np

AXES = [None, 0, 1, -1, [0, 2], [0, 1, 2]]
PLAIN = "sum prod mean min max any all ptp countNonzero argmin argmax var std".split()
NAN = "nansum nanprod nanmean nanmin nanmax nanargmin nanargmax nanvar nanstd".split()
POSITIONS = ("argmin", "argmax", "nanargmin", "nanargmax", "countNonzero")
SPREAD = ("var", "std", "nanvar", "nanstd")


def dyadic(shape, seed, dtype):
    """Sums and products of few of these are exact in any order."""
    values = np.random.default_rng(seed).integers(-8, 9, shape) / 4
    return np.where(values == 0, 1, values).astype(dtype)


def ask(f, call, x, axis, options=None, **about):
    name = {"countNonzero": "count_nonzero"}.get(call, call)
    wide = call in (*SPREAD, "prod", "nanprod") and x.dtype.name in FLOATS

    def of(a, ax, **keywords):
        ax = tuple(ax) if isinstance(ax, list) else ax
        value = getattr(np, name)(a.astype("longdouble") if wide else a, ax, **keywords)
        return value.astype(a.dtype) if wide and "dtype" not in keywords else value

    counts = call in POSITIONS or (x.dtype == bool and call in ("sum", "nansum") and not (options or {}).get("dtype"))
    # The order of multiplication is not told.
    ulp = {"ulp": 8} if wide and "prod" in call else {"ulp": 4} if call in SPREAD else {"ulp": 1} if "mean" in call else {}
    f.ask(call, x, axis, of=of, options=options, convert=count if counts else None, **{**ulp, **about})


def every_dtype(f):
    for dtype in ALL:
        if dtype in FLOATS:
            x = dyadic((2, 3, 4), 1, dtype)
        else:
            x = np.random.default_rng(2).integers(0, 2 if dtype == "bool" else 9, (2, 3, 4)).astype(dtype)
        x = f.input(f"{dtype}/cube", x)
        for call in PLAIN + (["nansum", "nanmean", "nanmax"] if dtype not in FLOATS else []):
            for axis in AXES:
                if call in POSITIONS[:2] and isinstance(axis, list):
                    continue
                if dtype == "bool" and call in ("ptp", "var", "std") and axis is not None:
                    continue
                ask(f, call, x, axis)
        e = f.input(f"{dtype}/edges", edges(dtype))
        for call in "sum prod min max any all argmin argmax countNonzero".split() + (NAN if dtype in FLOATS else []):
            if call in SPREAD or "mean" in call or (call in ("sum", "prod", "nansum", "nanprod") and dtype in FLOATS):
                continue
            ask(f, call, e, None)


def holes(f):
    for dtype in FLOATS:
        x = dyadic((3, 4, 5), 3, dtype)
        x[np.random.default_rng(4).random(x.shape) < 0.3] = np.nan
        x[:, 1, 2] = np.nan
        x = f.input(f"{dtype}/holes", x)
        for call in PLAIN + NAN:
            for axis in [None, 0, 2, [1, 2]]:
                if "arg" in call and isinstance(axis, list):
                    continue
                ask(f, call, x, axis)
    for values in ([np.nan], [np.nan, np.nan], [np.nan, np.inf], [np.inf, -np.inf], [-np.inf, np.nan, 1], [3, 1, np.nan, 1], [0.0, -0.0], [-0.0, 0.0], [np.inf, np.inf]):
        x = np.array(values)
        for call in "sum prod mean min max argmin argmax any all nansum nanprod nanmean nanmin nanmax nanargmin nanargmax var nanvar ptp".split():
            # Whether -0 or 0 is the least of both is not told.
            if call == "nanargmin" and np.isnan(values[0]) and np.inf in values:
                continue  # NumPy puts infinity in the place of NaN and finds that
            about = {"anyZero": True} if call in ("min", "max", "nanmin", "nanmax", "ptp") else {}
            ask(f, call, x, 0, **about)


def options(f):
    x = f.named["float64/cube"]
    for call in "sum mean max argmax any var".split():
        for axis in (None, 1, -1):
            ask(f, call, x, axis, {"keepdims": True})
        if call != "argmax":
            ask(f, call, x, [0, 2], {"keepdims": True})
    for call in SPREAD:
        for ddof in (1, 2, 24, 30):
            ask(f, call, x, None, {"ddof": ddof})
        ask(f, call, x, 0, {"ddof": 1})
        ask(f, call, x, [0, 1], {"ddof": 1, "keepdims": True})
    for dtype in ("int8", "float32", "float64", "int64", "uint8"):
        for call in ("sum", "prod"):
            ask(f, call, f.named["int16/cube"], 1, {"dtype": dtype})
        ask(f, "sum", f.named["bool/cube"], 1, {"dtype": dtype})
    for dtype in FLOATS:
        ask(f, "mean", f.named["int16/cube"], 1, {"dtype": dtype})
        ask(f, "mean", f.named["float32/cube"], 1, {"dtype": dtype})


def empties(f):
    for shape in [(0,), (0, 3), (3, 0), (2, 0, 3)]:
        x = np.zeros(shape)
        for call in "sum prod mean min max any all argmin argmax nansum nanmean var std countNonzero nanmax".split():
            for axis in (None, 0, -1):
                ask(f, call, x, axis)
    for dtype in ("bool", "int8", "uint16", "float32"):
        for call in "sum prod mean any all".split():
            ask(f, call, np.zeros((0,), dtype), None)
    for call in PLAIN:
        ask(f, call, np.array(-2.5), None)
        ask(f, call, np.array([[[7.0]]]), None)
    ask(f, "sum", np.zeros((2, 3)), 2)
    ask(f, "sum", np.zeros((2, 3)), -3)
    ask(f, "sum", np.zeros((2, 3)), [0, 0])


def accuracy(f):
    rng = np.random.default_rng(9)
    for dtype, ulp in (("float64", 1), ("float32", 1)):
        x = f.input(f"{dtype}/long", rng.random(700).astype(dtype))
        exact = [float(v) for v in x]
        mean = math.fsum(exact) / len(exact)
        f.ask("sum", x, of=lambda a: np.array(math.fsum(exact)).astype(a.dtype), ulp=ulp)
        f.ask("mean", x, of=lambda a: np.array(mean).astype(a.dtype), ulp=ulp)
        f.ask("var", x, of=lambda a: np.array(math.fsum((v - mean) ** 2 for v in exact) / len(exact)).astype(a.dtype), ulp=2)
    far = f.input("far", 1e9 + np.arange(100.0))
    f.ask("var", far, ulp=2)
    f.ask("std", far, ulp=2)
    # Cancellation: what is left is what a plain sum would lose.
    f.ask("sum", np.array([1e16, 1.0, -1e16] * 3), of=lambda a: np.array(math.fsum(a)), atol=6.0)
    big = f.input("big", np.array([2**62, 2**62, 2**53 + 1, -5], "int64"))
    f.ask("sum", big)
    f.ask("prod", big)
    f.ask("sum", np.array([2**64 - 1, 5], "uint64"))
    f.ask("mean", np.array([2**53, 2, 4], "int64"))


def averages(f):
    x = f.named["float64/cube"]
    f.ask("average", x)
    f.ask("average", x, 1, ulp=1)
    f.ask("average", x, 2, options={"weights": np.array([1.0, 2.0, 0.0, 5.0])}, ulp=2)
    f.ask("average", x, None, options={"weights": np.arange(1.0, 25.0).reshape(2, 3, 4)}, ulp=2)
    for values in ([3, 1, 2], [4, 1, 3, 2], [1, np.nan, 3], [5], [-0.0, 0.0], [np.inf, -np.inf, 1], []):
        f.ask("median", np.array(values, "float64"), ulp=0)
        f.ask("nanmedian", np.array(values, "float64"), ulp=0)
    for axis in (None, 0, 1, -1, [0, 2]):
        for name in ("float64/cube", "float64/holes", "int32/cube", "float32/cube"):
            for call in ("median", "nanmedian"):
                f.ask(call, f.named[name], axis, of=lambda a, ax, c=call: getattr(np, c)(a, tuple(ax) if isinstance(ax, list) else ax))
    f.ask("median", x, 1, options={"keepdims": True})


def make():
    f = Family("reductions")
    for part in (every_dtype, holes, options, empties, accuracy, averages):
        part(f)
    f.write()
