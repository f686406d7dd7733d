import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import type { ColumnExpr } from "./column-expr.ts";
import type { CsvScan } from "./csv-scan.ts";

/** The rows of CSV files: a partition is a part of a file. Only the columns that are asked for are converted. */
export const readCsvOp: Op<CsvScan> = {
  name: "frame/read-csv",
  infer: (_, scan) => frameMeta(fieldsOf(scan), partitionsOf(scan)),
  /** A filter is applied while reading; partitions that nobody wants are not read. */
  absorb(node, parent) {
    if (parent.op.name === "frame/partitions") return readCsv(somePartitions(node.params, parent.params["partitions"] as readonly number[]));
    const { predicate } = parent.params as { readonly predicate?: ColumnExpr };
    if (parent.op.name !== "frame/filter" || predicate === undefined) return undefined;
    const { filter } = node.params;
    const both: ColumnExpr = filter === undefined ? predicate : { call: "and", args: [filter, predicate], params: {}, type: "bool" };
    return makeExpr(readCsvOp, [], { ...node.params, filter: both });
  },
  needs: () => [],
  narrow: (node, _, wanted) => narrowCsv(node, wanted),
  blockwise(node) {
    const scan = node.params;
    const parts = scan.files.flatMap(({ parts: own }) => own);
    return {
      steps: (build) =>
        build.step({ kernel: "frame/csv", dtype: "uint8", args: [], result: "uint8", params: scan as unknown as StepParams, place: build.place() }),
      place: (at) => ({ origin: at, shape: [1] }),
      bytes: (at) => 2 * (parts[at[0]!]!.end - parts[at[0]!]!.start) + 4096,
      scratch: (at) => 3 * (parts[at[0]!]!.end - parts[at[0]!]!.start) + 2 ** 21,
    };
  },
};

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
  const all = scan.files.flatMap((file) => file.parts.map((part) => ({ ...file, parts: [part] })));
  return { ...scan, files: partitions.map((partition) => all[partition]!) };
}

function fieldsOf({ schema, columns, includePath }: CsvScan) {
  const types = new Map(schema.map(({ name, type }) => [name, type]));
  return columns.map((name) => ({ name, type: name === includePath ? ("category" as const) : types.get(name)! }));
}

function partitionsOf({ files }: CsvScan): number {
  return files.reduce((count, { parts }) => count + parts.length, 0);
}
