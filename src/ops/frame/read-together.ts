import type { Expr, RewriteHints } from "../../expr/expr.ts";
import { isStored } from "../define/stored.ts";
import { defaultParts } from "./exchange.ts";
import { type ProjectParams, projectOp } from "./project-op.ts";
import { namesOf, partitionsOf, schemaOf, unusedName } from "./schema.ts";
import type { Stage } from "./stage.ts";

/** What a stage reads. */
export interface Reading extends Pick<Stage, "partitions" | "reads"> {
  readonly input: Expr;
  /** The names of what is read; columns that nobody wants have one that is not used. */
  readonly names: readonly string[];
}

/** Partitions in memory that one task reads take at most this part of it. */
const shareOfMemory = 1 / 16;

/** How a stage that leaves little of its rows reads them: of partitions in memory several a task, so that what it leaves of groups comes once instead of once each. */
export function readTogether(input: Expr, { memoryLimitBytes, note }: RewriteHints): Reading {
  const own = { input, names: namesOf(input) };
  const stored = storedBelow(input);
  if (stored === undefined) return own;
  const count = partitionsOf(input);
  const tasks = defaultParts(count);
  const at = Array.from({ length: tasks + 1 }, (_, i) => Math.round((i * count) / tasks));
  const bytes = stored.input.meta.chunks[0] as readonly number[];
  const mostBytes = Math.max(...at.slice(1).map((end, i) => bytes.slice(at[i], end).reduce((sum, more) => sum + more, 0)));
  if (tasks === count || mostBytes > shareOfMemory * memoryLimitBytes) return own;
  note(`${count} partitions in memory are read by ${tasks} tasks`);
  return { ...stored, partitions: tasks, reads: [{ at }] };
}

/** What is in memory, if columns are chosen of it and nothing is computed, and how they are called then. */
function storedBelow(input: Expr): Pick<Reading, "input" | "names"> | undefined {
  if (isStored(input)) return { input, names: namesOf(input) };
  const [below] = input.inputs;
  if (input.op.name !== projectOp.name || !isStored(below!)) return undefined;
  const unused = unusedName("unused", schemaOf(input));
  const names = namesOf(below!).map(() => unused);
  for (const { name, expr } of (input.params as ProjectParams).columns) {
    const column = "column" in expr ? namesOf(below!).indexOf(expr.column) : -1;
    if (column < 0 || names[column] !== unused) return undefined;
    names[column] = name;
  }
  return { input: below!, names };
}
