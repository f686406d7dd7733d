"""Functions of one number, compared in units in the last place with answers from long double."""

from ask import ALL, FLOATS, INTS, Family, edges, np

# Largest distance from the true value, in units in the last place.
ULP = dict(exp=1, exp2=1, expm1=1, log=1, log2=1, log10=1, log1p=1, cbrt=1, sin=2, cos=2, tan=2, tanh=2, sinh=2, cosh=2)
ULP |= dict(arcsin=2, arccos=2, arctan=2, arcsinh=2, arccosh=2, arctanh=2, deg2rad=1, rad2deg=1, sinc=4, i0=8)
EXACT = "sqrt square reciprocal negative positive absolute fabs sign floor ceil trunc rint fix spacing signbit isnan isinf isfinite modf frexp".split()
HALF = ("bool", "int8", "uint8")


def long(call):
    def ask(x):
        wide = x.astype("longdouble")
        if call == "sinc":
            return np.where(wide == 0, 1, np.sin(PI * wide) / (PI * wide)).astype(x.dtype)
        if call in ("deg2rad", "rad2deg"):
            return (wide * (PI / 180 if call == "deg2rad" else 180 / PI)).astype(x.dtype)
        return getattr(np, call)(wide).astype(x.dtype)

    return ask


PI = np.longdouble("3.14159265358979323846264338327950288")


def ordinary(dtype):
    rng = np.random.default_rng(7)
    scale = 1 if dtype == "float64" else 0.25
    parts = [np.linspace(-1, 1, 21), rng.normal(size=20) * 10, np.exp(rng.normal(size=20) * 8 * scale), [2, 8, 1000, 10.0**10, np.pi, np.pi / 2, 709.5 * scale / 2, -745 * scale / 2, 88.5]]
    return np.concatenate(parts).astype(dtype)


def functions(f):
    for dtype in FLOATS:
        e, o = f.input(f"{dtype}/edges", edges(dtype)), f.input(f"{dtype}/ordinary", ordinary(dtype))
        unit = f.input(f"{dtype}/unit", np.linspace(-1, 1, 41).astype(dtype))
        turns = f.input(f"{dtype}/turns", (np.linspace(-50, 50, 41) + 0.1).astype(dtype))
        for call, ulp in ULP.items():
            for x in (e, unit, turns if call in ("sin", "cos", "tan", "sinc") else o):
                if call == "sinc":
                    x_ok = x[np.isfinite(x)]
                    f.ask(call, x_ok, of=long(call), ulp=ulp, atol=1e-15 if dtype == "float64" else 1e-7)
                elif call == "i0":
                    f.ask(call, np.abs(x[np.isfinite(x) & (np.abs(x) < 80)]), ulp=ulp)
                else:
                    f.ask(call, x, of=long(call), ulp=ulp)
        for call in EXACT:
            for x in (e, o):
                f.ask(call, x)


def of_integers(f):
    for dtype in ["bool"] + INTS:
        x = f.input(f"{dtype}/edges", edges(dtype))
        small = f.input(f"{dtype}/small", np.array([0, 1] if dtype == "bool" else [0, 1, 2, 9, 100], dtype))
        for call in "absolute negative sign square invert logicalNot isnan isinf isfinite signbit".split():
            f.ask(call, x)
        f.ask("sqrt", small, of=lambda x: np.sqrt(x.astype("float64") if x.dtype.name in HALF else x))
        for call in "floor ceil trunc".split():
            f.ask(call, small, of=lambda x: x)  # integers since NumPy 2.1
        if dtype not in HALF:
            f.ask("exp", small[:3], of=lambda x: np.exp(x.astype(np.sqrt(x).dtype).astype("longdouble")).astype(np.sqrt(x).dtype), ulp=1)
    f.ask("invert", np.array([1.5]))


def rounding(f):
    x = f.input("halves", np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.125, 2.675, 1234.5678, -0.04, 1e300, np.nan, np.inf]))
    for decimals in (0, 1, 2, -1, -2):
        f.ask("round", x, decimals)
        f.ask("round", f.inputs_of["int"], decimals)
    f.ask("around", x)
    f.ask("nanToNum", np.array([np.nan, np.inf, -np.inf, 1.5]))
    f.ask("nanToNum", np.array([np.nan, np.inf, -np.inf, 1.5], "float32"))
    f.ask("nanToNum", np.array([np.nan, np.inf, -np.inf, 1.5]), options={"nan": 7.0, "posinf": 8.0, "neginf": -8.0})
    f.ask("isclose", np.array([1.0, 1.0, np.nan, np.inf, 0.0]), np.array([1.0 + 1e-9, 1.1, np.nan, np.inf, 1e-9]))
    f.ask("isclose", np.array([1.0, np.nan]), np.array([1.05, np.nan]), options={"rtol": 0.1, "equalNan": True})
    f.ask("allclose", np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-9]))


def casts(f):
    values = np.array([0.0, 0.9, -0.9, 1.5, 100.7, -100.2])
    for source in ALL:
        x = f.input(f"{source}/cast", np.array([0, 1], source) if source == "bool" else np.array([0, 1, 2, 100, np.iinfo(source).max, np.iinfo(source).min], source) if source in INTS else values.astype(source))
        for target in ALL:
            # What does not fit an integer wraps around; from a float it is undefined, so it is not asked.
            fits = x if source not in FLOATS or not target.startswith("uint") else np.abs(x)
            f.ask("astype", fits, target, of=lambda a, d: a.astype(d))


def make():
    f = Family("math")
    f.inputs_of = {"int": f.input("int/decimals", np.array([0, 5, 15, 25, -15, 149, 150, 251], "int32"))}
    functions(f)
    of_integers(f)
    rounding(f)
    casts(f)
    f.write()
