"""Functions that are made of others: statistics, gradients, edits, positions, sets, boxes."""

from ask import Family, count, np


def statistics(f, table, line):
    other = f.input("other", np.array([[2.0, -1.0, 0.5, 3.0], [1.0, 1.0, 2.0, -4.0]]))
    about = {"ulp": 4, "atol": 1e-13}
    for options in (None, {"rowvar": False}, {"bias": True}, {"ddof": 0}, {"ddof": 2}):
        f.ask("cov", table, options=options, **about)
    f.ask("cov", table, other, **about)
    f.ask("cov", line, **about)
    f.ask("cov", line, line[::-1].copy(), **about)
    f.ask("cov", table.astype("float32"), convert=lambda v: v.astype("float64"), atol=1e-5)
    f.ask("cov", table.astype("int16"), **about)
    f.ask("cov", np.ones((2, 2, 2)))
    often, much = np.array([1, 0, 2, 3]), np.array([0.5, 2.0, 1.0, 0.25])
    for options in ({"fweights": often}, {"aweights": much}, {"fweights": often, "aweights": much}, {"aweights": much, "ddof": 0}, {"fweights": often, "bias": True}):
        f.ask("cov", table, options=options, **about)
    f.ask("cov", table, other, options={"aweights": much, "ddof": 2}, **about)
    f.ask("cov", table.T.copy(), options={"rowvar": False, "fweights": often}, **about)
    f.ask("cov", table, options={"aweights": -much})
    for x in (table, line, table.astype("int32")):
        f.ask("corrcoef", x, **about)
    f.ask("corrcoef", table, other, **about)
    f.ask("corrcoef", table, options={"rowvar": False}, **about)

    def moment(x, order, axis=None, ddof=0, keepdims=False):
        centered = x - x.mean(axis=axis, keepdims=True)
        n = x.size if axis is None else x.shape[axis]
        return (centered**order).sum(axis=axis, keepdims=keepdims) / (n - ddof)

    for order in (0, 1, 2, 3, 4):
        for axis in (None, 0, 1):
            f.ask("moment", table, order, axis, of=moment, **about)
    f.ask("moment", table, 2, 1, of=moment, options={"ddof": 1, "keepdims": True}, **about)


def gradients(f, table, line):
    cube = f.input("cube", np.random.default_rng(5).integers(-20, 20, (3, 4, 5)) / 4)
    uneven = np.array([0.0, 0.5, 2.0, 2.25, 4.0])
    about = {"ulp": 4, "atol": 1e-13}
    for edge in (1, 2):
        f.ask("gradient", line, options={"edgeOrder": edge}, **about)
        f.ask("gradient", line, 0.5, options={"edgeOrder": edge}, **about)
        f.ask("gradient", line, uneven, options={"edgeOrder": edge}, **about)
        f.ask("gradient", line, np.arange(5.0) * 0.25, options={"edgeOrder": edge}, **about)
        f.ask("gradient", cube, options={"edgeOrder": edge}, convert=tuple, **about)
        for axis in (0, -1, 1):
            f.ask("gradient", cube, options={"axis": axis, "edgeOrder": edge}, **about)
    f.ask("gradient", cube, 2.0, 0.5, uneven, convert=tuple, **about)
    f.ask("gradient", cube, 2.0, uneven, of=lambda x, a, b, **k: tuple(np.gradient(x, a, b, axis=(0, 2))), options={"axis": [0, 2]}, **about)
    f.ask("gradient", line.astype("int32"), **about)
    f.ask("gradient", line.astype("float32"), **about)
    f.ask("gradient", np.array([1.0, 5.0]))
    f.ask("gradient", np.array([1.0]))
    f.ask("gradient", np.array([1.0, 5.0]), options={"edgeOrder": 2})
    f.ask("gradient", line, np.array([1.0, 2.0]))
    for dtype in ("float64", "int8", "uint8"):
        f.ask("ediff1d", np.array([[1, 5], [2, 2]], dtype))
    f.ask("ediff1d", line, options={"toBegin": -99.0, "toEnd": [88.0, 99.0]})
    f.ask("ediff1d", np.array([3.0]))
    f.ask("ediff1d", np.array([], "float64"))
    trapz = lambda y, x=None, dx=1.0, axis=-1: np.trapz(y, x, dx, axis)  # noqa: E731
    f.ask("trapezoid", line, of=trapz)
    f.ask("trapezoid", cube, of=trapz, ulp=2)
    f.ask("trapezoid", cube, options={"axis": 0, "dx": 0.5}, of=trapz, ulp=2)
    f.ask("trapezoid", line, uneven, of=trapz, ulp=2)
    f.ask("trapezoid", np.array([2.0]), of=trapz)


def edits(f, table, line):
    for at in (0, 2, -1, 5):
        f.ask("insert", line, at, 9.0)
    for at in ([1, 3], [3, 1], [2, 2], [0, 5, -1]):
        f.ask("insert", line, at, 9.0)
    f.ask("insert", line, [1, 3], [7.0, 8.0])
    f.ask("insert", line, [3, 1, 1], [7.0, 8.0, 9.0])
    f.ask("insert", line, 2, [7.0, 8.0, 9.0])
    f.ask("insert", line, slice(0, 4, 2), 9.0)
    for axis in (0, 1, -1, None):
        f.ask("insert", table, 1, 5.5, axis)
        f.ask("insert", table, [0, 2], 5.5, axis)
    f.ask("insert", table, 1, [1.0, 2.0, 3.0, 4.0], 0)
    f.ask("insert", table, 1, [1.0, 2.0, 3.0], 1)
    f.ask("insert", table, [1], [[1.0], [2.0], [3.0]], 1)
    f.ask("insert", table, [0, 2], np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]), 0)
    f.ask("insert", line, 9, 1.0)
    f.ask("insert", line, [1, 2], [1.0, 2.0, 3.0])
    for at in (0, 2, -1, [0, 2], [2, 0, 2], [], slice(1, 4), slice(None, None, 2), slice(3, 0, -1)):
        f.ask("delete", line, at, of=lambda x, a: np.delete(x, np.array(a, int) if isinstance(a, list) else a))
    for axis in (0, 1, None):
        f.ask("delete", table, 1, axis)
        f.ask("delete", table, slice(0, 2), axis)
    f.ask("delete", line, 5)
    f.ask("delete", line, [0, 7])
    for sections in (2, [1, 3], [0, 2, 2, 9], [-1]):
        f.ask("split", table, sections, 1, convert=tuple)
    f.ask("split", table, 3, convert=tuple)
    f.ask("split", line, 2, convert=tuple)
    f.ask("arraySplit", line, 2, convert=tuple)
    f.ask("arraySplit", line, 7, convert=tuple)
    f.ask("hsplit", table, 2, convert=tuple)
    f.ask("hsplit", line, [2], convert=tuple)
    f.ask("vsplit", table, 3, convert=tuple)
    f.ask("dsplit", f.named["cube"], [1, 3], convert=tuple)
    f.ask("repeat", line, [0, 2, 1, 0, 3])
    f.ask("repeat", table, [1, 0, 2], 0)
    f.ask("repeat", table, [2], 1)


def positions(f, table, line):
    flat = f.input("flat", np.array([[5, 0], [11, 7]]))
    for shape in ([3, 4], [2, 2, 3], [12]):
        for options in (None, {"order": "F"}):
            f.ask("unravelIndex", flat, shape, options=options, convert=count)
    f.ask("unravelIndex", flat, [3, 3])
    rows, columns = np.array([2, 0, 1]), np.array([3, 1, 0])
    for options in (None, {"order": "F"}):
        f.ask("ravelMultiIndex", [rows, columns], [3, 4], options=options, convert=count, of=lambda m, d, **k: np.ravel_multi_index(tuple(m), tuple(d), **k))
    far = np.array([-1, 3, 7])
    for mode in ("wrap", "clip"):
        f.ask("ravelMultiIndex", [far, columns], [3, 4], mode, convert=count, of=lambda m, d, k: np.ravel_multi_index(tuple(m), tuple(d), k))
    f.ask("ravelMultiIndex", [far, columns], [3, 4], of=lambda m, d: np.ravel_multi_index(tuple(m), tuple(d)))
    for args in ((3,), (3, 1), (3, -1), (3, 0, 5), (4, 1, 2)):
        f.ask("trilIndices", *args, convert=count)
        f.ask("triuIndices", *args, convert=count)
    f.ask("trilIndicesFrom", table, convert=count)
    f.ask("triuIndicesFrom", table, 1, convert=count)
    order = np.argsort(table, 1)
    f.ask("takeAlongAxis", table, order, 1)
    f.ask("takeAlongAxis", table, np.array([[2, 0, -1, 1]]), 0)
    f.ask("takeAlongAxis", table, np.array([[0], [3], [1]]), 1)
    f.ask("takeAlongAxis", table, np.array([[0], [4], [1]]), 1)
    f.ask("choose", np.array([[0, 1], [2, 1]]), [np.array([1, 2]), 10, np.array([[5], [6]])])
    f.ask("choose", np.array([0, 1, 2, 3]), [1.5, 2])


def sets(f):
    a, b = f.input("a", np.array([3.0, 1.0, np.nan, 3.0, 2.0])), f.input("b", np.array([2.0, 5.0, 3.0, 5.0]))
    i, j = np.array([5, 1, 5, 2], "int16"), np.array([2, 9], "int8")
    for call in ("intersect1d", "setdiff1d", "setxor1d", "union1d"):
        f.ask(call, i, j)
        f.ask(call, b, a[[0, 1, 3, 4]])
        f.ask(call, b, np.zeros(0))
        f.ask(call, np.zeros(0), b)
    f.ask("setdiff1d", a, b)


def boxes(f):
    rng = np.random.default_rng(11)
    x = f.input("x", np.r_[rng.integers(-8, 9, 40) / 4, np.nan, -2.0, 2.0])
    y = f.input("y", np.r_[rng.integers(-8, 9, 41) / 4, 2.0, -2.0])
    tell = lambda v: (count(v[0]), *v[1:])  # noqa: E731
    edges = np.array([-2.0, -0.5, 1.0, 2.0])
    ranges = [[-2.0, 2.0], [-1.0, 1.5]]
    f.ask("histogram2d", x, y, 4, ranges, convert=tell)
    f.ask("histogram2d", x, y, [3, 5], ranges, convert=tell, ulp=1)
    f.ask("histogram2d", x, y, edges, convert=tell)
    f.ask("histogram2d", x[:40], y[:40], 4, convert=tell)
    f.ask("histogram2d", x, y, 4, ranges, options={"weights": np.arange(43.0)})
    f.ask("histogram2d", x, y, 4, ranges, True, ulp=2)
    f.ask("histogram2d", x, y, [2, 3], ranges, of=lambda x, y, b, r: np.histogram2d(x, y, b, r), convert=tell, ulp=1)


def others(f, table, line):
    for dtype in ("float64", "float32", "int32", "bool"):
        x = np.array([-2, 0, 3], dtype)
        for call in ("real", "imag", "isreal", "iscomplex") + (("conj",) if dtype != "bool" else ()):
            f.ask(call, x)
    f.ask("angle", np.array([-2.0, 0.0, -0.0, 3.0, np.nan, -np.inf]), ulp=1)
    f.ask("angle", np.array([-2.0, 3.0]), True, ulp=1)
    f.ask("isnull", np.array([1.0, np.nan]), of=np.isnan)
    f.ask("notnull", np.array([1.0, np.nan]), of=lambda x: ~np.isnan(x))
    f.ask("isnull", np.array([1, 2]), of=np.isnan)
    for args in ((0, 3, 4), (-1, 2, 7), (0, 1, 1), (2, 1, 5)):
        f.ask("logspace", *args, ulp=4)
        f.ask("logspace", *args, options={"base": 2, "endpoint": False}, ulp=4)
    for args in ((1, 1000, 4), (1, 256, 9), (-2, -32, 5), (4, 4, 3), (8, 1, 4), (2, 5, 1)):
        f.ask("geomspace", *args, ulp=4)
        f.ask("geomspace", *args, options={"endpoint": False}, ulp=4)
    f.ask("geomspace", 0, 5, 3)
    f.ask("identity", 3)
    f.ask("identity", 2, options={"dtype": "int8"})
    cube = f.named["cube"]
    for a, b in ((line, line), (cube, line), (table, table), (cube, np.ones((2, 5))), (np.array(2.0), line), (line, np.array(3.0)), (table, line)):
        f.ask("inner", a, b, ulp=2)
    for a, b in ((line, np.array([1.0, 10.0])), (table, np.array([[1.0, 2.0], [3.0, 4.0]])), (line, table), (table, line)):
        f.ask("kron", a, b)
    v3, w3 = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]), np.array([[2.0, 0.0, 1.0], [1.0, 1.0, -1.0]])
    f.ask("cross", v3, w3)
    f.ask("cross", v3[0], w3)
    f.ask("cross", v3[:, :2].copy(), w3)
    f.ask("cross", v3, w3[:, :2].copy())
    f.ask("cross", v3[:, :2].copy(), w3[:, :2].copy())
    f.ask("cross", line, line)
    f.ask("broadcastArrays", table, line[:4].copy(), np.array(2.0), convert=tuple)
    f.ask("broadcastArrays", table, line, convert=tuple)
    for a, b in ((line, line), (line, line + 1), (line, table), (np.array([np.nan]), np.array([np.nan])), (np.zeros(0), np.zeros(0))):
        f.ask("arrayEqual", a, b)
        f.ask("arrayEqual", a, b, options={"equalNan": True})
    for x in (line, table.astype("int32"), np.array([True, False]), np.zeros((0, 2), "uint8")):
        f.ask("modf", x if x.dtype.kind == "f" else x, of=lambda v: np.modf(v if v.dtype.itemsize > 2 else v.astype("float64")), convert=tuple)
    for window, axis in ((1, None), (3, None), (5, 0), (2, -1), ([3], [0]), (6, None)):
        f.ask("slidingWindowView", line, window, axis, of=np.lib.stride_tricks.sliding_window_view)
    for window, axis in (([2, 3], None), (2, 1), ([2, 4], [1, 0]), ([3, 2], [0, 1]), (2, None)):
        f.ask("slidingWindowView", table, window, axis, of=np.lib.stride_tricks.sliding_window_view)
    for mode in ("wrap", "clip", "raise"):
        outside = np.array([5, -1, -7, 2, 12])
        f.ask("take", table, outside, 0, options={"mode": mode})
        f.ask("take", line, outside, options={"mode": mode})
        f.ask("choose", outside, [line, line * 10, np.array(3.0)], options={"mode": mode})
    f.ask("columnStack", [line, line * 2])
    f.ask("columnStack", [table, table[:, 0].copy()])


def make():
    f = Family("made")
    table = f.input("table", np.array([[1.0, 4.0, -2.0, 0.5], [3.0, 3.5, 1.0, -1.0], [0.0, 2.0, 8.0, 2.5]]))
    line = f.input("line", np.array([1.0, 4.0, -2.0, 7.5, 3.0]))
    for part in (statistics, gradients, edits, positions):
        part(f, table, line)
    sets(f)
    boxes(f)
    others(f, table, line)
    f.write()
