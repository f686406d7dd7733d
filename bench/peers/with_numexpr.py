"""The expression in numexpr: evaluated by threads into memory that is there, then added up (its own sums run on one thread)."""

import numexpr
import numpy as np

from contestant import serve


def expression(size, workers, **_):
    numexpr.set_num_threads(workers)
    line = np.arange(size[0], dtype="float64")
    x, y = (line % 1000) / 1000, (line % 777) / 100
    out = np.empty(size)
    return lambda: numexpr.evaluate("2*x + sin(y)*exp(-x)", local_dict={"x": x, "y": y}, out=out).sum()


serve(dict(expression=expression))
