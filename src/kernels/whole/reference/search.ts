import { checkBins } from "../../../ops/define/edges.ts";
import { paramsOf } from "../params.ts";
import { compare } from "./order.ts";
import { type Dense, denseOf, type Reference, type Value } from "./reference.ts";

export const searchsorted: Reference = (step, [sorted, v]) => {
  const { side } = paramsOf(step, "searchsorted");
  return mapValues(v!, (value) => insertion([...sorted!.data], value, side));
};

export const digitize: Reference = (step, [x, bins]) => {
  const { right } = paramsOf(step, "digitize");
  const edges = [...bins!.data];
  checkBins(edges);
  if (edges.length < 2 || edges[0]! <= edges.at(-1)!) return mapValues(x!, (value) => insertion(edges, value, right ? "left" : "right"));
  return mapValues(x!, (value) => edges.length - insertion(edges.toReversed(), value, right ? "left" : "right"));
};

/** How many of the sorted values come before one that is inserted. */
function insertion(sorted: readonly Value[], value: Value, side: "left" | "right"): number {
  return sorted.filter((other) => compare(other, value) < (side === "right" ? 1 : 0)).length;
}

function mapValues(x: Dense, change: (value: Value) => number): Dense {
  return denseOf("float64", x.shape, [...x.data].map(change));
}
