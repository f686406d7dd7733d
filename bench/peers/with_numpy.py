"""The workloads in NumPy, as its users write them."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import numpy as np

from contestant import serve


def normal_row_means(size, chunks, workers, **_):
    """Blocks drawn from spawned generators by a pool of threads; NumPy lets go of the lock while it draws."""
    grid = [[min(c, n - at) for at in range(0, n, c)] for n, c in zip(size, chunks)]
    places = list(product(*(range(len(axis)) for axis in grid)))

    def block(args):
        seed, (i, j) = args
        return i, np.random.Generator(np.random.PCG64(seed)).normal(0, 1, (grid[0][i], grid[1][j])).sum(axis=1)

    def run():
        sums = [0.0] * len(grid[0])
        work = list(zip(np.random.SeedSequence(1).spawn(len(places)), places))
        if workers == 1:
            done = map(block, work)
        else:
            with ThreadPoolExecutor(workers) as pool:
                done = list(pool.map(block, work))
        for i, part in done:
            sums[i] = sums[i] + part
        return np.abs(np.concatenate(sums) / size[1]).sum()

    return run


def fill(distribution, size, **_):
    rng, out = np.random.default_rng(1), np.empty(size)
    draw = {"random": rng.random, "exponential": rng.standard_exponential}[distribution]

    def run():
        draw(out=out)

    return run


def expression(size, **_):
    x, y = pair(size)
    return lambda: (2 * x + np.sin(y) * np.exp(-x)).sum()


def pair(size):
    line = np.arange(size[0], dtype="float64")
    return (line % 1000) / 1000, (line % 777) / 100


def table(size):
    return (np.arange(size[0] * size[1], dtype="float64") % 1009 / 1009).reshape(size)


def reduction(reduction, axis, size, **_):
    x, reduce = table(size), getattr(np, reduction)
    return lambda: float(np.sum(reduce(x, axis)))


def matmul(n, dtype, **_):
    a, b = (table((n, n)) - 0.5).astype(dtype), (table((n, n)).T - 0.25).astype(dtype)

    def run():
        product = a @ b
        return product[0, 0] if dtype == "float64" else None

    return run


def ranks(size):
    return np.random.default_rng(1).random(size[0])


def quantile(size, **_):
    x = ranks(size)

    def run():
        np.quantile(x, [0.1, 0.5, 0.99])

    return run


def sort(size, **_):
    x = ranks(size)

    def run():
        np.sort(x)

    return run


serve(dict(normalRowMeans=normal_row_means, fill=fill, expression=expression, reduction=reduction, matmul=matmul, quantile=quantile, sort=sort))
