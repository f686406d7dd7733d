import { type Batch, type Column, emptyBatch, nullColumn } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import { concatColumns } from "../../kernels/frame/rows/concat.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { whileReading } from "../damaged.ts";
import type { RandomAccess } from "../random-access.ts";
import { Arena } from "./arena.ts";
import { columnOf } from "./c-column.ts";
import { readCData } from "./c-data.ts";
import { withParquet } from "./decoder.ts";
import { elementName, extract, topLevel } from "./extract.ts";
import type { Footer } from "./footer.ts";
import { numberIn } from "./thrift.ts";

/**
 * Columns of row groups, in batches that follow each other. `hintOf` (`arrow-hint.ts`) is asked for where there are categories: apache-arrow is needed for it. Those are read group by
 * group, since the decoder writes out and numbers again what spans several dictionaries.
 */
export function readGroups(
  backend: Backend,
  file: RandomAccess,
  footer: Footer,
  groups: readonly number[],
  schema: Schema,
  hintOf: (schema: Schema) => string,
  arena = new Arena(),
): Batch[] {
  const filled = groups.filter((group) => rowsIn(footer, group) > 0);
  const hasCategories = schema.some(({ type }) => type === "category");
  if (schema.length === 0 || filled.length === 0) {
    const length = filled.reduce((sum, group) => sum + rowsIn(footer, group), 0);
    return [{ length, columns: emptyBatch(schema.map(({ type }) => type)).columns }];
  }
  const inFile = topLevel(footer.schema).flatMap(({ element }) => schema.filter(({ name }) => name === elementName(element)));
  const hint = hasCategories ? hintOf(inFile) : undefined;
  const runs = hasCategories ? filled.map((group) => [group]) : [filled];
  return runs.map((run) => readRun(backend, arena, file, footer, run, schema, hint));
}

const rowsIn = (footer: Footer, group: number) => numberIn(footer.rowGroups[group]!, 3) ?? 0;

function readRun(
  backend: Backend,
  arena: Arena,
  file: RandomAccess,
  footer: Footer,
  groups: readonly number[],
  schema: Schema,
  hint: string | undefined,
): Batch {
  const names = new Set(schema.map(({ name }) => name));
  const small = whileReading(file.path, "the metadata", () => extract(file, footer, names, groups, hint));
  const length = groups.reduce((sum, group) => sum + rowsIn(footer, group), 0);
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
      return { length, columns };
    } finally {
      stream.free();
    }
  });
}
