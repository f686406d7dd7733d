import { checkEdges } from "../../../ops/define/edges.ts";
import { ShapeError } from "../../../util/errors.ts";
import { edgesOf } from "../edges.ts";
import { paramsOf } from "../params.ts";
import { denseOf, type Reference } from "./reference.ts";

export const bincount: Reference = (step, [x, weights]) => {
  const params = paramsOf(step, "bincount");
  const values = [...x!.data].map(Number);
  const most = "length" in params ? params.length : params.bound;
  const length = "length" in params ? most : values.reduce((least, value) => Math.max(least, value + 1), params.minlength);
  const wrong = values.find((value) => value < 0 || value >= most);
  if (wrong !== undefined) throw new ShapeError(`bincount: ${wrong} does not fit into ${most} counts`);
  const counts = new Array<number>(length).fill(0);
  values.forEach((value, i) => {
    counts[value]! += weights === undefined ? 1 : Number(weights.data[i]);
  });
  return denseOf("float64", [length], counts);
};

export const addPadded: Reference = (_, args) => {
  const length = Math.max(...args.map((arg) => arg.data.length));
  const sums = Array.from({ length }, (_, i) => args.reduce((sum, { data }) => sum + Number(data[i] ?? 0), 0));
  return denseOf("float64", [length], sums);
};

export const histogram: Reference = (step, args) => {
  const params = paramsOf(step, "histogram");
  const equal = params.bins !== undefined;
  const edges = [...(params.bins === undefined ? args[1]!.data : edgesOf(params))].map(Number);
  checkEdges(edges);
  const weights = args[equal ? 1 : 2];
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  [...args[0]!.data].map(Number).forEach((value, i) => {
    if (!(value >= edges[0]! && value <= edges[bins]!)) return;
    const bin = Math.min(
      bins - 1,
      edges.findLastIndex((edge) => edge <= value),
    );
    counts[bin]! += weights === undefined ? 1 : Number(weights.data[i]);
  });
  return denseOf("float64", [bins], counts);
};
