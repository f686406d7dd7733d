import type { Batch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import type { KernelStep } from "../../graph/program.ts";
import { concatBatches } from "../../kernels/frame/rows/concat.ts";
import type { ScanCall } from "../../kernels/frame/scan-kernel.ts";
import { loadBeside } from "../../util/load-module.ts";
import type { RandomAccess } from "../files/random-access.ts";
import { type KnownFile, openUnchanged } from "../files/unchanged.ts";
import { Arena } from "./arena.ts";
import { type Footer, readFooter } from "./footer.ts";
import { readGroups } from "./read-groups.ts";

/** What a partition is read from. */
export type ParquetPart = { readonly file: KnownFile; readonly groups: readonly number[] };

export function readPart({ backend, part, schema, step }: ScanCall): Batch {
  const { file: known, groups } = part as ParquetPart;
  using file = openUnchanged(known);
  const hintOf = (fields: Schema) => loadBeside<typeof import("./arrow-hint.ts")>(import.meta.url, "./arrow-hint").arrowHintOf(fields);
  return concatBatches(backend, readGroups({ backend, file, footer: footerOf(file), schema, hintOf, arena: arenaOf(step) }, groups));
}

/** A thread runs one task at a time, so what a step gave has been packed when it runs again. */
const arenas = new WeakMap<KernelStep, Arena>();

function arenaOf(step: KernelStep): Arena {
  const arena = arenas.get(step) ?? new Arena();
  arenas.set(step, arena);
  arena.clear();
  return arena;
}

/** Partitions of a file are mostly read one after the other. */
const recent = new Map<string, Footer>();
const mostRecent = 4;

function footerOf(file: RandomAccess): Footer {
  const key = `${file.path}\n${file.modifiedMs}`;
  const footer = recent.get(key) ?? readFooter(file);
  recent.delete(key);
  recent.set(key, footer);
  for (const [oldest] of recent) if (recent.size > mostRecent) recent.delete(oldest);
  return footer;
}
