"""`repr` of arrays: what `NDArray` prints."""

import re

from encode import array, np, write


def spelled(text):
    text = re.sub(r"shape=\(([^)]*?),?\)", r"shape=[\1]", text)
    return text.replace("True", "true").replace("False", "false")


def lists():
    yield from ([1, 2, 3], [1.5, 2.25, -3], [0.1, 0.2, 0.1 + 0.2], [1e10, 1], [1e-5, 1], [np.nan, 1, np.inf], [np.nan], [-np.inf, 1.5e-7])
    yield from ([0, 0], [-0.0, 1], [2**-9, 1], [3 * 2**-9, 1], [123456.789012345, 1000.5], [1e8], [99999999.9], [1e-4], [9.99e-5])
    yield from ([1, 1000], [1, 1001], [5e-324, 0], [1.7e308, 1e-300], [1.0000000005, 2], [0.999999999999], [9999999.99999999999])
    yield from ([1e38, 1e-30, 3.123456789012345, np.nan, -np.inf], [3.14159265358979, -2.71828182845], [16777216.0, 1.25])
    yield from ([0.123456785, 0.5], [1.2345678905, 1e9], [1e-9, 1.2345678e9], [np.inf, -np.inf, 0.5])


def arrays():
    rng = np.random.default_rng(5)
    for dtype in ("float64", "float32"):
        for values in lists():
            yield np.array(values).astype(dtype)
        for shape in [(3, 4), (2, 3, 4), (12,), (1, 1, 1), (2, 2, 2, 2)]:
            yield rng.normal(size=shape).astype(dtype)
            yield (rng.normal(size=shape) * np.exp(rng.normal(size=shape) * 6)).astype(dtype)
            yield (rng.integers(-100, 100, shape) / 8).astype(dtype)
        for shape in [(0,), (0, 3), (3, 0)]:
            yield np.zeros(shape, dtype)
    for dtype in "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split():
        info = np.iinfo(dtype)
        yield np.array([info.min, info.max, 0, 1], dtype)
        yield np.array([[5]], dtype)
        yield np.zeros((0,), dtype)
        yield np.arange(60).astype(dtype)
    yield np.array([True, False])
    yield np.array([[True, True]])
    yield np.ones(60, bool)
    yield np.zeros((0,), bool)


def make():
    write("print", [{**array(a), "text": spelled(repr(a))} for a in arrays()])
