import type { Expr } from "../../expr/expr.ts";
import type { Schema } from "../../expr/meta.ts";
import { joinFacts, type PartFacts } from "../../ops/frame/part-facts.ts";
import { type ScanParams, scan } from "../../ops/frame/scan.ts";
import { optionNames, refuseUnknown } from "../../util/option-names.ts";
import { findData } from "../files/find-data.ts";
import type { PathPattern } from "../files/paths.ts";
import { openRandomAccess } from "../files/random-access.ts";
import { knownFile } from "../files/unchanged.ts";
import { joinNeighbors } from "../join-parts.ts";
import { bytesOption, requireNames, requireTypes } from "../reader-options.ts";
import { checkSameSchema } from "../same-schema.ts";
import { arrowSchemaOfFile, type ParquetSchemaOptions, schemaOfFile } from "./file-schema.ts";
import { readFooter } from "./footer.ts";
import type { ParquetPart } from "./read-part.ts";
import { groupFacts, readMetadata } from "./statistics.ts";

export interface ReadParquetOptions extends ParquetSchemaOptions {
  /** Neighboring row groups of a file are read as one partition while they have no more bytes than this together, unpacked. Default 32 MiB. */
  readonly partitionBytes?: number | string | undefined;
}

const readOptions = optionNames<ReadParquetOptions>({ columns: true, dtype: true, partitionBytes: true, decimals: true });

/** The rows of Parquet files, a partition a row group. Only metadata is read now. */
export function readParquetExpr(paths: PathPattern | readonly PathPattern[], options: ReadParquetOptions = {}): Expr<ScanParams> {
  refuseUnknown("readParquet", options, readOptions);
  requireNames("readParquet", "columns", options.columns);
  requireTypes("readParquet", "dtype", options.dtype);
  const partitionBytes = bytesOption("readParquet", "partitionBytes", options.partitionBytes, 2 ** 25, 0);
  const files = findData(paths, [".parquet", ".pq"]);
  let schema: Schema | undefined;
  const parts: ParquetPart[] = [];
  const facts: PartFacts[] = [];
  for (const path of files) {
    using file = openRandomAccess(path);
    const footer = readFooter(file);
    const own = schemaOfFile(path, arrowSchemaOfFile(path, footer), options);
    schema ??= own;
    checkSameSchema("readParquet", path, own, files[0]!, schema);
    const metadata = readMetadata(path, footer);
    const groups = metadata.row_groups.map((group) => groupFacts(path, group, metadata, schema!));
    const sizes = groups.map(({ columns }) => Object.values(columns).reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
    for (const { from, to } of joinNeighbors(sizes, partitionBytes)) {
      parts.push({ file: knownFile(file), groups: Array.from({ length: to - from }, (_, i) => from + i) });
      facts.push(groups.slice(from, to).reduce(joinFacts));
    }
  }
  return scan("frame/read-parquet", schema!, parts, facts);
}
