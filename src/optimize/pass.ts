import type { Expr } from "../expr/expr.ts";

/** Changes expressions into others with the same result. */
export interface Rewriting<Name extends string> {
  readonly name: Name;
  /** One sentence for `explain` and the docs. */
  readonly doc: string;
  run(roots: readonly Expr[], note: (text: string) => void): Expr[];
}

/** Makes expressions cheaper. Any pass can be switched off. */
export type Pass = Rewriting<PassName>;

/** Every pass, in the order they run. `stay` and `spread` are decided where operations are taken apart (`expand.ts`), and `fuse` when tasks are made. */
export const passNames = ["sortInSteps", "simplify", "pushdown", "columns", "stay", "spread", "sourceChunks", "rechunkInSteps", "fuse"] as const;
export type PassName = (typeof passNames)[number];
