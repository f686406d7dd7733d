import type { Expr } from "../expr/expr.ts";

/** Changes expressions into cheaper ones with the same result. */
export interface Pass {
  /** `expand` cannot be switched off: what it replaces cannot run. What it decides can, as `stay` and `spread`. */
  readonly name: PassName | "expand";
  /** One sentence for `explain` and the docs. */
  readonly doc: string;
  run(roots: readonly Expr[], note: (text: string) => void): Expr[];
}

/** Every pass, in the order they run. `stay` and `spread` are done by `expand`, and `fuse` when tasks are made. */
export const passNames = ["sortInSteps", "simplify", "pushdown", "columns", "stay", "spread", "sourceChunks", "rechunkInSteps", "fuse"] as const;
export type PassName = (typeof passNames)[number];
