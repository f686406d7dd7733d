"""Functions of one column: inputs by name, what pandas answers row by row."""

from encode import write


class Columns:
    def __init__(self, name):
        self.name, self.inputs, self.cases = name, {}, []

    def input(self, name, type, values):
        """Registers a column: its type here, and its rows as JSON (64-bit integers as text)."""
        self.inputs[name] = {"type": type, "values": [rows(v) for v in values]}

    def ask(self, call, input, answer, **params):
        """Records the rows that `answer` gives, or the kind of error."""
        try:
            result = [rows(v) for v in answer()]
        except Exception as error:  # noqa: BLE001 - the kind of the error is the answer
            result = {"error": type(error).__name__}
        self.cases.append({"call": call, "input": input, "params": params, "result": result})

    def write(self):
        write(self.name, self.cases, inputs=self.inputs)


def rows(value):
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, (str, bool)):
        return value
    if hasattr(value, "item"):
        value = value.item()
        return rows(value)
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else str(value)
    return value
