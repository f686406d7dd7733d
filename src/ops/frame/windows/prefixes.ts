import type { Expr } from "../../../expr/expr.ts";
import { partitionsOf, schemaOf } from "../schema.ts";
import { type Stage, stage } from "../stage.ts";

/** How many partitions are joined at once. */
const fanIn = 16;

/**
 * For each partition what `join` makes of it and all before it, or, from the end, all after it. No partition waits for more than a few rounds of small work: in each, what
 * stands for a stretch of partitions is joined with the stretches before it (W. D. Hillis and G. L. Steele's scan, 16 at a time).
 */
export function prefixes(own: Expr, join: Pick<Stage, "kernel" | "values">, fromEnd: boolean): Expr {
  const count = partitionsOf(own);
  let current = own;
  for (let span = 1; span < count; span *= fanIn) {
    const each = Array.from({ length: count }, (_, i) =>
      Array.from({ length: fanIn }, (_, j) => (fromEnd ? i + j * span : i - (fanIn - 1 - j) * span)).filter((at) => at >= 0 && at < count),
    );
    current = stage({ ...join, inputs: [current], schema: schemaOf(own), reads: [{ each }] });
  }
  return current;
}
