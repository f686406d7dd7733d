import { paramsOf } from "../params.ts";
import { at, type Dense, denseOf, indicesOf, mapRows, type Reference } from "./reference.ts";

export const compress: Reference = (step, [x, mask]) => {
  const { axis } = paramsOf(step, "compress");
  const chosen = [...mask!.data].flatMap((flag, i) => (flag ? [i] : []));
  return mapRows(x!, axis, step.dtype, chosen.length, (row) => chosen.map((i) => row[i]!));
};

export const extract: Reference = (step, [x, mask]) => {
  const values = [...x!.data].filter((_, i) => mask!.data[i]);
  return denseOf(step.dtype, [values.length], values);
};

export const nonzero: Reference = (step, [x], places) => {
  const { axis } = paramsOf(step, "nonzero");
  const origin = step.place === undefined ? x!.shape.map(() => 0) : places[step.place]!.origin;
  const positions =
    axis === undefined
      ? [...x!.data].flatMap((value, i) => (Number(value) !== 0 ? [i] : []))
      : indicesOfNonzero(x!).map((index) => index[axis]! + origin[axis]!);
  return denseOf("float64", [positions.length], positions);
};

export const argwhere: Reference = (step, [x], places) => {
  const origin = step.place === undefined ? x!.shape.map(() => 0) : places[step.place]!.origin;
  const found = indicesOfNonzero(x!);
  return denseOf(
    "float64",
    [found.length, x!.shape.length],
    found.flatMap((index) => index.map((k, axis) => k + origin[axis]!)),
  );
};

/** NaN is not zero. */
function indicesOfNonzero(x: Dense): number[][] {
  return [...indicesOf(x.shape)].filter((index) => Number(at(x, index)) !== 0);
}
