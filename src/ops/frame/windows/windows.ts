import { type Expr, makeExpr, type Op } from "../../../expr/expr.ts";
import { frameMeta } from "../../../expr/meta.ts";
import { columnsInAll } from "../column-names.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "../schema.ts";
import { stage } from "../stage.ts";
import { type Edge, edgesOf } from "./edges.ts";
import type { WindowColumn } from "./window-function.ts";

export type WindowsParams = { readonly columns: readonly WindowColumn[] };

/** Columns beside those of a frame, that depend on rows before or after each row. */
export const windowsOp: Op<WindowsParams> = {
  name: "frame/windows",
  infer([input], { columns }) {
    const { schema, layout } = frameOf(input!);
    return frameMeta([...schema, ...columns.map(({ name, type }) => ({ name, type }))], partitionsOf({ meta: input! }), layout);
  },
  needs: (node, wanted) => [neededBy(node.params.columns, wanted)],
  narrow: (node, [input], wanted) => windows(input!, wantedOf(node.params.columns, wanted)),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { columns } = node.params;
    const edges = partitionsOf(input) === 1 ? [] : edgesOf(input, columns);
    const around = Array.from({ length: partitionsOf(input) }, (_, i) => i);
    const values = { columns, names: namesOf(input), edges: edges.map(({ side, kind, columns: of }) => ({ side, kind, columns: of })) };
    return stage({
      kernel: "window",
      inputs: [input, ...edges.map(({ frame }) => frame)],
      schema: schemaOf(node),
      layout: frameOf(node.meta).layout,
      values,
      reads: ["own", ...edges.map((edge) => ({ each: around.map((i) => neighborsOf(edge, i, around.length)) }))],
      counted: true,
    });
  },
};

export function windows(input: Expr, columns: readonly WindowColumn[]): Expr {
  return columns.length === 0 ? input : makeExpr(windowsOp, [input], { columns });
}

function neighborsOf({ side }: Edge, i: number, count: number): number[] {
  return [side === "before" ? i - 1 : i + 1].filter((at) => at >= 0 && at < count);
}

/** The columns of results that somebody asks for. */
export function wantedOf<C extends { readonly name: string }>(columns: readonly C[], wanted: ReadonlySet<string>): C[] {
  return columns.filter(({ name }) => wanted.has(name));
}

/** The columns of the input that are asked for, or that results which are asked for are made from. */
export function neededBy(columns: readonly WindowColumn[], wanted: ReadonlySet<string>): Set<string> {
  const made = new Set(columns.map(({ name }) => name));
  const passed = new Set([...wanted].filter((name) => !made.has(name)));
  return columnsInAll(
    wantedOf(columns, wanted).flatMap(({ args }) => args),
    passed,
  );
}
