import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Layout } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { callsIn, columnsInAll, substitute } from "./column-names.ts";
import { frameOf, namesOf, partitionsOf, schemaOf, uniqueNames } from "./schema.ts";

export interface NamedExpr {
  readonly name: string;
  readonly expr: ColumnExpr;
}
export type ProjectParams = { readonly columns: readonly NamedExpr[] };

/** Columns made from those of the same row: selecting, renaming, dropping, assigning, computing. */
export const projectOp: Op<ProjectParams> = {
  name: "frame/project",
  infer([input], { columns }) {
    const { layout } = frameOf(input!);
    const schema = uniqueNames(
      columns.map(({ name, expr }) => ({ name, type: expr.type })),
      "select",
    );
    return frameMeta(schema, partitionsOf({ meta: input! }), layoutAfter(layout, columns));
  },
  simplify(node) {
    const [input] = node.inputs as [Expr];
    const { columns } = node.params;
    if (isIdentity(node)) return input;
    // Columns of columns are columns of what is below, unless work would be done twice.
    if (input.op !== (projectOp as Op)) return undefined;
    const below = new Map((input.params as ProjectParams).columns.map(({ name, expr }) => [name, expr]));
    const uses = new Map<string, number>();
    for (const { expr } of columns) countUses(expr, uses);
    if ([...uses].some(([name, count]) => count > 1 && "call" in below.get(name)!)) return undefined;
    return projected(
      input.inputs[0]!,
      columns.map(({ name, expr }) => ({ name, expr: substitute(expr, below) })),
    );
  },
  /** A condition on computed columns is one on what they are computed from, where that does little work twice. */
  absorb(node, parent) {
    if (parent.op.name === "frame/partitions" || parent.op.name === "frame/head")
      return projected(makeExpr(parent.op, node.inputs, parent.params), node.params.columns);
    const { predicate } = parent.params as { predicate?: ColumnExpr };
    if (predicate === undefined || parent.op.name !== "frame/filter") return undefined;
    const below = substitute(predicate, new Map(node.params.columns.map(({ name, expr }) => [name, expr])));
    if (callsIn(below) > callsIn(predicate) + 2) return undefined;
    return projected(makeExpr(parent.op, node.inputs, { predicate: below }), node.params.columns);
  },
  needs: (node, wanted) => [columnsInAll(node.params.columns.filter(({ name }) => wanted.has(name)).map(({ expr }) => expr))],
  narrow: (node, [input], wanted) =>
    projected(
      input!,
      node.params.columns.filter(({ name }) => wanted.has(name)),
    ),
  blockwise(node) {
    const names = namesOf(node.inputs[0]!);
    const params = { names, columns: node.params.columns.map(({ name, expr }) => ({ name, expr })) };
    return { steps: (build, args) => build.step({ kernel: "frame/project", dtype: "uint8", args, result: "uint8", params }) };
  },
};

export function projected(input: Expr, columns: readonly NamedExpr[]): Expr {
  return makeExpr(projectOp, [input], { columns });
}

/** The columns of a frame as they are. */
export function columnsOf(input: Expr): NamedExpr[] {
  return schemaOf(input).map(({ name, type }) => ({ name, expr: { column: name, type } }));
}

function isIdentity(node: Expr<ProjectParams>): boolean {
  const names = namesOf(node.inputs[0]!);
  const { columns } = node.params;
  return columns.length === names.length && columns.every(({ name, expr }, i) => name === names[i] && "column" in expr && expr.column === name);
}

function countUses(expr: ColumnExpr, uses: Map<string, number>): void {
  if ("column" in expr) uses.set(expr.column, (uses.get(expr.column) ?? 0) + 1);
  else if ("call" in expr) for (const arg of expr.args) countUses(arg, uses);
}

/** What is still known of where rows are: of columns that are passed on as they are. */
function layoutAfter(layout: Layout | undefined, columns: readonly NamedExpr[]): Layout | undefined {
  if (layout === undefined) return undefined;
  const nameNow = (before: string) => columns.find(({ expr }) => "column" in expr && expr.column === before)?.name;
  const index = layout.index && nameNow(layout.index.column);
  const together = layout.together?.map(nameNow);
  return {
    index: index === undefined ? undefined : { ...layout.index!, column: index },
    together: together === undefined || together.includes(undefined) ? undefined : (together as string[]),
  };
}
