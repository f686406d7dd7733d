"""x[...], x[...] = v on a copy, and functions that choose elements."""

from ask import ALL, Family, count, edges, np

DOTS = Ellipsis


class Newaxis:
    """Marks a new axis: `None` in NumPy; here `null` is the whole axis."""


WHOLE = slice(None)


def selections():
    s = slice
    yield from [(0,), (-1,), (2, 3), (-3, -4, -5), (s(1, 3),), (s(None, None, -1),), (s(None, None, 2), s(3, None)), (s(-2, None), s(None, -1)), (s(5, 1, -2),)]
    yield from [(s(10, 20),), (s(-100, 100),), (s(2, 1),), (DOTS, 1), (0, DOTS), (DOTS,), (s(1, 2), DOTS, s(None, None, -2)), (0, DOTS, 0), (WHOLE, 1), (WHOLE, WHOLE, s(4, 0, -3))]
    yield from [(Newaxis,), (Newaxis, 0), (DOTS, Newaxis), (1, Newaxis, s(0, 2)), (Newaxis, DOTS, Newaxis), (1, 2, 3), (1, 2, 3, Newaxis)]
    i = lambda *v: np.array(v, "int64")  # noqa: E731
    yield from [(i(0, 2),), (i(2, 0, 2, -1),), (WHOLE, i(3, 0)), (WHOLE, WHOLE, i(4, -5, 2)), (s(0, 2), i(1, 1)), (i(0, 1), s(None, None, -1)), (0, i(2, 1)), (np.array([], "int64"),)]
    yield from [(np.array([[0, 1], [2, 0]]),), (WHOLE, np.array([[0, 3], [2, 1]])), (DOTS, i(1, 0)), (Newaxis, i(1, 0))]
    yield from [(np.array([True, False, True]),), (WHOLE, np.array([True, False, False, True])), (np.array([False] * 3),), (np.array([True] * 3),), (s(0, 3), np.array([False, True, True, False]), s(1, 3))]


def numpy_form(selection):
    return tuple(np.newaxis if one is Newaxis else one for one in selection)


def our_form(selection):
    return [{"selection": "newaxis"} if one is Newaxis else None if isinstance(one, slice) and one == WHOLE else one for one in selection]


def gets(f):
    cube = f.input("cube", np.arange(60).reshape(3, 4, 5).astype("int32"))
    for selection in selections():
        f.ask("get", cube, *our_form(selection), of=lambda x, *_, s=numpy_form(selection): x[s])
    line = f.input("line", np.arange(10.0))
    for start in (None, 0, 3, -3, 12, -12):
        for stop in (None, 0, 7, -2, 12, -12):
            for step in (1, 3, -1, -4):
                f.ask("get", line, slice(start, stop, step), of=lambda x, s: x[s])
    for selection in [(3,), (-4,), (0, 4), (0, 0, 0, 0), (DOTS, DOTS), (np.array([0, 3]),), (np.array([-4]),), (np.array([True, False]),)]:
        f.ask("get", cube, *selection, of=lambda x, *_, s=selection: x[s])
    for mask in (line > 4, line < -1, line >= 0, line % 2 == 0):
        f.ask("get", line, mask, of=lambda x, m: x[m])
    f.ask("get", cube, np.arange(60).reshape(3, 4, 5) % 7 == 0, of=lambda x, m: x[m])
    f.ask("get", np.zeros((0, 3)), slice(None, None, -1), of=lambda x, s: x[s])
    f.ask("get", np.array(5.0), of=lambda x: x[()])
    f.ask("vindex", cube, np.array([0, 2, 1]), np.array([1, 3, 3]), np.array([-1, 0, 4]), of=lambda x, *i: x[i])
    f.ask("vindex", f.input("table", np.arange(12.0).reshape(3, 4)), np.array([[0, 2]]), np.array([[1], [3]]), of=lambda x, *i: x[i])
    for dtype in ALL:
        x = edges(dtype)
        f.ask("get", x, slice(None, None, -2), of=lambda a, s: a[s])
        f.ask("get", x, np.array([1, 0, 1]), of=lambda a, i: a[i])
        f.ask("get", x, np.arange(len(x)) % 2 == 0, of=lambda a, m: a[m])


def put(x, selection, value):
    out = x.copy()
    out[selection] = value
    return out


def sets(f):
    cube, line = f.named["cube"], f.named["line"]
    s = slice
    row = np.array([10, 20, 30, 40, 50], "int32")
    for selection, value in [((0,), 7), ((s(None, None, 2), s(None, None, -1)), 7), ((DOTS, 0), 7), ((1, 2), row), ((s(None, None, -1), 0), row), ((0, 0, 0), 9), ((DOTS,), 0), ((s(2, 2),), 5)]:
        f.ask("with", cube, our_form(selection), value, of=lambda x, _, v, sel=numpy_form(selection): put(x, sel, v))
    for selection, value in [((s(2, 8, 3),), np.array([1.5, 2.5])), ((np.array([1, -1, 4]),), np.array([7.0, 8.0, 9.0])), ((np.array([0, 5]),), -1.5), ((line > 6,), 0.0), ((line > 6,), np.array([1.0, 2.0, 3.0])), ((s(None, None, -1),), line), ((s(0, 3),), True)]:
        f.ask("with", line, our_form(selection), value, of=lambda x, _, v, sel=selection: put(x, sel, v))
    f.ask("with", cube, [cube > 40], 0, of=lambda x, sel, v: put(x, cube > 40, v))
    f.ask("with", cube, our_form((WHOLE, np.array([0, 3]))), -1, of=lambda x, _, v: put(x, (WHOLE, [0, 3]), v))
    # The array keeps its dtype.
    f.ask("with", cube, [0], 2.75, of=lambda x, _, v: put(x, 0, v))
    f.ask("with", line, [slice(0, 2)], np.array([1, 2], "int64"), of=lambda x, _, v: put(x, slice(0, 2), v))
    f.ask("with", line, [slice(0, 3)], np.array([1.0, 2.0]), of=lambda x, _, v: put(x, slice(0, 3), v))
    for selection in (s(2, 2), s(10, None), np.array([], "int64"), np.zeros(len(line), bool)):
        f.ask("with", line, our_form((selection,)), np.array([]), of=lambda x, _, v, sel=selection: put(x, sel, v))
    f.ask("with", line, [10], 1.0, of=lambda x, _, v: put(x, 10, v))


def choosing(f):
    cube, line = f.named["cube"], f.named["line"]
    mask = f.input("mask", np.arange(10) % 3 == 0)
    f.ask("where", mask, line, -line)
    f.ask("where", mask, line, 5)
    f.ask("where", mask, 1.5, 2)
    f.ask("where", mask, np.arange(10, dtype="int8"), np.arange(10, dtype="uint8"))
    f.ask("where", mask[:, None], np.array([1, 2], "int32"), 7, convert=lambda v: v.astype("int32"))  # weak in NumPy 2
    f.ask("where", line, line, 2.5)  # any dtype is a condition
    f.ask("where", np.array([True, False]), np.array([np.nan, 1]), np.array([-0.0, -0.0]))
    f.ask("select", [line < 3, line > 6], [line, line * 10])
    f.ask("select", [line < 3, line < 6], [line, -line], 42.0)
    f.ask("clip", line, 2, 6)
    f.ask("clip", line, 2.5, None, of=lambda x, lo, hi: np.clip(x, lo, hi))
    f.ask("clip", cube, 10, 40)
    f.ask("clip", np.array([np.nan, -np.inf, np.inf, 0.5]), 0.0, 1.0)
    f.ask("clip", line, line[::-1].copy(), 6.0)
    f.ask("clip", np.arange(5, dtype="uint8"), 1, 3)
    for axis in (0, 1, -1):
        f.ask("take", cube, np.array([2, 0, -1]), axis)
    f.ask("take", cube, np.array([59, 0, -1]))
    f.ask("take", cube, np.array([[0, 1], [2, 2]]), 1)
    f.ask("take", cube, 1, 1)
    f.ask("take", cube, np.array([3]), 0)
    f.ask("compress", np.array([True, False, True]), cube, 0)
    f.ask("compress", np.array([False, True, True, False]), cube, 1)
    f.ask("compress", mask, line, 0)
    f.ask("extract", mask, line)
    f.ask("flatnonzero", line > 3, convert=count)
    f.ask("nonzero", f.named["table"] % 2 == 0, convert=count)
    f.ask("argwhere", f.named["table"] > 6, convert=count)
    f.ask("isin", line, np.array([1.0, 3.0, 11.0, np.nan]))
    f.ask("choose", np.array([0, 1, 2, 1]), [np.array([1, 2, 3, 4]), np.array([10, 20, 30, 40]), np.array([5, 6, 7, 8])])


def make():
    f = Family("indexing")
    for part in (gets, sets, choosing):
        part(f)
    f.write()
