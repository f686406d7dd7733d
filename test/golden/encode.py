"""How arrays, scalars and errors are written as JSON. `decode.ts` reads them."""

import json
import math
import os
import warnings

os.environ["NPY_PROMOTION_STATE"] = "weak"  # NumPy 1.24 then promotes as NumPy 2 does; read when NumPy is imported
import numpy as np  # noqa: E402

np._set_promotion_state("weak")
warnings.simplefilter("ignore")
np.seterr(all="ignore")

SAFE = 2**53
HERE = os.path.dirname(os.path.abspath(__file__))


def number(value):
    """A number as JSON: not-finite ones as words, integers beyond 2**53 as text, float32 by its own shortest digits."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(int(value)) <= SAFE else str(int(value))
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    shortest = float(str(value)) if isinstance(value, np.float32) else float(value)
    return int(shortest) if shortest.is_integer() and abs(shortest) < 1e15 and not (shortest == 0 and math.copysign(1, shortest) < 0) else shortest


def array(value):
    value = np.asarray(value)
    data = [number(v) for v in value.ravel(order="C")]
    if value.dtype == bool:
        data = [int(v) for v in data]
    if len(data) > 8 and len(set(map(str, data))) == 1:
        data = {"all": data[0]}
    return {"dtype": value.dtype.name, "shape": list(value.shape), "data": data}


def result(make):
    """What NumPy answers: an array, several, or the name of the exception."""
    try:
        value = make()
    except Exception as error:  # noqa: BLE001 - the kind of the error is the answer
        return {"error": type(error).__name__}
    if isinstance(value, (tuple, list)):
        return {"several": [array(v) for v in value]}
    return array(value)


def write(family, cases, **head):
    path = os.path.join(HERE, "data", family + ".json")
    text = [json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in cases]
    with open(path, "w", encoding="utf-8") as out:
        out.write("{" + "".join(f"{json.dumps(k)}:{json.dumps(v)}," for k, v in head.items()))
        out.write('"cases":[\n' + ",\n".join(text) + "\n]}\n")
    print(f"{family}: {len(cases)} cases, {os.path.getsize(path)} bytes")
