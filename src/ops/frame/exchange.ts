import { type Expr, makeExpr } from "../../expr/expr.ts";
import type { Layout } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { resplitOp, type SplitParams, splitOp } from "./split.ts";
import { type Stage, stage } from "./stage.ts";

/** One key of an order. Missing values are last unless said; NaN is the greatest number. */
export interface SortKey {
  readonly expr: ColumnExpr;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Which part a row goes to: by the hash of its keys; by the range of keys it lies in; by the number of its part, in a column (null: the last). */
export type Route =
  | {
      readonly by: "hash";
      readonly keys: readonly ColumnExpr[] /** Keys whose rows are dealt out to all parts, or copied (`hot-keys.ts`), and which side of a join this is. */;
      readonly hot?: { readonly keys: Expr; readonly side: 0 | 1 } | undefined;
    }
  | {
      readonly by: "range";
      readonly keys: readonly SortKey[];
      readonly splitters: Expr /** Keys that equal a splitter go before it. */;
      readonly after?: boolean;
    }
  | { readonly by: "number"; readonly expr: ColumnExpr };

/** With more pieces than this, each of which is a chunk to be kept account of, rows are sent in two steps: each row twice, but in far fewer pieces. */
const mostPieces = 2 ** 12;

/** Rows sent to parts, in the order of partitions and within them; read by stages with the rule "column". */
export function parted(input: Expr, route: Route, parts: number): Expr {
  const keys = route.by === "hash" ? route.keys : route.by === "range" ? route.keys.map(({ expr }) => expr) : [route.expr];
  const hint = route.by === "range" ? route.splitters : route.by === "hash" ? route.hot?.keys : undefined;
  const told = hint === undefined ? [] : [hint];
  const params: SplitParams = {
    by: route.by,
    keys,
    descending: route.by === "range" ? route.keys.map((key) => key.descending) : [],
    nullsFirst: route.by === "range" ? route.keys.map((key) => key.nullsFirst) : [],
    names: namesOf(input),
    parts,
    after: route.by === "range" && route.after === true,
    side: route.by === "hash" ? route.hot?.side : undefined,
    step: undefined,
  };
  if (partitionsOf(input) * parts <= mostPieces) return makeExpr(splitOp, [input, ...told], params);
  const groupSize = groupSizeFor(parts);
  const groups = makeExpr(splitOp, [input, ...told], { ...params, step: { send: "to groups", groupSize } });
  return makeExpr(resplitOp, [groups, ...told], { ...params, step: { send: "within groups", groupSize } });
}

/** About as many parts as there are groups, so that the last group lacks few. */
function groupSizeFor(parts: number): number {
  const root = Math.sqrt(parts);
  let best = Math.ceil(root);
  const lacking = (size: number) => Math.ceil(parts / size) * size - parts;
  for (let size = Math.ceil(0.75 * root); size <= 1.33 * root; size++) if (lacking(size) < lacking(best)) best = size;
  return best;
}

/** Sends rows to parts: made anew by `kernel` from all that came to each. */
export function exchange(input: Expr, route: Route, parts: number, made: Pick<Stage, "kernel" | "values" | "schema" | "layout">): Expr {
  return stage({ ...made, inputs: [parted(input, route, parts)], partitions: parts, reads: ["column"] });
}

/** Keys between which there are about equally many rows: `parts - 1` of them, or fewer where keys repeat. */
export function splittersOf(input: Expr, keys: readonly SortKey[], parts: number): Expr {
  const plain = {
    keys: keys.map(({ expr }) => expr),
    descending: keys.map((key) => key.descending),
    nullsFirst: keys.map((key) => key.nullsFirst),
  };
  const sample = stage({ kernel: "sample", inputs: [input], schema: [], values: { ...plain, names: namesOf(input) } });
  return stage({ kernel: "splitters", inputs: [sample], schema: [], values: { ...plain, parts }, partitions: 1, reads: ["all"] });
}

/** How many parts rows are sent to, when nobody says: enough for every core; where there is much, parts are no larger than what came, as long as they are not too many. */
export function defaultParts(partitions: number): number {
  return partitions <= 32 ? Math.max(1, Math.min(partitions, 8)) : Math.max(Math.min(64, partitions), Math.ceil(partitions / 16));
}

/** The same rows in order, each partition before the next. */
export function sorted(input: Expr, keys: readonly SortKey[], parts: number, layout?: Layout): Expr {
  const schema = schemaOf(input);
  const values = {
    keys: keys.map(({ expr }) => expr),
    descending: keys.map((key) => key.descending),
    nullsFirst: keys.map((key) => key.nullsFirst),
    names: namesOf(input),
  };
  if (partitionsOf(input) === 1 && parts === 1) return stage({ kernel: "sort", inputs: [input], schema, values, layout });
  return exchange(input, { by: "range", keys, splitters: splittersOf(input, keys, parts) }, parts, { kernel: "sort", schema, values, layout });
}
