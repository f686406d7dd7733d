"""Sorting, ranks, unique values, counting into bins, quantiles."""

from ask import ALL, Family, count, edges, np

METHODS = "inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull linear median_unbiased normal_unbiased lower higher midpoint nearest".split()


def sorting(f):
    rng = np.random.default_rng(21)
    for dtype in ALL:
        e = edges(dtype)
        shuffled = f.input(f"{dtype}/shuffled", np.concatenate([e, e[::2]])[rng.permutation(len(e) + len(e[::2]))])
        f.ask("sort", shuffled, of=lambda x: np.sort(x, kind="stable"), anyZero=True)
        f.ask("argsort", shuffled, of=lambda x: np.argsort(x, kind="stable"), convert=count)
        f.ask("unique", shuffled, anyZero=True)
        square = f.input(f"{dtype}/table", rng.integers(0, 2 if dtype == "bool" else 20, (4, 6)).astype(dtype))
        for axis in (0, 1, -1):
            f.ask("sort", square, axis, of=lambda x, a: np.sort(x, a, kind="stable"))
            f.ask("argsort", square, axis, of=lambda x, a: np.argsort(x, a, kind="stable"), convert=count)
        f.ask("unique", square)
    f.ask("sort", f.named["int32/table"], None)
    for shape in [(0,), (1,), (0, 3), (3, 0), (2, 1)]:
        f.ask("sort", np.zeros(shape))
        f.ask("argsort", np.zeros(shape), convert=count)
    f.ask("sort", np.zeros(3), 1)
    for kind in ("quicksort", "mergesort", "heapsort", "stable"):
        f.ask("sort", f.named["int32/table"], 0, options={"kind": kind})
    f.ask("argsort", f.named["int32/table"], 0, options={"kind": "stable"}, convert=count)


def top(f):
    rng = np.random.default_rng(22)
    for dtype in ("int16", "float64", "uint64", "float32"):
        x = f.input(f"{dtype}/distinct", rng.permutation(30).reshape(5, 6).astype(dtype))
        for k in (1, 3, 6, 9, -2, -9):
            for axis in (-1, 0):
                f.ask("topk", x, k, axis, of=lambda a, n, ax: best(a, n, ax, np.sort))
                f.ask("argtopk", x, k, axis, of=lambda a, n, ax: best(a, n, ax, np.argsort), convert=count)
    f.ask("topk", np.array([1.0, np.nan, 3.0]), 2, of=lambda a, n: np.array([np.nan, 3.0]))


def best(x, k, axis, by):
    order = by(x, axis)
    n = x.shape[axis]
    positions = range(n - 1, max(n - k, 0) - 1, -1) if k > 0 else range(min(-k, n))
    return np.take(order, list(positions), axis)


def uniques(f):
    x = f.input("repeats", np.array([3.0, 1.0, 3.0, np.nan, 2.0, 1.0, np.nan, -0.5]))
    i = f.input("int/repeats", np.array([5, 2, 5, 9, 2, 2], "int16"))
    for a in (x, i):
        for wanted in (["returnIndex"], ["returnInverse"], ["returnCounts"], ["returnIndex", "returnInverse", "returnCounts"]):
            f.ask("unique", a, options={w: True for w in wanted}, convert=lambda v: (v[0], *count(v[1:])))
    f.ask("unique", np.zeros(0))


def search(f):
    for dtype in ("float64", "int32", "uint8", "int64"):
        a = f.input(f"{dtype}/sorted", np.array([1, 2, 2, 2, 5, 9], dtype))
        v = f.input(f"{dtype}/sought", np.array([0, 1, 2, 3, 9, 10], dtype))
        for side in ("left", "right"):
            f.ask("searchsorted", a, v, options={"side": side}, convert=count)
    f.ask("searchsorted", np.array([1.0, 2.0, np.nan]), np.array([[np.nan, 0.5], [np.inf, 2.0]]), convert=count)
    f.ask("searchsorted", np.zeros(0), np.array([1.0]), convert=count)


def bins(f):
    x = f.input("votes", np.array([0, 3, 1, 3, 3, 7], "int64"))
    f.ask("bincount", x, convert=count)
    f.ask("bincount", x, options={"minlength": 12}, convert=count)
    f.ask("bincount", x, options={"minlength": 3}, convert=count)
    f.ask("bincount", x, options={"weights": np.array([0.5, 1.5, 2.0, -1.0, 4.0, 0.25])})
    f.ask("bincount", np.array([], "int64"), options={"minlength": 2}, convert=count)
    f.ask("bincount", np.array([1, -1]), convert=count)
    values = f.input("values", np.array([0.0, 0.1, 0.5, 0.75, 1.0, 1.5, 2.0, 2.0, -0.5, 2.5]))
    edge_list = f.input("bin edges", np.array([0.0, 0.5, 1.0, 2.0]))
    f.ask("histogram", values, edge_list, convert=lambda v: (count(v[0]), v[1]))
    f.ask("histogram", values, 4, options={"range": [0.0, 2.0]}, convert=lambda v: (count(v[0]), v[1]))
    f.ask("histogram", values, 3, options={"range": [0.0, 0.3]}, convert=lambda v: (count(v[0]), v[1]), ulp=1)
    f.ask("histogram", values, edge_list, options={"density": True}, ulp=1)
    f.ask("histogram", values, edge_list, options={"weights": np.arange(10.0)})
    f.ask("histogram", values, np.array([0.0, 2.0, 1.0]), convert=lambda v: (count(v[0]), v[1]))
    for right in (False, True):
        f.ask("digitize", values, edge_list, options={"right": right}, convert=count)
        f.ask("digitize", values, edge_list[::-1].copy(), options={"right": right}, convert=count)


def quantiles(f):
    rng = np.random.default_rng(23)
    eight = f.input("eight", np.array([3.0, 9.5, 1.25, 7.0, 4.5, 2.0, 8.0, 6.0]))
    for method in METHODS:
        for q in ([0.1, 0.25, 0.5, 0.9], 0.0, 1.0, 0.33):
            f.ask("quantile", eight, q, None, options={"method": method}, ulp=1)
    x = f.input("float64/cube", rng.integers(-40, 40, (3, 4, 5)) / 8)
    for axis in (None, 0, -1, [0, 2]):
        of = lambda a, q, ax, **k: np.quantile(a, q, tuple(ax) if isinstance(ax, list) else ax, **k)  # noqa: E731
        f.ask("quantile", x, 0.3, axis, of=of, ulp=1)
        f.ask("quantile", x, [0.0, 0.5, 0.75], axis, of=of, options={"keepdims": True}, ulp=1)
    f.ask("percentile", x, [0, 12.5, 50, 100], 1, ulp=1)
    for call, q in (("quantile", [[0.1, 0.5], [0.9, 1.0]]), ("nanpercentile", [[0.0], [50.0], [75.0]])):
        f.ask(call, x, q, ulp=1)
        f.ask(call, x, q, None if call.startswith("nan") else 1, ulp=1)  # NumPy leaves one of the axes of q in the middle
    squares = f.input("squares", np.arange(100.0) ** 2)
    f.ask("percentile", squares, [25, 50, 75], ulp=0)
    f.ask("percentile", np.arange(101), [25, 50], ulp=0)
    holes = f.input("holes", np.where(rng.random((4, 5)) < 0.3, np.nan, rng.integers(0, 20, (4, 5)) / 2.0))
    for call in ("quantile", "nanquantile"):
        f.ask(call, holes, [0.25, 0.5], 1, ulp=1)
        f.ask(call, holes, 0.5, ulp=1)
    f.ask("quantile", np.array([1, 2, 3, 4], "int32"), 0.4, ulp=1)
    f.ask("quantile", np.array([1, 2, 3, 4.5], "float32"), 0.4, ulp=1, convert=lambda v: np.asarray(v).astype("float32"))
    f.ask("quantile", np.array([1.0]), 0.7)
    f.ask("quantile", np.array([np.inf, 1.0, 2.0]), 0.5, of=lambda x, q: np.array(2.0))  # NumPy 1.24: NaN, from 0 times infinity
    f.ask("quantile", np.array([1.0, 2.0]), 1.5)
    f.ask("percentile", np.array([1.0, 2.0]), -1)


def make():
    f = Family("order")
    for part in (sorting, top, uniques, search, bins, quantiles):
        part(f)
    f.write()
