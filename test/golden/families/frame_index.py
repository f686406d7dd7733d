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
    unsorted = left.sample(frac=1, random_state=1).reset_index(drop=True)
    inputs["shuffled"] = columns(unsorted)
    answer = unsorted.set_index("t").sort_index(kind="stable").reset_index()
    cases.append({"call": "setIndex", "options": {}, "result": columns(answer)})
    write("frame_index", cases, inputs=inputs)
