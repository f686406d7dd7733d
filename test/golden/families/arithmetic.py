"""Arithmetic, comparison, logic and bits: every dtype with itself over its edges, with every other dtype, and with scalars."""

import operator

from ask import ALL, FLOATS, INTS, NUMERIC, Bigint, Family, edges, np

EXACT = "add subtract multiply divide floorDivide mod fmod maximum minimum fmax fmin".split()
COMPARE = "equal notEqual less lessEqual greater greaterEqual".split()
LOGIC = "logicalAnd logicalOr logicalXor".split()
BITS = "bitwiseAnd bitwiseOr bitwiseXor".split()
SHIFTS = "leftShift rightShift".split()
FLOAT_ONLY = "copysign nextafter".split()
ROUNDED = "hypot arctan2 logaddexp logaddexp2 floatPower".split()

# Everything for which NumPy 1.24 and NumPy 2 differ between int64 and uint64: NumPy 2 compares exactly.
EXACTLY = dict(equal=operator.eq, notEqual=operator.ne, less=operator.lt, lessEqual=operator.le, greater=operator.gt, greaterEqual=operator.ge)


def same_dtype(f):
    for dtype in ALL:
        e = edges(dtype)
        column, line = f.input(f"{dtype}/column", e[:, None]), f.input(f"{dtype}/line", e)
        calls = COMPARE + LOGIC + [c for c in EXACT if dtype != "bool" or c not in ("subtract", "floorDivide", "mod", "fmod")]
        calls += BITS if dtype not in FLOATS else FLOAT_ONLY + ["heaviside"]
        calls += SHIFTS + ["gcd", "lcm"] if dtype in INTS else []
        for call in calls:
            f.ask(call, column, line)
        for call in ROUNDED if dtype in FLOATS else []:
            wide = [np.asarray(a).astype("longdouble") for a in (column, line)]
            f.ask(call, column, line, of=reference(call, wide), ulp=2 if call != "floatPower" else 1)
    f.ask("subtract", np.array([True]), np.array([True]))
    for call in BITS + SHIFTS:
        f.ask(call, np.array([1.0]), np.array([1.0]))


def reference(call, wide):
    """The answer in long double, rounded once: NumPy's own functions are less accurate than ours need to be."""
    return lambda x, y: getattr(np, {"floatPower": "power"}.get(call, call))(*wide).astype("float64" if call == "floatPower" else x.dtype)


def powers(f):
    for dtype in INTS:
        info = np.iinfo(dtype)
        base = np.array([0, 1, 2, 3, 7, info.max, info.min], dtype)[:, None]
        f.ask("power", base, np.array([0, 1, 2, 3, 5, 8, 63, 64], dtype))
    f.ask("power", np.array([2, 3]), np.array([1, -1]))
    for dtype in FLOATS:
        column, line = f.input(f"{dtype}/base", np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, -2, -1, 0.5, 1, 2, 3.7, 1e20], dtype)[:, None]), f.input(
            f"{dtype}/exponent", np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, -3, -2, -1, -0.5, 0.5, 1, 2, 3, 2.5, 17], dtype)
        )
        f.ask("power", column, line, of=lambda x, y: np.power(x.astype("longdouble"), y.astype("longdouble")).astype(x.dtype), ulp=1)


def mixed(f):
    for a in ALL:
        x = f.input(f"{a}/small", np.array([0, 1, 1] if a == "bool" else [1, 100, 3], a))
        y = f.input(f"{a}/few", np.array([1, 0, 1] if a == "bool" else [2, 3, 50], a))
        f.mixed = getattr(f, "mixed", []) + [(a, x, y)]
    for a, x, _ in f.mixed:
        for b, _, y in f.mixed:
            if a == b:
                continue
            for call in ("add", "multiply", "divide", "less"):
                f.ask(call, x, y)
            if a not in FLOATS and b not in FLOATS:
                f.ask("bitwiseXor", x, y)


def exact_comparisons(f):
    signed, unsigned = np.array([-1, 2**62, 2**63 - 1], "int64"), np.array([2**64 - 1, 2**62 + 1, 2**63], "uint64")
    for call, compare in EXACTLY.items():
        f.ask(call, signed, unsigned, of=lambda x, y, c=compare: np.array([c(int(a), int(b)) for a, b in zip(x, y)]))


def scalars(f):
    for dtype, x, _ in f.mixed:
        for scalar in (2, -1, 0.5, True, Bigint(3), float("inf")):
            negative = scalar == -1 and dtype.startswith("uint")
            for call in ("add", "multiply", "divide", "less"):
                if not negative:
                    f.ask(call, x, scalar)
                    f.ask(call, scalar, x)
    for dtype in INTS:
        info = np.iinfo(dtype)
        x = np.array([1], dtype)
        # NumPy 2 raises where 1.24 wraps around.
        for beyond in (Bigint(info.max + 1), Bigint(info.min - 1), 1e20):
            f.record("add", [x, beyond], None, {"error": "OverflowError"})
        f.ask("add", x, Bigint(info.max))


def shapes(f):
    def zeros(*shape):
        return np.arange(float(np.prod(shape))).reshape(shape)

    pairs = [((3, 1), (1, 4)), ((2, 3), (3,)), ((), (2, 2)), ((), ()), ((0,), (1,)), ((0, 3), (3,)), ((2, 1, 3), (4, 1)), ((1,), (1,)), ((5, 1, 1), (1, 0, 2)), ((1, 1), (3,))]
    for a, b in pairs:
        f.ask("add", zeros(*a), zeros(*b))
    for a, b in [((3,), (4,)), ((2, 3), (2,)), ((0,), (2,))]:
        f.ask("add", zeros(*a), zeros(*b))


def make():
    f = Family("arithmetic")
    for part in (same_dtype, powers, mixed, exact_comparisons, scalars, shapes):
        part(f)
    for dtype in NUMERIC:
        f.ask("divmod", f.input(f"{dtype}/dividend", edges(dtype)[:, None]), f.input(f"{dtype}/divisor", edges(dtype)[5:12]))
    f.ask("ldexp", np.array([1.5, -3.0, 0.0, np.inf, np.nan, 1e308, 5e-324]), np.array([3, -1, 5, 2, 2, 10, -1], "int32"))
    f.write()
