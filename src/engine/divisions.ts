import type { Batch } from "../chunk/column.ts";
import { valuesOf } from "../chunk/column-values.ts";
import type { Expr } from "../expr/expr.ts";
import type { Division, IndexLayout } from "../expr/meta.ts";
import { persisted } from "../ops/define/stored.ts";
import { indexColumn } from "../ops/frame/divisions.ts";
import { compareBounds } from "../ops/frame/part-facts.ts";
import { frameOf } from "../ops/frame/schema.ts";
import { endsOf } from "../ops/frame/set-index.ts";
import { asCalled } from "./as-called.ts";
import { computeBatches } from "./compute-batches.ts";
import type { ComputeOptions } from "./options.ts";
import { disposePersisted, persistExprs } from "./persist.ts";

/** Computes where the partitions of a frame that is sorted by a column begin and end; nothing if divisions cannot say it. */
export async function findDivisions(frame: Expr, index: IndexLayout, options: ComputeOptions): Promise<readonly Division[] | undefined> {
  const [ends] = await computeBatches([endsOf(frame, indexColumn(frame, index, "divisions"), false)], options);
  return divisionsOf(ends!);
}

/** Keeps a frame that is sorted by a column, and tells its divisions: with the rows there, what was claimed of them is known. */
export async function persistIndexed(frame: Expr, index: IndexLayout, given: ComputeOptions): Promise<Expr> {
  const options = asCalled("persist", given);
  const ends = endsOf(frame, indexColumn(frame, index, "persist"), false);
  const [kept, keptEnds] = (await persistExprs([frame, ends], options)) as [Expr, Expr];
  try {
    const [found] = await computeBatches([keptEnds], options);
    const divisions = index.divisions ?? divisionsOf(found!);
    const meta = frameOf(kept.meta);
    const together = divisions === undefined ? meta.layout?.together : [index.column];
    const layout = { together, index: { column: index.column, divisions, claimed: false } };
    return persisted(frame.token, { ...meta, layout }, kept.held as never);
  } catch (error) {
    disposePersisted(kept);
    throw error;
  } finally {
    disposePersisted(keptEnds);
  }
}

/** From the first and last keys of each partition. */
function divisionsOf(ends: readonly Batch[]): Division[] | undefined {
  const found = ends.map(({ length, columns }) => {
    if (length === 0) return undefined;
    const [first, last] = [valuesOf(columns[0]!)[0]!, valuesOf(columns[1]!)[0]!];
    return { first, last, missing: columns[2]!.values[0] !== 0 };
  });
  const end = found[found.length - 1];
  // Keys without a place in an order are said to be in the last partition, which has the last key, too.
  if (end === undefined || end.first === null || Number.isNaN(end.last) || Number.isNaN(end.first)) return undefined;
  const divisions = [end.last as Division];
  for (let partition = found.length - 1; partition >= 0; partition--) {
    const own = found[partition];
    const isLast = partition === found.length - 1;
    if (own !== undefined && !isLast && (own.missing || Number.isNaN(own.last) || compareBounds(own.last as Division, divisions[0]!) >= 0)) return undefined;
    divisions.unshift(own === undefined ? divisions[0]! : (own.first as Division));
  }
  return divisions;
}
