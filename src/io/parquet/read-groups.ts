import { type Batch, type Column, emptyBatch } from "../../chunk/column.ts";
import { whileReading } from "../damaged.ts";
import { Arena } from "./arena.ts";
import { columnChunks } from "./column-chunks.ts";
import type { Footer } from "./footer.ts";
import type { GroupsRead } from "./groups-read.ts";
import { readColumn } from "./read-column.ts";
import { readWithLibrary } from "./read-with-library.ts";
import { numberIn } from "./thrift.ts";

/** Columns of row groups, in batches that follow each other. Where there are categories, that is group by group: each has a dictionary of its own. */
export function readGroups(read: GroupsRead, groups: readonly number[]): Batch[] {
  const { footer, schema } = read;
  const filled = groups.filter((group) => rowsIn(footer, group) > 0);
  if (schema.length === 0 || filled.length === 0) {
    const length = filled.reduce((sum, group) => sum + rowsIn(footer, group), 0);
    return [{ length, columns: emptyBatch(schema.map(({ type }) => type)).columns }];
  }
  const runs = schema.some(({ type }) => type === "category") ? filled.map((group) => [group]) : [filled];
  const arena = read.arena ?? new Arena();
  return runs.map((run) => readRun(read, arena, run));
}

const rowsIn = (footer: Footer, group: number) => numberIn(footer.rowGroups[group]!, 3) ?? 0;

function readRun(read: GroupsRead, arena: Arena, groups: readonly number[]): Batch {
  const { backend, file, footer, schema, decoder } = read;
  const length = groups.reduce((sum, group) => sum + rowsIn(footer, group), 0);
  const ours = schema.map(({ name, type }): Column | undefined => {
    if (decoder === "library") return undefined;
    const chunks = whileReading(file.path, "the metadata", () => columnChunks(file, footer, groups, { name, type }, backend));
    return chunks && readColumn({ backend, arena, file, name, type }, chunks);
  });
  const others = schema.filter((_, at) => ours[at] === undefined);
  const theirs = others.length === 0 ? [] : readWithLibrary({ ...read, schema: others }, arena, groups, length);
  return { length, columns: ours.map((column) => column ?? theirs.shift()!) };
}
