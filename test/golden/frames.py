"""Operations on frames: inputs by name, what pandas answers column by column."""

import pandas as pd
from columns import rows
from encode import np, write

DAY = 86_400_000_000_000


class Frames:
    def __init__(self, name):
        self.name, self.inputs, self.cases = name, {}, []

    def input(self, name, **columns):
        """Registers a frame: of each column its type here and its values (times as ticks); gives pandas' frame."""
        self.inputs[name] = {c: {"type": t, "values": [cell(v) for v in vs]} for c, (t, vs) in columns.items()}
        return pd.DataFrame({c: series(t, vs) for c, (t, vs) in columns.items()})

    def ask(self, frame, steps, answer, **about):
        """Records the columns that `answer` gives after the methods in `steps`, or the kind of error."""
        try:
            made = answer()
            result = {c: [cell(v) for v in (made[c] if isinstance(made, dict) else made[c].tolist())] for c in made}
        except Exception as error:  # noqa: BLE001 - the kind of the error is the answer
            result = {"error": type(error).__name__}
        self.cases.append({"frame": frame, "steps": steps, **about, "result": result})

    def write(self):
        write(self.name, self.cases, inputs=self.inputs)


def series(type, values):
    has_null = any(v is None for v in values)
    if type.startswith(("int", "uint")):
        return pd.Series(values, dtype=type.capitalize().replace("Uint", "UInt") if has_null else type)
    if type.startswith("float"):
        return pd.Series([np.nan if v is None else v for v in values], dtype=type)
    if type == "bool":
        return pd.Series(values, dtype="boolean" if has_null else "bool")
    if type == "utf8" or type.startswith("list"):
        return pd.Series(values, dtype="object")
    if type == "category":
        kinds = sorted({v for v in values if v is not None})
        return pd.Series(pd.Categorical(values, categories=kinds, ordered=True))
    scale = DAY if type == "date" else 1
    ticks = [pd.NaT if v is None else v * scale for v in values]
    return pd.Series(ticks, dtype="timedelta64[ns]" if type.startswith("duration") else "datetime64[ns]")


def cell(value):
    """A value as JSON: null, truth values, numbers (64-bit integers beyond 2**53 and infinities as text), texts, ticks, lists of these."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [cell(v) for v in value]
    if isinstance(value, (pd.Timestamp, pd.Timedelta)):
        return rows(value.value)
    if isinstance(value, (float, np.floating)) and np.isinf(value):
        return "inf" if value > 0 else "-inf"
    if isinstance(value, np.datetime64):
        return cell(pd.Timestamp(value))
    if isinstance(value, np.timedelta64):
        return cell(pd.Timedelta(value))
    return rows(value)
