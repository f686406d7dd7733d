"""A family of questions: inputs by name, calls by the public names of `da`, NumPy's answers."""

import re

from encode import array, np, number, result, write


class Bigint:
    """A scalar that goes over as a bigint."""

    def __init__(self, value):
        self.value = value


class Family:
    def __init__(self, name, **head):
        self.name, self.head, self.inputs, self.names, self.named, self.cases = name, head, {}, {}, {}, []

    def input(self, name, value):
        """Registers an array that cases refer to as "@name"; gives it back."""
        value = np.asarray(value)
        assert name not in self.inputs, name
        self.inputs[name] = array(value)
        self.names[id(value)] = (name, value)
        self.named[name] = value
        return value

    def ask(self, call, *args, of=None, options=None, convert=None, **about):
        """Records what NumPy answers. `of` is the function asked, when it is not NumPy's of that name; `convert` fits the answer to ours."""
        ask = of or getattr(np, re.sub("[A-Z]", lambda m: "_" + m.group().lower(), call))
        keywords = {re.sub("[A-Z]", lambda m: "_" + m.group().lower(), k): v for k, v in (options or {}).items()}
        given = [plain(a) for a in args]

        def answer():
            value = ask(*given, **keywords)
            return convert(value) if convert else value

        self.record(call, args, options, self.answer(answer), **about)

    def answer(self, ask):
        return result(ask)

    def record(self, call, args, options, answer, **about):
        case = {"call": call, "args": [self.encode(a) for a in args]}
        if options:
            case["options"] = {k: self.encode(v) for k, v in options.items()}
        self.cases.append({**case, **about, "result": answer})

    def encode(self, value):
        if isinstance(value, np.ndarray):
            named = self.names.get(id(value))
            return "@" + named[0] if named and named[1] is value else array(value)
        if isinstance(value, Bigint):
            return {"bigint": str(value.value)}
        if isinstance(value, slice):
            return {"slice": [value.start, value.stop, value.step]}
        if value is Ellipsis:
            return {"selection": "ellipsis"}
        if isinstance(value, (list, tuple)):
            return [self.encode(v) for v in value]
        if isinstance(value, float):
            text = number(value)
            return {"number": text} if isinstance(text, str) else text
        if isinstance(value, np.generic):
            return self.encode(value.item())
        return value

    def write(self):
        write(self.name, self.cases, **self.head, inputs=self.inputs)


def plain(value):
    if isinstance(value, Bigint):
        return value.value
    return [plain(v) for v in value] if isinstance(value, list) else value


def count(value):
    """Counts and positions are float64 here."""
    return tuple(count(v) for v in value) if isinstance(value, (tuple, list)) else np.asarray(value).astype("float64")


INTS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()
FLOATS = ["float32", "float64"]
NUMERIC = INTS + FLOATS
ALL = ["bool"] + NUMERIC


def edges(dtype):
    """Values where mistakes show."""
    if dtype == "bool":
        return np.array([False, True])
    if dtype in INTS:
        info = np.iinfo(dtype)
        near = [-7, -3, -2, -1] if info.min < 0 else [4, 5]
        return np.array([info.min, info.min + 1, *near, 0, 1, 2, 3, 7, info.max - 1, info.max], dtype)
    info = np.finfo(dtype)
    small = [info.smallest_subnormal, -info.smallest_subnormal, info.tiny, info.eps]
    return np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, *small, -2.5, -1, 0.5, 1, 1.5, 3, 1e7 + 0.5, info.max, -info.max]).astype(dtype)
