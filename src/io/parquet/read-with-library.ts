import { type Column, nullColumn } from "../../chunk/column.ts";
import { concatColumns } from "../../kernels/frame/rows/concat.ts";
import { whileReading } from "../damaged.ts";
import type { Arena } from "./arena.ts";
import { columnOf } from "./c-column.ts";
import { readCData } from "./c-data.ts";
import { withParquet } from "./decoder.ts";
import { elementName, extract, topLevel } from "./extract.ts";
import type { GroupsRead } from "./groups-read.ts";

/** Columns of row groups, of `length` rows together, decoded by parquet-wasm. Categories must be of one row group: it writes out and numbers again what spans several dictionaries. */
export function readWithLibrary({ backend, file, footer, schema, hintOf }: GroupsRead, arena: Arena, groups: readonly number[], length: number): Column[] {
  const inFile = topLevel(footer.schema).flatMap(({ element }) => schema.filter(({ name }) => name === elementName(element)));
  const hint = schema.some(({ type }) => type === "category") ? hintOf(inFile) : undefined;
  const names = new Set(schema.map(({ name }) => name));
  const small = whileReading(file.path, "the metadata", () => extract(file, footer, names, groups, hint));
  return withParquet(file.path, `row group ${groups.join(", ")} cannot be read`, (parquet) => {
    const stream = parquet.readParquet(small, { batchSize: length }).intoFFI();
    try {
      const memory = parquet.wasmMemory() as { readonly buffer: ArrayBufferLike };
      const parts = Array.from(stream.arrayAddrs(), (at) => readCData(memory.buffer, stream.schemaAddr(), at));
      const columns = schema.map(({ name, type }): Column => {
        const own = parts.map(({ children }) => columnOf(children.find((child) => child.name === name)!, type, arena));
        return own.length === 0 ? nullColumn(type, 0) : concatColumns(backend, own);
      });
      for (const column of columns) if (column.length !== length) throw new RangeError(`there are ${column.length} of ${length} rows`);
      return columns;
    } finally {
      stream.free();
    }
  });
}
