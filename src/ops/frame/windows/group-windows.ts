import { type Expr, makeExpr, type Op } from "../../../expr/expr.ts";
import { frameMeta } from "../../../expr/meta.ts";
import type { ColumnExpr } from "../column-expr.ts";
import { columnsInAll } from "../column-names.ts";
import { defaultParts, exchange } from "../exchange.ts";
import { type NamedExpr, projected } from "../project-op.ts";
import { inNumberedOrder, numbered } from "../row-number.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "../schema.ts";
import { stage } from "../stage.ts";
import { beside } from "./beside.ts";
import type { Over } from "./window-call.ts";
import type { WindowColumn } from "./window-function.ts";
import { neededBy, wantedOf } from "./windows.ts";

export type GroupWindowsParams = { readonly columns: readonly WindowColumn[]; readonly keys: readonly ColumnExpr[]; readonly dropNull: boolean };

/** Columns beside those of a frame, that depend on the rows of each row's group and their order. */
export const groupWindowsOp: Op<GroupWindowsParams> = {
  name: "frame/group-windows",
  infer([input], { columns }) {
    const { schema, layout } = frameOf(input!);
    return frameMeta([...schema, ...columns.map(({ name, type }) => ({ name, type }))], partitionsOf({ meta: input! }), layout);
  },
  needs({ params: { columns, keys } }, wanted) {
    const needed = neededBy(columns, wanted);
    return [wantedOf(columns, wanted).length === 0 ? needed : columnsInAll(keys, needed)];
  },
  narrow: ({ params: { columns, ...over } }, [input], wanted) => groupWindows(input!, wantedOf(columns, wanted), over),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { columns, keys, dropNull } = node.params;
    const partitions = partitionsOf(input);
    if (partitions === 1) {
      const values = { columns, keys, dropNull, names: namesOf(input), kept: namesOf(input).map((_, i) => i) };
      return stage({ kernel: "group-window", inputs: [input], schema: schemaOf(node), layout: frameOf(node.meta).layout, values });
    }
    return beside([input, awayAndHome(input, node.params, partitions)], schemaOf(node));
  },
};

export function groupWindows(input: Expr, columns: readonly WindowColumn[], { keys, dropNull }: Over): Expr {
  return columns.length === 0 ? input : makeExpr(groupWindowsOp, [input], { columns, keys, dropNull });
}

/** What groups are made of meets, and results go back to where the rows came from. Nothing else travels. */
function awayAndHome(input: Expr, { columns, keys, dropNull }: GroupWindowsParams, partitions: number): Expr {
  const keyExprs = keys.map((expr, i): NamedExpr => ({ name: `key ${i}`, expr }));
  const argExprs = columns.flatMap(({ args }, i) => args.map((expr, j): NamedExpr => ({ name: `arg ${i} ${j}`, expr })));
  const rows = numbered(projected(input, [...keyExprs, ...argExprs]), "row");
  const ref = ({ name, expr }: NamedExpr): ColumnExpr => ({ column: name, type: expr.type });
  const values = {
    columns: columns.map((column, i) => ({ ...column, args: column.args.map((expr, j) => ref({ name: `arg ${i} ${j}`, expr })) })),
    keys: keyExprs.map(ref),
    dropNull,
    names: namesOf(rows),
    kept: [namesOf(rows).length - 1],
  };
  const schema = [{ name: "row", type: "int64" as const }, ...columns.map(({ name, type }) => ({ name, type }))];
  const route = { by: "hash", keys: keyExprs.map(ref) } as const;
  const made = exchange(rows, route, defaultParts(partitions), { kernel: "group-window", values, schema });
  return inNumberedOrder(made, ["row"], partitions);
}
