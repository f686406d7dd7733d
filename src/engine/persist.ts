import type { Chunk } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import { runGraph } from "../execute/run-graph.ts";
import type { Expr } from "../expr/expr.ts";
import { withChunks } from "../expr/meta.ts";
import { cull } from "../graph/cull.ts";
import { persisted } from "../ops/define/stored.ts";
import { asCalled } from "./as-called.ts";
import { planFor } from "./known-plans.ts";
import type { ComputeOptions } from "./options.ts";
import { runOptions } from "./run-options.ts";
import { isOpen, settle } from "./settle.ts";

/** Frees what a collection holds when nobody can reach it any more and nobody freed it before. */
const backstop = new FinalizationRegistry<readonly Chunk[]>(release);

function release(chunks: readonly Chunk[]): void {
  for (const chunk of chunks) pool.release(chunk.block);
}

/** What only this thread has, for as long as somebody has the chunks that may name it. */
const localsOf = new WeakMap<readonly Chunk[], readonly object[]>();

/** Computes and keeps the chunks in the pool, or on disk when the memory limit asks for it. */
export async function persistExprs(roots: readonly Expr[], given: ComputeOptions = {}): Promise<Expr[]> {
  const options = asCalled("persist", given);
  using known = await settled(roots, options);
  const { lowered } = planFor(known.roots, options);
  using run = runOptions(options);
  const locals: object[] = [];
  const chunks = await runGraph(cull(lowered.graph), { ...run.options, keepLocal: (value) => locals.push(value) });
  return known.roots.map((root, i) => {
    const { from, count } = lowered.roots[i]!;
    const held = chunks.slice(from, from + count);
    if (locals.length > 0) localsOf.set(held, locals);
    const { token } = roots[i]!;
    const { meta } = root;
    const extents = meta.chunks.some((axis) => axis.includes(undefined)) ? knownChunks(root, held) : meta.chunks;
    return keptFor(persisted(token, withChunks(meta, extents), held));
  });
}

/** What holds chunks frees them when nobody can reach it any more. */
export function keptFor(node: Expr): Expr {
  const held = node.held as readonly Chunk[];
  backstop.register(held, held.slice(), held);
  return node;
}

/** Expressions whose lengths, where something waits for them, are known; disposing it frees what was computed for that. */
export async function settled(roots: readonly Expr[], options: ComputeOptions = {}): Promise<{ readonly roots: readonly Expr[] } & Disposable> {
  const made: Expr[] = [];
  const free = () => made.forEach(disposePersisted);
  const persist = async (some: readonly Expr[]) => {
    const found = await persistExprs(some, options);
    made.push(...found);
    return found;
  };
  let current = roots;
  try {
    while (isOpen(current)) current = await settle(current, persist);
  } catch (error) {
    free();
    throw error;
  }
  return { roots: current, [Symbol.dispose]: free };
}

/** Frees what `persistExprs` kept, now. */
export function disposePersisted(node: Expr): void {
  const held = node.held as readonly Chunk[] | undefined;
  if (held === undefined || !backstop.unregister(held)) return;
  release(held);
}

/** Chunks of lengths that are known now that they are there. */
function knownChunks(root: Expr, held: readonly Chunk[]): number[][] {
  const grid = root.meta.chunks.map((axis) => axis.length);
  return grid.map((count, axis) => {
    const inner = grid.slice(axis + 1).reduce((size, length) => size * length, 1);
    return Array.from({ length: count }, (_, index) => held[index * inner]!.shape[axis]!);
  });
}
