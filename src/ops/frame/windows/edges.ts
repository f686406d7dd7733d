import type { Expr } from "../../../expr/expr.ts";
import { tokenize } from "../../../expr/token.ts";
import type { Literal } from "../../../graph/program.ts";
import { namesOf } from "../schema.ts";
import { stage } from "../stage.ts";
import { windowFunctionOf } from "./functions.ts";
import { prefixes } from "./prefixes.ts";
import type { Reach, WindowColumn } from "./window-function.ts";

/** What partitions are lent by their neighbors: of partition i, the rows at its end and before that the next one needs (or at its beginning and after). */
export interface Edge {
  readonly side: "before" | "after";
  readonly kind: "rows" | "ticks" | "carry";
  /** Which columns of results take it. */
  readonly columns: readonly number[];
  readonly frame: Expr;
}

interface Lent {
  readonly side: "before" | "after";
  readonly kind: Edge["kind"];
  /** Rows or ticks. */
  readonly reach: number | bigint;
}

function lentBy(reach: Reach): Lent[] {
  if (reach.kind === "carry") return [{ side: reach.from, kind: "carry", reach: 0 }];
  if (reach.kind !== "rows" && reach.kind !== "ticks") return [];
  const sides = [
    { side: "before", kind: reach.kind, reach: reach.before },
    { side: "after", kind: reach.kind, reach: reach.after },
  ] as const;
  // Whether times are in order is seen at the edge before, however narrow the window.
  return sides.filter(({ side, kind, reach: far }) => far > 0 || (kind === "ticks" && side === "before"));
}

/** The edges that some columns of results need. Rows go together, as many as the widest needs; times that reach equally far do. */
export function edgesOf(input: Expr, columns: readonly WindowColumn[]): Edge[] {
  const lists = new Map<string, { lent: Lent; columns: number[] }>();
  columns.forEach(({ call, params, args }, i) => {
    for (const lent of lentBy(windowFunctionOf(call).reach(params))) {
      const key = [lent.side, lent.kind, lent.kind === "ticks" ? `${lent.reach} ${tokenize(args[1])}` : ""].join();
      const known = lists.get(key);
      const wider = known === undefined || lent.reach > known.lent.reach ? lent : known.lent;
      lists.set(key, { lent: wider, columns: [...(known?.columns ?? []), i] });
    }
  });
  return [...lists.values()].map(({ lent, columns: of }) => ({ ...lent, columns: of, frame: chainOf(input, columns, lent, of) }));
}

function chainOf(input: Expr, columns: readonly WindowColumn[], { side, kind, reach }: Lent, of: readonly number[]): Expr {
  const chosen = of.map((i) => columns[i]!);
  const fromEnd = side === "after";
  const own = { inputs: [input], schema: [] };
  const names = namesOf(input);
  if (kind === "rows" || kind === "ticks") {
    const values: { [key: string]: Literal } = { columns: chosen, names, [kind]: reach, end: !fromEnd };
    const rows = stage({ ...own, kernel: "window-edge", values });
    return prefixes(
      rows,
      kind === "rows" ? { kernel: "head", values: { n: reach, end: !fromEnd } } : { kernel: "window-near", values: { ticks: reach, end: !fromEnd } },
      fromEnd,
    );
  }
  const results = stage({ ...own, kernel: "window-carry", values: { columns: chosen, names, end: !fromEnd } });
  // What functions make of their own results is what they make of the rows behind them.
  const again = chosen.map((column, i) => ({ ...column, args: [{ column: `result ${i}`, type: column.type }] }));
  const values = { columns: again, names: again.map((_, i) => `result ${i}`), end: !fromEnd };
  return prefixes(results, { kernel: "window-carry", values }, fromEnd);
}
