import type { Expr } from "../expr/expr.ts";
import { type FrameMeta, type Meta, sameChunks } from "../expr/meta.ts";
import { isCallsOnly } from "../ops/value/call.ts";
import { must } from "../util/must.ts";
import { expand } from "./expand.ts";
import type { Pass, PassName, Rewriting } from "./pass.ts";
import { columns } from "./passes/columns.ts";
import { pushdown } from "./passes/pushdown.ts";
import { rechunkInSteps } from "./passes/rechunk-in-steps.ts";
import { simplify } from "./passes/simplify.ts";
import { sortInSteps } from "./passes/sort-in-steps.ts";
import { sourceChunks } from "./passes/source-chunks.ts";

type Step = Rewriting<PassName | "expand">;

/** What is done to every plan, in this order: the passes that are not off, and between them what no plan can do without. */
function stepsFor(off: ReadonlySet<PassName>, memoryLimitBytes: number): readonly Step[] {
  const on = (...passes: readonly Pass[]) => passes.filter(({ name }) => !off.has(name));
  return [
    ...on(sortInSteps(memoryLimitBytes), simplify, pushdown, columns),
    expand(off, memoryLimitBytes),
    ...on(sourceChunks, rechunkInSteps(memoryLimitBytes)),
  ];
}

/** What a pass, or `expand`, did, for `explain`. */
export interface PassReport {
  readonly pass: Step["name"];
  readonly changed: boolean;
  readonly milliseconds: number;
  /** What it decided, a sentence each. */
  readonly notes: readonly string[];
}

/** The same results for less work. A pass can be switched off by name; after each, the results must be what they were. */
export function optimize(
  roots: readonly Expr[],
  off: ReadonlySet<PassName>,
  memoryLimitBytes: number,
): { readonly roots: readonly Expr[]; readonly reports: readonly PassReport[] } {
  let current: readonly Expr[] = roots;
  const reports: PassReport[] = [];
  // Calls of functions can be made neither fewer nor cheaper, and there may be very many.
  if (roots.every(isCallsOnly)) return { roots, reports };
  for (const pass of stepsFor(off, memoryLimitBytes)) {
    const start = performance.now();
    const notes = new Set<string>();
    const next = pass.run(current, (text) => notes.add(text));
    verify(pass.name, current, next);
    reports.push({
      pass: pass.name,
      changed: next.some((root, i) => root.token !== current[i]!.token),
      milliseconds: performance.now() - start,
      notes: [...notes],
    });
    current = next;
  }
  return { roots: current, reports };
}

function verify(pass: Step["name"], before: readonly Expr[], after: readonly Expr[]): void {
  must(before.length === after.length, `${pass} changed how many results there are`);
  before.forEach(({ meta, op }, i) => {
    const now = after[i]!.meta;
    must(meta.dtype === now.dtype, `${pass} changed ${op.name} from ${meta.dtype} to ${now.dtype}`);
    // How long the partitions of a frame are may be found out, or forgotten: frames count on it nowhere.
    const same = meta.kind === "frame" ? meta.chunks[0]!.length === now.chunks[0]!.length : sameChunks(meta.chunks, now.chunks);
    if (meta.kind === "frame") verifySchema(pass, meta, now);
    must(same, same ? "" : `${pass} changed the chunks of ${op.name} from ${JSON.stringify(meta.chunks)} to ${JSON.stringify(now.chunks)}`);
  });
}

function verifySchema(pass: Step["name"], before: FrameMeta, after: Meta): void {
  const text = (meta: Meta) => (meta.kind === "frame" ? meta.schema.map(({ name, type }) => `${name}: ${type}`).join(", ") : "no frame");
  must(text(before) === text(after), `${pass} changed the columns from ${text(before)} to ${text(after)}`);
}
