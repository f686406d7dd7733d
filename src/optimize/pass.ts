import type { Expr } from "../expr/expr.ts";

/** Changes expressions into cheaper ones with the same result. */
export interface Pass {
  /** `expand` cannot be switched off: what it replaces cannot run. */
  readonly name: PassName | "expand";
  /** One sentence for `explain` and the docs. */
  readonly doc: string;
  run(roots: readonly Expr[]): Expr[];
}

/** Every pass, in the order they run. `fuse` is done when tasks are made. */
export const passNames = ["sortInSteps", "simplify", "pushdown", "columns", "sourceChunks", "rechunkInSteps", "fuse"] as const;
export type PassName = (typeof passNames)[number];
