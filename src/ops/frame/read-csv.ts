import { type Expr, makeExpr, type Op, type Params } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { type CsvColumn, type CsvScan, partOf } from "./csv-scan.ts";

/** The rows of CSV files: a partition is a part of a file. Only the columns that are asked for are converted. */
export const readCsvOp: Op<CsvScan> = {
  name: "frame/read-csv",
  infer: (_, scan) => frameMeta(fieldsOf(scan), partitionsOf(scan)),
  /** A filter is applied while reading; partitions that nobody wants are not read. */
  absorb(node, parent) {
    if (parent.op.name === "frame/partitions") return readCsv(somePartitions(node.params, parent.params["partitions"] as readonly number[]));
    const { filter } = node.params;
    if (parent.op.name === "frame/head") return limited(node, parent);
    const { predicate } = parent.params as { readonly predicate?: ColumnExpr };
    if (parent.op.name !== "frame/filter" || predicate === undefined) return undefined;
    if (node.params.limit !== undefined) return undefined;
    const both: ColumnExpr = filter === undefined ? predicate : { call: "and", args: [filter, predicate], params: {}, type: "bool" };
    return makeExpr(readCsvOp, [], { ...node.params, filter: both });
  },
  sharedBy: (node) => sharedBy(node.params),
  union: unionOf,
  needs: () => [],
  narrow: (node, _, wanted) => narrowCsv(node, wanted),
  blockwise(node) {
    const scan = node.params;
    const limitBytes = scan.limit === undefined ? Number.POSITIVE_INFINITY : 4 * scan.limit * scan.recordBytes + 2 ** 17;
    return {
      steps: (build) =>
        build.step({ kernel: "frame/csv", dtype: "uint8", args: [], result: "uint8", params: scan as unknown as StepParams, place: build.place() }),
      place: (at) => ({ origin: at, shape: [1] }),
      bytes: (at) => 2 * Math.min(bytesOf(scan, at[0]!), limitBytes) + 4096,
      scratch: (at) => 3 * Math.min(bytesOf(scan, at[0]!), limitBytes) + 2 ** 21,
    };
  },
};

/** Bytes of the file that a partition is read from. */
function bytesOf(scan: CsvScan, partition: number): number {
  const { file, index } = partOf(scan, partition);
  const { start, end } = file.parts[index]!;
  return end - start;
}

/** The first rows of the frame are among the first of partitions. What a filter leaves of those nobody knows. */
function limited(node: Expr<CsvScan>, parent: Expr): Expr | undefined {
  const { n, end } = parent.params as { readonly n: number; readonly end: boolean };
  const { limit = Number.POSITIVE_INFINITY, filter } = node.params;
  return end || filter !== undefined || limit <= n ? undefined : makeExpr(parent.op, [readCsv({ ...node.params, limit: n })], parent.params);
}

/** The same records, whatever the columns: reads of them may be one. */
function sharedBy({ format, files, chosen, schema, includePath, filter, limit }: CsvScan): Params {
  return { format, files, chosen, names: schema.map(({ name }) => name), includePath, filter, limit };
}

/** A read of the columns of several; nothing where they read one as different types. */
function unionOf(nodes: readonly Expr<CsvScan>[]): Expr | undefined {
  const read = new Map<string, CsvColumn>();
  for (const { params } of nodes) {
    const own = new Map(params.schema.map((column) => [column.name, column]));
    for (const field of fieldsOf(params)) {
      const column: CsvColumn = own.get(field.name) ?? field;
      const other = read.get(field.name) ?? column;
      if (other.type !== column.type || other.words !== column.words) return undefined;
      read.set(field.name, column);
    }
  }
  const [first] = nodes as readonly [Expr<CsvScan>];
  const schema = first.params.schema.map((column) => read.get(column.name) ?? column);
  return readCsv({ ...first.params, schema, columns: [...read.keys()] });
}

export function readCsv(scan: CsvScan): Expr {
  return makeExpr(readCsvOp, [], scan);
}

export function isReadCsv(node: Expr): node is Expr<CsvScan> {
  return node.op === (readCsvOp as Op);
}

/** The same with fewer columns: others are neither converted nor kept, but those that the filter asks for. */
export function narrowCsv(node: Expr<CsvScan>, wanted: ReadonlySet<string>): Expr {
  return readCsv({ ...node.params, columns: node.params.columns.filter((name) => wanted.has(name)) });
}

/** Only some parts of the files. */
function somePartitions(scan: CsvScan, partitions: readonly number[]): CsvScan {
  return { ...scan, chosen: partitions.map((partition) => scan.chosen?.[partition] ?? partition) };
}

function fieldsOf({ schema, columns, includePath }: CsvScan) {
  const types = new Map(schema.map(({ name, type }) => [name, type]));
  return columns.map((name) => ({ name, type: name === includePath ? ("category" as const) : types.get(name)! }));
}

function partitionsOf({ files, chosen }: CsvScan): number {
  return chosen?.length ?? files.reduce((count, { parts }) => count + parts.length, 0);
}
