import type { Expr } from "../expr/expr.ts";
import { isKnown } from "../expr/meta.ts";
import { walk, withInputs } from "../expr/walk.ts";
import { evenChunks } from "../ops/define/chunks.ts";
import { UnknownLengths } from "../ops/define/later.ts";
import { rechunkExpr } from "../ops/define/rechunk.ts";
import { isCallsOnly } from "../ops/value/call.ts";
import { ShapeError } from "../util/errors.ts";
import { must } from "../util/must.ts";

/** Computes expressions and keeps their chunks, lengths and all. */
export type Persist = (roots: readonly Expr[]) => Promise<readonly Expr[]>;

/** Whether there is something below that waits for lengths. */
export function isOpen(roots: readonly Expr[]): boolean {
  return !roots.every(isCallsOnly) && walk(roots).some((node) => node.op.settle !== undefined);
}

/**
 * The same expressions with no promises in them: what promises wait for (mostly what a mask took) is computed and kept, from the leaves up, and what was promised is made of
 * that. What others need and is as long as only running tells stays so.
 */
export async function settle(roots: readonly Expr[], persist: Persist): Promise<Expr[]> {
  const order = walk(roots);
  const kept = new Map<string, Expr>();
  const awaited = new Set(walk(order.filter((node) => node.op.settle !== undefined).flatMap((node) => node.inputs)).map((node) => node.token));
  for (;;) {
    const done = new Map(kept);
    const origins = new Map<Expr, Expr>();
    const clashes: Expr[] = [];
    for (const node of order) {
      if (done.has(node.token)) continue;
      const inputs = node.inputs.map((input) => done.get(input.token));
      if (inputs.includes(undefined)) continue;
      const made = rebuild(node, inputs as Expr[]);
      if (made === undefined) clashes.push(node);
      else if (isKnown(made.meta.shape)) done.set(node.token, fit(node, made));
      // How long partitions of frames are is nothing that arrays wait for.
      else if (made.meta.kind === "array" && (awaited.has(node.token) || node.op.settle !== undefined)) origins.set(node, made);
      else done.set(node.token, made);
    }
    if (origins.size === 0 && clashes.length === 0) return roots.map((root) => done.get(root.token)!);
    // Where lengths are there for some inputs only, they have to be there for all.
    const before = awaited.size;
    for (const below of walk(clashes.flatMap((node) => node.inputs))) awaited.add(below.token);
    if (awaited.size > before) continue;
    must(origins.size > 0, `the lengths of ${clashes[0]?.op.name} do not settle`);
    const found = await persist([...origins.values()]);
    [...origins.keys()].forEach((node, i) => {
      kept.set(node.token, fit(node, found[i]!));
    });
  }
}

/** A node on inputs of known lengths, as what it is then; nothing if only some of them are. */
function rebuild(node: Expr, inputs: readonly Expr[]): Expr | undefined {
  const isSame = inputs.every((input, i) => input === node.inputs[i]);
  if (node.op.settle === undefined) {
    if (isSame) return node;
    try {
      return withInputs(node, inputs);
    } catch (error) {
      if (error instanceof UnknownLengths) return undefined;
      throw error;
    }
  }
  return node.op.settle({ ...node, inputs });
}

/** What became of a promise, in as many chunks as were promised. */
function fit({ op, meta }: Expr, made: Expr): Expr {
  if (op.settle === undefined) return made;
  const same = made.meta.dtype === meta.dtype && made.meta.shape.length === meta.shape.length;
  if (!same || meta.shape.some((extent, axis) => extent !== undefined && made.meta.shape[axis] !== undefined && extent !== made.meta.shape[axis])) {
    const text = (shape: typeof meta.shape) => `[${shape.map((extent) => extent ?? "?").join(", ")}]`;
    throw new ShapeError(`${op.name.replace("array/", "")}: gives shape ${text(made.meta.shape)} where ${text(meta.shape)} was expected`);
  }
  return rechunkExpr(
    made,
    meta.chunks.map((promised, axis) => {
      const own = made.meta.chunks[axis]!;
      if (!promised.includes(undefined)) return promised;
      return own.length === promised.length ? own : inParts(made.meta.shape[axis] as number, promised.length);
    }),
  );
}

/** A length in so many parts, the last ones shorter or empty. */
function inParts(length: number, count: number): number[] {
  const parts = evenChunks(length, Math.max(1, Math.ceil(length / count)));
  return [...parts, ...new Array<number>(count - parts.length).fill(0)];
}
