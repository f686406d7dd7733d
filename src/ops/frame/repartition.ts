import type { Expr } from "../../expr/expr.ts";
import type { Division } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { indexColumn, partitionsBetween, requireIndex, requireRising, shownDivision } from "./divisions.ts";
import { compareBounds } from "./part-facts.ts";
import { namesOf, schemaOf } from "./schema.ts";
import { setIndex } from "./set-index.ts";
import { stage } from "./stage.ts";

/** The same rows in partitions of these divisions. Where those of the frame are known, each is made of those that overlap it. */
export function repartitionBy(input: Expr, divisions: readonly Division[], force: boolean): Expr {
  const index = requireIndex(input, "repartition");
  requireRising(divisions, "repartition");
  const now = index.divisions;
  if (now === undefined) return setIndex(input, index.column, { divisions });
  const [first, last] = [divisions[0]!, divisions[divisions.length - 1]!];
  const [least, most] = [now[0]!, now[now.length - 1]!];
  const narrower = compareBounds(first, least) > 0 || compareBounds(last, most) < 0;
  if (narrower || (!force && (compareBounds(first, least) !== 0 || compareBounds(last, most) !== 0)))
    throw new ShapeError(
      `repartition: divisions from ${shownDivision(first)} to ${shownDivision(last)}, and the frame's are from ${shownDivision(least)} to ${shownDivision(most)}; ${narrower ? "loc takes fewer rows" : "give { force: true } for wider ones"}`,
    );
  return cutBetween(input, divisions, divisions);
}

/** The rows of a frame of known divisions in others: those before the first are in the first partition, those after the last in the last one. */
export function cutBetween(input: Expr, divisions: readonly Division[], known?: readonly Division[]): Expr {
  const index = requireIndex(input, "repartition");
  const now = index.divisions!;
  const count = divisions.length - 1;
  const spans = Array.from({ length: count }, (_, i) => {
    const [from, to] = partitionsBetween(now, i === 0 ? undefined : divisions[i], i === count - 1 ? undefined : divisions[i + 1]);
    // Something is read also where nothing overlaps: a batch without rows is made of it.
    return from < to ? { from, to } : { from: Math.min(from, now.length - 2), to: Math.min(from, now.length - 2) + 1 };
  });
  const values = { key: indexColumn(input, index, "repartition"), divisions, names: namesOf(input) };
  return stage({
    kernel: "between",
    inputs: [input],
    schema: schemaOf(input),
    values,
    partitions: count,
    reads: [{ from: spans.map(({ from }) => from), to: spans.map(({ to }) => to) }],
    numbered: true,
    layout: { index: { ...index, divisions: known }, together: [index.column] },
  });
}
