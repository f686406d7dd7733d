import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import { dtypes } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Schema } from "../../expr/meta.ts";
import type { Literal, StepParams } from "../../graph/program.ts";
import { must } from "../../util/must.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { termsOf } from "./filter-terms.ts";
import { type FilterTerm, mayMatch, type PartFacts } from "./part-facts.ts";

/** What a kernel that reads files is told. Which file, its size and its time stand in `parts`, so that a file that changed is another one. */
export type ScanParams = {
  readonly kernel: string;
  /** The columns that are read, in this order. */
  readonly schema: Schema;
  /** What each partition is read from, as the kernel understands it; `null`: nothing. */
  readonly parts: readonly Literal[];
  /** The same for all partitions. */
  readonly values: StepParams;
};

/** A frame that is read from files. Its `held` is what is known of each part before it is read. */
export const scanOp: Op<ScanParams> = {
  name: "frame/scan",
  infer: (_, { schema, parts }) => frameMeta(schema, parts.length),
  sharedBy: ({ params: { kernel, parts, values } }) => ({ kernel, parts, values }),
  union(nodes) {
    const fields = new Map(nodes.flatMap(({ params }) => params.schema.map((field) => [field.name, field] as const)));
    const [first] = nodes as readonly [Expr<ScanParams>];
    const isSame = nodes.every(({ params }) => params.schema.every(({ name, type }) => fields.get(name)!.type === type));
    return isSame ? makeExpr(scanOp, [], { ...first.params, schema: [...fields.values()] }, first.held) : undefined;
  },
  needs: () => [],
  narrow(node, _, wanted) {
    return scanColumns(
      node,
      node.params.schema.map(({ name }) => name).filter((name) => wanted.has(name)),
    );
  },
  /** Partitions that nobody wants are not read, nor those in which no row can pass a filter. */
  absorb(node, parent) {
    if (parent.op.name === "frame/head") return enoughParts(node, parent);
    if (parent.op.name === "frame/partitions") return scanParts(node, parent.params["partitions"] as readonly number[]);
    if (parent.op.name !== "frame/filter") return undefined;
    const pruned = scanWhere(node, termsOf((parent.params as { readonly predicate: ColumnExpr }).predicate));
    return pruned === node ? undefined : makeExpr(parent.op, [pruned], parent.params);
  },
  blockwise(node) {
    const { kernel, schema, parts, values } = node.params;
    const columns = schema.map(({ name }) => name);
    const types = schema.map(({ type }) => type);
    const params = { ...values, parts, columns, types };
    const bytes = ([part]: readonly number[]) => partBytes(node, part!);
    return {
      steps: (build) => build.step({ kernel, dtype: "uint8", args: [], result: "uint8", params, place: build.place() }),
      place: (at) => ({ origin: at, shape: [1] }),
      bytes,
      // What is read, unpacked, and made columns of.
      scratch: (at) => 2 * bytes(at),
    };
  },
};

export function scan(kernel: string, schema: Schema, parts: readonly Literal[], facts: readonly PartFacts[], values: StepParams = {}): Expr<ScanParams> {
  must(parts.length === facts.length, "facts of every part");
  if (parts.length === 0) return makeExpr(scanOp, [], { kernel, schema, parts: [null], values }, [nothing]);
  return makeExpr(scanOp, [], { kernel, schema, parts, values }, facts);
}

export function isScan(node: Expr): node is Expr<ScanParams> {
  return node.op === (scanOp as Op);
}

/** What is known of the parts. */
export function factsOf(node: Expr<ScanParams>): readonly PartFacts[] {
  return node.held as readonly PartFacts[];
}

/** A scan of some of the columns, in this order. */
export function scanColumns(node: Expr<ScanParams>, names: readonly string[]): Expr<ScanParams> {
  const { kernel, schema, parts, values } = node.params;
  const wanted = names.map((name) => schema.find((field) => field.name === name)!);
  return makeExpr(scanOp, [], { kernel, schema: wanted, parts, values }, node.held);
}

/** A scan that reads nothing for the parts in which no row can fulfil all terms; the others still have rows that do not. Partitions keep their numbers. */
export function scanWhere(node: Expr<ScanParams>, terms: readonly FilterTerm[]): Expr<ScanParams> {
  const { kernel, schema, parts, values } = node.params;
  const facts = factsOf(node);
  const isKept = facts.map((own) => mayMatch(own, terms));
  if (parts.every((part, i) => part === null || isKept[i])) return node;
  return scan(
    kernel,
    schema,
    parts.map((part, i) => (isKept[i] ? part : null)),
    facts.map((own, i) => (isKept[i] ? own : nothing)),
    values,
  );
}

/** What is known of a part that is not read. */
const nothing: PartFacts = { rows: 0, columns: {} };

/** The first parts, or the last ones, with enough rows, where it is known how many each has. */
function enoughParts(node: Expr<ScanParams>, parent: Expr): Expr | undefined {
  const { n, end } = parent.params as { readonly n: number; readonly end: boolean };
  if (!exact.has(node.params.kernel)) return undefined;
  const facts = factsOf(node);
  const order = facts.map((_, part) => (end ? facts.length - 1 - part : part));
  let rows = 0;
  let count = 0;
  while (count < order.length && (count === 0 || rows < n)) rows += facts[order[count++]!]!.rows;
  if (count === order.length) return undefined;
  const parts = order.slice(0, count).sort((a, b) => a - b);
  return makeExpr(parent.op, [scanParts(node, parts)], parent.params);
}

/** Formats that tell how many rows their parts have; of others it is a guess. */
const exact = new Set(["frame/read-parquet", "frame/read-arrow"]);

/** A scan of some of the parts. */
function scanParts(node: Expr<ScanParams>, which: readonly number[]): Expr<ScanParams> {
  const { kernel, schema, parts, values } = node.params;
  const facts = factsOf(node);
  return scan(
    kernel,
    schema,
    which.map((part) => parts[part]!),
    which.map((part) => facts[part]!),
    values,
  );
}

/** About how many bytes a partition has in memory. */
function partBytes(node: Expr<ScanParams>, part: number): number {
  const { rows, columns } = factsOf(node)[part]!;
  return node.params.schema.reduce((sum, { name, type }) => sum + columnBytes(type, rows, columns[name]?.bytes ?? 0), 1024);
}

function columnBytes(type: ColumnType, rows: number, storedBytes: number): number {
  const { kind, storage } = columnTypeOf(type);
  return (
    rows * (kind === "utf8" ? 4.125 : dtypes[storage].itemsize + 0.125) +
    (kind === "utf8" || kind === "category" ? Math.max(storedBytes, 8 * (kind === "utf8" ? rows : 0)) : 0)
  );
}
