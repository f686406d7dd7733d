"""The workloads in Dask, on its threads."""

import dask
import dask.array as da
import dask.dataframe as dd
import numpy as np
from dask.threaded import get

from contestant import serve


def on_threads(workers):
    return dict(scheduler="threads", num_workers=workers)


def normal_row_means(size, chunks, workers, **_):
    """Its default generator (`RandomState`), as in its documentation."""

    def run():
        da.random.normal(0, 1, size=tuple(size), chunks=tuple(chunks)).mean(axis=1).compute(**on_threads(workers))

    return run


def expression(size, chunks, workers, **_):
    line = da.arange(size[0], chunks=chunks[0], dtype="float64")
    x, y = dask.persist((line % 1000) / 1000, (line % 777) / 100, **on_threads(workers))
    return lambda: (2 * x + da.sin(y) * da.exp(-x)).sum().compute(**on_threads(workers))


def transpose_rechunk(size, rows, workers, **_):
    x = da.from_array(np.arange(size[0] * size[1], dtype="float64").reshape(size), chunks=(rows, -1)).persist(**on_threads(workers))

    def run():
        y = x.T.rechunk((rows, -1)).persist(**on_threads(workers))
        return y.blocks[0, 0].compute(**on_threads(workers))[0, 1]

    return run


def nothing(*_):
    return None


def empty_tasks(count, workers, **_):
    graph = {("task", i): (nothing,) for i in range(count)}
    keys = list(graph)

    def run():
        get(graph, keys, num_workers=workers)

    return run


def chain_of_tasks(count, workers, **_):
    graph = {("task", 0): (nothing,), **{("task", i): (nothing, ("task", i - 1)) for i in range(1, count)}}

    def run():
        get(graph, ("task", count - 1), num_workers=workers)

    return run


def many_tasks(count, workers, **_):
    def run():
        graph = {("task", i): (nothing, ("task", i // 2)) if i > 0 else (nothing,) for i in range(count)}
        get(graph, list(graph)[-1000:], num_workers=workers)

    return run


types = dict(Distance="float64", CRSElapsedTime="float64", TailNum=object, CancellationCode=object, DepTime="float64", ArrTime="float64", ActualElapsedTime="float64")
more = {name: "float64" for name in "AirTime ArrDelay DepDelay TaxiIn TaxiOut CarrierDelay WeatherDelay NASDelay SecurityDelay LateAircraftDelay".split()}


def flights(path, columns=None):
    """A compressed file is one block: Dask has no other way to read it."""
    compressed = dict(blocksize=None) if path.endswith(".bz2") else {}
    return dd.read_csv(path, encoding="latin1", usecols=columns, dtype={name: of for name, of in {**types, **more}.items() if columns is None or name in columns}, **compressed)


def flight_delays(path, workers, **_):
    def run():
        delay = flights(path, ["DepDelay"]).DepDelay
        return sum(float(of) for of in dask.compute(delay.min(), delay.max(), delay.count(), **on_threads(workers)))

    return run


def flights_by_dest(path, workers, **_):
    def run():
        air = flights(path, ["UniqueCarrier", "Origin", "Dest", "DepDelay"])
        return air[(air.UniqueCarrier == "UA") & (air.Origin == "SFO")].groupby("Dest").DepDelay.mean().compute(**on_threads(workers)).sum()

    return run


def flights_read(path, workers, **_):
    def run():
        flights(path).persist(**on_threads(workers))

    return run


def delayed_tree(count, workers, **_):
    inc = dask.delayed(lambda x: x + 1)
    add = dask.delayed(lambda x, y: x + y)

    def run():
        layer = [inc(i) for i in range(count)]
        while len(layer) > 1:
            pairs = zip(layer[::2], layer[1::2])
            layer = [add(x, y) for x, y in pairs] + layer[len(layer) // 2 * 2 :]
        return layer[0].compute(**on_threads(workers))

    return run


dask.config.set(num_workers=2)
serve(
    dict(
        normalRowMeans=normal_row_means,
        expression=expression,
        transposeRechunk=transpose_rechunk,
        emptyTasks=empty_tasks,
        chainOfTasks=chain_of_tasks,
        manyTasks=many_tasks,
        delayedTree=delayed_tree,
        flightDelays=flight_delays,
        flightsByDest=flights_by_dest,
        flightsRead=flights_read,
    )
)
