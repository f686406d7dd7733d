"""The workloads in pandas."""

import os
import time

import pandas as pd

from contestant import serve
from pandas_tables import groupby_queries, join_queries, sort_queries, window_queries


def wait(path):
    """Our process makes the file."""
    while not os.path.exists(path):
        time.sleep(0.1)


types = dict(Distance="float64", CRSElapsedTime="float64", TailNum=object, CancellationCode=object)


def flight_delays(path, **_):
    wait(path)

    def run():
        delay = pd.read_csv(path, encoding="latin1", usecols=["DepDelay"]).DepDelay
        return delay.min() + delay.max() + delay.count()

    return run


def flights_by_dest(path, **_):
    wait(path)

    def run():
        air = pd.read_csv(path, encoding="latin1", usecols=["UniqueCarrier", "Origin", "Dest", "DepDelay"])
        return air[(air.UniqueCarrier == "UA") & (air.Origin == "SFO")].groupby("Dest").DepDelay.mean().sum()

    return run


def flights_read(path, **_):
    wait(path)

    def run():
        pd.read_csv(path, encoding="latin1", dtype=types)

    return run


serve(
    dict(
        flightDelays=flight_delays,
        flightsByDest=flights_by_dest,
        flightsRead=flights_read,
        groupbyQueries=groupby_queries,
        joinQueries=join_queries,
        sortQueries=sort_queries,
        windowQueries=window_queries,
    )
)
