import { type Blockwise, type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import type { FrameMeta, Layout } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
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

export type SplitParams = {
  readonly by: Route["by"];
  readonly keys: readonly ColumnExpr[];
  readonly descending: readonly boolean[];
  readonly nullsFirst: readonly boolean[];
  readonly parts: number;
  readonly after: boolean;
  /** Which side of a join it is that has keys to deal out. */
  readonly side: 0 | 1 | undefined;
};

/** Every partition cut into parts, each a chunk of its own: a grid of partitions × parts, of which one task makes a row. */
const splitOp: Op<SplitParams> = {
  name: "frame/split",
  infer([input], { parts }): FrameMeta {
    const meta = frameOf(input!);
    return { ...meta, shape: [undefined, undefined], chunks: [meta.chunks[0]!, new Array<undefined>(parts).fill(undefined)], layout: undefined };
  },
  blockwise(node): Blockwise {
    const { by, keys, descending, nullsFirst, parts, after, side } = node.params;
    const params = { by, keys, descending, nullsFirst, parts, after, names: namesOf(node.inputs[0]!), ...(side !== undefined && { side }) };
    return {
      reads: ([partition]) => node.inputs.map((_, input) => ({ input, at: [input === 0 ? partition! : 0] })),
      aligned: (input) => input === 0,
      results: parts,
      steps(build, args) {
        const routing = build.step({ kernel: "frame/route", dtype: "uint8", args, result: "uint8", params });
        return Array.from({ length: parts }, (_, part) =>
          build.step({ kernel: "frame/part", dtype: "uint8", args: [args[0]!, routing], result: "uint8", params: { part, parts } }),
        );
      },
    };
  },
};

export function isSplit(node: Expr): node is Expr<SplitParams> {
  return node.op === (splitOp as Op);
}

/** Rows sent to parts, in the order of partitions and within them; read by stages with the rule "column". */
export function parted(input: Expr, route: Route, parts: number): Expr {
  const keys = route.by === "hash" ? route.keys : route.by === "range" ? route.keys.map(({ expr }) => expr) : [route.expr];
  const told = route.by === "range" ? route.splitters : route.by === "hash" ? route.hot?.keys : undefined;
  return makeExpr(splitOp, told === undefined ? [input] : [input, told], {
    by: route.by,
    keys,
    descending: route.by === "range" ? route.keys.map((key) => key.descending) : [],
    nullsFirst: route.by === "range" ? route.keys.map((key) => key.nullsFirst) : [],
    parts,
    after: route.by === "range" && route.after === true,
    side: route.by === "hash" ? route.hot?.side : undefined,
  });
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
