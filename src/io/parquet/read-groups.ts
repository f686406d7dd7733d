import type { Batch, Column } from "../../chunk/column.ts";
import { joinColumns } from "../../chunk/join-columns.ts";
import type { Schema } from "../../expr/meta.ts";
import { must } from "../../util/must.ts";
import { whileReading } from "../damaged.ts";
import type { RandomAccess } from "../random-access.ts";
import { columnOf } from "./c-column.ts";
import { readCData } from "./c-data.ts";
import { withParquet } from "./decoder.ts";
import { elementName, extract, topLevel } from "./extract.ts";
import type { Footer } from "./footer.ts";
import { numberIn } from "./thrift.ts";

/** Columns of row groups, one after the other. `hintOf` (`arrow-hint.ts`) is asked for where there are categories: apache-arrow is needed for it. */
export function readGroups(file: RandomAccess, footer: Footer, groups: readonly number[], schema: Schema, hintOf: (schema: Schema) => string): Batch {
  const length = groups.reduce((sum, group) => sum + (numberIn(footer.rowGroups[group]!, 3) ?? 0), 0);
  if (schema.length === 0 || length === 0) return { length, columns: schema.map(({ type }) => joinColumns(type, [])) };
  const small = whileReading(file.path, "the metadata", () => {
    const inFile = topLevel(footer.schema).flatMap(({ element }) => schema.filter(({ name }) => name === elementName(element)));
    const hint = schema.some(({ type }) => type === "category") ? hintOf(inFile) : undefined;
    return extract(file, footer, new Set(schema.map(({ name }) => name)), groups, hint);
  });
  return withParquet(file.path, `row group ${groups.join(", ")} cannot be read`, (parquet) => {
    const stream = parquet.readParquet(small, { batchSize: length }).intoFFI();
    try {
      const memory = parquet.wasmMemory() as { readonly buffer: ArrayBufferLike };
      const parts = Array.from(stream.arrayAddrs(), (at) => readCData(memory.buffer, stream.schemaAddr(), at));
      const columns = schema.map(({ name, type }): Column => {
        const own = parts.map(({ children }) => children.find((child) => child.name === name)!);
        return joinColumns(
          type,
          own.map((data) => columnOf(data, type)),
        );
      });
      for (const column of columns) must(column.length === length, `${column.length} of ${length} rows`);
      return { length, columns };
    } finally {
      stream.free();
    }
  });
}
