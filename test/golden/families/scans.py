"""Running sums and products, differences."""

from ask import ALL, FLOATS, INTS, Family, count, edges, np


def make():
    f = Family("scans")
    rng = np.random.default_rng(11)
    for dtype in ALL:
        x = f.input(f"{dtype}/cube", (rng.integers(-4, 5, (2, 3, 4)) / (2 if dtype in FLOATS else 1)).astype(dtype) if not dtype.startswith("u") and dtype != "bool" else rng.integers(0, 2 if dtype == "bool" else 5, (2, 3, 4)).astype(dtype))
        for call in ("cumsum", "cumprod", "nancumsum"):
            for axis in (None, 0, 1, -1):
                f.ask(call, x, axis, convert=count if dtype == "bool" and call != "cumprod" else None)
        for n, axis in ((1, -1), (1, 0), (2, 1), (0, 0), (5, 0)):
            f.ask("diff", x, n, axis)
        if dtype in INTS:
            f.ask("cumsum", edges(dtype), 0)
            f.ask("cumprod", edges(dtype), 0)
            f.ask("diff", edges(dtype))
    for dtype in FLOATS:
        holes = f.input(f"{dtype}/holes", np.array([[1, np.nan, 3, 4.5], [np.nan, np.nan, -0.0, np.inf], [2, -np.inf, 1, 8]], dtype))
        for call in ("cumsum", "cumprod", "nancumsum", "nancumprod"):
            for axis in (None, 0, 1):
                f.ask(call, holes, axis)
    small = np.array([100, 100, 100], "int8")
    f.ask("cumsum", small, 0, options={"dtype": "int8"})
    f.ask("cumsum", small, 0, options={"dtype": "float32"})
    for shape in [(0,), (0, 3), (3, 0), (1,)]:
        f.ask("cumsum", np.zeros(shape), 0)
        f.ask("diff", np.zeros(shape))
    f.ask("cumsum", np.array([1.0]), 1)
    f.ask("diff", np.array([1.0, 4.0, 9.0]), -1)
    f.ask("diff", np.array([1.0, 4.0, 9.0]), 1, 0, options={"prepend": 0.0})
    f.ask("diff", np.array([[1.0, 4.0], [9.0, 2.0]]), 2, 0, options={"append": np.array([[5.0, 6.0]])})
    f.write()
