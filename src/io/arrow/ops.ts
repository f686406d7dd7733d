import { Schema as ArrowSchema } from "apache-arrow";
import type { Expr } from "../../expr/expr.ts";
import type { Schema } from "../../expr/meta.ts";
import type { PartFacts } from "../../ops/frame/part-facts.ts";
import { type ScanParams, scan } from "../../ops/frame/scan.ts";
import { ColumnError } from "../../util/errors.ts";
import { optionNames, refuseUnknown } from "../../util/option-names.ts";
import { findData } from "../files/find-data.ts";
import type { PathPattern } from "../files/paths.ts";
import { openRandomAccess } from "../files/random-access.ts";
import { knownFile } from "../files/unchanged.ts";
import { joinNeighbors } from "../join-parts.ts";
import { bytesOption, requireNames } from "../reader-options.ts";
import { checkSameSchema } from "../same-schema.ts";
import type { ArrowReadOptions } from "./column-type-from.ts";
import { schemaFrom } from "./from-table.ts";
import { indexArrow } from "./ipc-index.ts";
import type { ArrowPart } from "./read-part.ts";

export interface ReadArrowOptions extends ArrowReadOptions {
  /** The columns to read, in this order; default: all. */
  readonly columns?: readonly string[] | undefined;
  /** Neighboring record batches of a file are read as one partition while they have no more bytes than this together. Default 32 MiB. */
  readonly partitionBytes?: number | string | undefined;
}

const readOptions = optionNames<ReadArrowOptions>({ columns: true, partitionBytes: true, decimals: true });

/** The rows of Arrow files and streams, a partition a record batch. Only the heads of their messages are read now. */
export function readArrowExpr(paths: PathPattern | readonly PathPattern[], options: ReadArrowOptions = {}): Expr<ScanParams> {
  refuseUnknown("readArrow", options, readOptions);
  requireNames("readArrow", "columns", options.columns);
  const partitionBytes = bytesOption("readArrow", "partitionBytes", options.partitionBytes, 2 ** 25, 0);
  const files = findData(paths, [".arrow", ".arrows", ".feather", ".ipc"]);
  let schema: Schema | undefined;
  const parts: ArrowPart[] = [];
  const facts: PartFacts[] = [];
  for (const path of files) {
    using file = openRandomAccess(path);
    const index = indexArrow(file);
    const own = schemaFrom(chosen(index.schema, path, options.columns), options, `readArrow: ${path}`);
    schema ??= own;
    checkSameSchema("readArrow", path, own, files[0]!, schema);
    const sizes = index.batches.map(({ block }) => block.bodyBytes);
    for (const { from, to } of joinNeighbors(sizes, partitionBytes)) {
      const batches = index.batches.slice(from, to);
      parts.push({ file: knownFile(file), schema: index.place, batches: batches.map(({ block, dictionaries }) => ({ block, dictionaries })) });
      const bytes = sizes.slice(from, to).reduce((a, b) => a + b, 0) / Math.max(1, index.schema.fields.length);
      const columns = Object.fromEntries(schema.map(({ name }) => [name, { bytes }]));
      facts.push({ rows: batches.reduce((sum, { rows }) => sum + rows, 0), columns });
    }
  }
  return scan("frame/read-arrow", schema!, parts, facts);
}

function chosen(schema: ArrowSchema, path: string, columns: readonly string[] | undefined): ArrowSchema {
  if (columns === undefined) return schema;
  const names = schema.fields.map(({ name }) => name);
  return new ArrowSchema(
    columns.map((column) => {
      const field = schema.fields.find(({ name }) => name === column);
      if (field !== undefined) return field;
      const list = names.map((name) => JSON.stringify(name)).join(", ");
      throw new ColumnError(`readArrow: ${path}: there is no column ${JSON.stringify(column)}; the columns are ${list}`, column, names);
    }),
  );
}
