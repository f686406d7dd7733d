"""Dtypes alone: which comes out of which."""

import itertools

from encode import np, write

DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64".split()
SCALARS = [True, 0, 1, -1, 127, 128, -128, -129, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**32, 0.5, -1.5]


def of_scalar(dtype, value):
    if dtype == "bool" or np.dtype(dtype).kind == "f" or not isinstance(value, int) or isinstance(value, bool):
        return (np.ones(1, dtype) + value).dtype.name
    info = np.iinfo(dtype)
    # NumPy 2 raises OverflowError; 1.24 with weak promotion only warns.
    return (np.ones(1, dtype) + value).dtype.name if info.min <= value <= info.max else "OverflowError"


def make():
    one = {d: np.ones(1, d) for d in DTYPES}
    cases = [{"call": "promote", "dtypes": list(t), "result": np.result_type(*t).name} for n in (1, 2) for t in itertools.product(DTYPES, repeat=n)]
    cases += [{"call": "promote", "dtypes": list(t), "result": np.result_type(*t).name} for t in itertools.combinations(DTYPES, 3)]
    cases += [{"call": "holds", "dtypes": [a, b], "result": bool(np.can_cast(b, a, "safe"))} for a in DTYPES for b in DTYPES]
    cases += [{"call": "scalar", "dtypes": [d], "value": v, "result": of_scalar(d, v)} for d in DTYPES for v in SCALARS]
    for name, ask in (("float", np.sqrt), ("mean", np.mean), ("sum", np.sum), ("prod", np.prod)):
        cases += [{"call": name, "dtypes": [d], "result": ask(one[d]).dtype.name} for d in DTYPES]
    write("promotion", cases)
