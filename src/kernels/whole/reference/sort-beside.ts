import { compare } from "./order.ts";
import { denseOf, type Reference, type Value } from "./reference.ts";

export const sortBeside: Reference = (_, [x, beside]) => {
  const rows = Array.from(x!.data as Iterable<Value>, (value, i) => ({ value, place: beside!.data[i]! }));
  rows.sort((a, b) => compare(a.value, b.value) || compare(a.place, b.place));
  return denseOf(
    "float64",
    x!.shape,
    rows.map(({ place }) => place),
  );
};
