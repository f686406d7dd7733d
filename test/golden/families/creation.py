"""Arrays out of numbers and shapes."""

from ask import ALL, Bigint, Family, np


def floats(value):
    return tuple(floats(v) for v in value) if isinstance(value, (list, tuple)) else np.asarray(value).astype("float64")


def make():
    f = Family("creation")
    for shape in ([3], [2, 0], [], [2, 3], 4):
        for call in ("zeros", "ones"):
            f.ask(call, shape)
    for dtype in ALL:
        f.ask("zeros", [2], options={"dtype": dtype})
        f.ask("ones", [2], options={"dtype": dtype})
        f.ask("full", [2], 3, options={"dtype": dtype})
        f.ask("arange", 2, 7, 2, options={"dtype": dtype} if dtype != "bool" else None, convert=floats if dtype == "bool" else None)
        f.ask("eye", 3, options={"dtype": dtype})
        x = np.array([1, 0, 1]).astype(dtype)
        f.ask("zerosLike", x)
        f.ask("onesLike", x)
        f.ask("fullLike", x, 1)
    f.ask("full", [2, 2], 2.5)
    f.ask("full", [2], True)
    f.ask("full", [2], Bigint(7))
    f.ask("full", [2], float("nan"))
    f.ask("onesLike", np.zeros((2, 3), "int8"), options={"dtype": "float32"})
    for args in ((5,), (0,), (-3,), (2, 5), (5, 2), (5, 2, -1), (0, 1, 0.1), (0, 1, 0.3), (1, 0, -0.25), (0.5, 3.2), (-1, 1, 1 / 3), (1, 1.3, 0.1), (0, 10, 3), (10, 0, -3), (0, -1, -0.1), (1e10, 1e10 + 3)):
        f.ask("arange", *args, convert=floats)
    f.ask("arange", 0, 1, 0.1, options={"dtype": "float32"})
    f.ask("arange", Bigint(3), Bigint(12), Bigint(4))
    f.ask("arange", 0, 5, 0)
    for args in ((0, 1, 5), (0, 1, 1), (0, 1, 0), (1, 1, 3), (2, -3, 6), (0, 1, 11), (0, 0.7, 8), (-1e-300, 1e300, 4), (0, 5e-324, 3), (3, 4)):
        f.ask("linspace", *args)
        f.ask("linspace", *args, options={"endpoint": False})
    f.ask("linspace", 0, 10, 7, options={"dtype": "int32"})
    f.ask("linspace", -3, 3, 9, options={"dtype": "float32"})
    for args, options in (((3,), None), ((2, 4), None), ((3, 3), {"k": 1}), ((4, 3), {"k": -2}), ((3,), {"k": 5}), ((0,), None)):
        f.ask("eye", *args, options=options)
    for args in ((3,), (2, 4), (3, 3, 1), (4, 3, -2), (3, 3, -5)):
        f.ask("tri", *args)
    table, cube = f.input("table", np.arange(1.0, 13.0).reshape(3, 4)), f.input("cube", np.arange(1, 13, dtype="int8").reshape(2, 3, 2))
    for k in (0, 1, -1, 4, -4):
        for call in ("tril", "triu"):
            f.ask(call, table, k)
            f.ask(call, cube, k)
        for call in ("diag", "diagonal"):
            f.ask(call, table, k)
        f.ask("diag", np.array([1.0, 2.0, 3.0]), k)
    f.ask("diag", np.array([True, False]))
    f.ask("diagonal", cube, 0, 0, 1)
    f.ask("diagonal", cube, 1, 1, 2)
    for shape in ([2, 3], [4], [2, 0], [2, 1, 2]):
        f.ask("indices", shape, convert=floats)
    f.ask("indices", [2, 2], options={"dtype": "int16"})
    x, y, z = np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0]), np.array([5, 6], "int32")
    for arrays in ((x,), (x, y), (x, y, z)):
        for options in (None, {"indexing": "ij"}, {"sparse": True}):
            f.ask("meshgrid", *arrays, options=options, convert=tuple)
    f.write()
