"""Frames with an index, and merge_asof: what pandas answers."""

import itertools
import random

import pandas as pd
from columns import rows
from encode import write


def columns(frame):
    return {name: [rows(value) for value in frame[name]] for name in frame.columns}


def make():
    draw = random.Random(7)
    cases = []
    left = pd.DataFrame({"t": sorted(draw.choices(range(40), k=30)), "g": draw.choices("abc", k=30), "v": range(30)})
    right = pd.DataFrame({"t": sorted(draw.choices(range(-2, 44), k=25)), "g": draw.choices("abd", k=25), "v": [i / 2 for i in range(25)]})
    inputs = {"left": columns(left), "right": columns(right)}
    for direction, exact, by, tolerance in itertools.product(["backward", "forward", "nearest"], [True, False], [None, "g"], [None, 0, 2]):
        if not exact and tolerance == 0:
            continue
        answer = pd.merge_asof(left, right, on="t", by=by, direction=direction, allow_exact_matches=exact, tolerance=tolerance)
        options = {"on": "t", "direction": direction, "allowExactMatches": exact}
        if by is not None:
            options["by"] = by
        if tolerance is not None:
            options["tolerance"] = tolerance
        cases.append({"call": "mergeAsof", "options": options, "result": columns(answer)})
    indexed = left.set_index("t")
    for first, last in [(3, 20), (20, 20), (None, 5), (30, None), (50, 60), (39, 2)]:
        cases.append({"call": "loc", "options": {"from": first, "to": last}, "result": columns(indexed.loc[first:last].reset_index())})
    # pandas 1.5 raises a KeyError where no row is found; here that is no rows.
    texts = ["2023-12-31 23:59:59.999", "2024-01-01", "2024-02-29 23:59", "2024-03-31", "2024-03-31 12:00", "2024-03-31 12:30:15.25", "2024-03-31 12:30:15.250700",
             "2024-03-31 13:00", "2024-04-01", "2024-04-30 23:59:59.999999999", "1969-12-31 23:59:59", "1900-02-28"]
    moments = pd.DataFrame({"t": texts, "x": list(range(len(texts)))})
    inputs["moments"] = columns(moments)
    wanted = ["2024", "1969", "2024-03", "2024-02", "20240331", "2024-03-31", "2024-03-31 12", "2024-03-31T12:30", "2024-03-31 12:30:15", "2024-03-31 12:30:15.25",
              "2024-03-31 12:30:15.2507", "2024-03-31 12:30:15.250700000", "1900-02", ("2024-03", "2024-04"), ("2024-03-31", "2024-03-31"), ("2024-03-31 12", None),
              (None, "2024-03-31 12"), ("2024-04", "2024-03"), ("1900", "1969-12-31 23"), (None, "2024-03-31 12:30:15.25"), ("2024-03-31 12:30:15.2507", "2024-04-30")]
    for zone in [None, "Europe/Berlin", "America/Sao_Paulo"]:
        at = pd.DatetimeIndex(pd.to_datetime(texts), tz="UTC").tz_convert(zone)
        by_time = moments.set_index(at).sort_index(kind="stable")[["x"]]
        for text in wanted:
            first, last = text if isinstance(text, tuple) else (text, text)
            # A range of a text and itself is all that the text names.
            options = {"zone": zone, "rows": {"from": first, "to": last} if isinstance(text, tuple) else text}
            cases.append({"call": "locText", "options": options, "result": columns(by_time.loc[first:last])})
    unsorted = left.sample(frac=1, random_state=1).reset_index(drop=True)
    inputs["shuffled"] = columns(unsorted)
    answer = unsorted.set_index("t").sort_index(kind="stable").reset_index()
    cases.append({"call": "setIndex", "options": {}, "result": columns(answer)})
    write("frame_index", cases, inputs=inputs)
