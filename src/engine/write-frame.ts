import { randomUUID } from "node:crypto";
import { renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { valuesOf } from "../chunk/column-values.ts";
import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { codecs } from "../io/compression/codecs.ts";
import { filesIn } from "../io/files/find-data.ts";
import { pathOf } from "../io/files/paths.ts";
import { followLinks, ofTarget, refuseOverwriting, requirePlace } from "../io/files/write.ts";
import { writeFile } from "../io/files/write-file.ts";
import { writeParts } from "../ops/frame/write-parts.ts";
import { ChunkwiseError, StorageError } from "../util/errors.ts";
import { makeFolder } from "../util/make-folder.ts";
import { optionNames, refuseUnknown } from "../util/option-names.ts";
import { shown } from "../util/shown.ts";
import { asCalled, computingPart } from "./as-called.ts";
import { computeBatches } from "./compute-batches.ts";
import { filesRead } from "./files-read.ts";
import type { ComputeOptions } from "./options.ts";

/** A format in which partitions are written. */
export interface FrameFormat {
  /** What the user called: `toParquet`. */
  readonly operation: string;
  /** The kernel that writes a partition (`kernels/frame/write-kernel.ts`). */
  readonly kernel: string;
  /** How names of files end: `.parquet`. A path that ends so is one file, any other a folder of a file a partition, which have the first ending. */
  readonly endings: readonly [string, ...string[]];
  /** What may be said of files of this format, beside what every frame is written with. */
  readonly options: readonly string[];
  /** One file of several. */
  join(paths: readonly string[]): Iterable<Uint8Array>;
}

export interface WriteFrameOptions extends ComputeOptions {
  /** Whether files of this format that the folder has are replaced; else they are an error. A file is replaced always. */
  readonly overwrite?: boolean;
}

const writeOptions = optionNames<Omit<WriteFrameOptions, "int64">>({
  overwrite: true,
  scheduler: true,
  numWorkers: true,
  memoryLimit: true,
  signal: true,
  progress: true,
  without: true,
});

/** A file that was written. */
export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Writes a frame: all files are written beside, and take their names when all of them are on disk. */
export async function writeFrame(frame: Expr, path: string, format: FrameFormat, values: StepParams, given: WriteFrameOptions): Promise<WrittenFile[]> {
  refuseUnknown(format.operation, given, [...format.options, ...writeOptions]);
  const options = asCalled(format.operation, given, "any");
  if (options.overwrite !== undefined && typeof options.overwrite !== "boolean")
    throw new ChunkwiseError("OPTION", `${format.operation}: overwrite is ${shown(options.overwrite)}, not true or false`);
  const target = pathOf(path);
  const count = frame.meta.chunks[0]!.length;
  const isFile = format.endings.some((ending) => target.endsWith(ending));
  refuseCompressed(target, format);
  const file = followLinks(target);
  const folder = isFile ? dirname(file) : target;
  if (isFile) requirePlace(file, format.operation);
  else makeTarget(target);
  refuseOverwriting(isFile ? [target] : staleFiles(target, format, options), filesRead(frame), format.operation);
  const run = randomUUID();
  // As many digits in each, so that their order is that of the partitions for everyone.
  const names = Array.from({ length: count }, (_, part) => `part-${String(part).padStart(String(count - 1).length, "0")}${format.endings[0]}`);
  const beside = names.map((name) => join(folder, `.${isFile ? basename(file) : ""}${name}.${run}`));
  const whole = join(folder, `.${basename(target)}.${run}`);
  try {
    const [written] = await computeBatches(
      [writeParts(frame, { kernel: format.kernel, paths: beside, lasts: !isFile || count === 1, values })],
      computingPart(options),
    );
    const facts = written!.map(({ columns }) => columns.map((column) => valuesOf(column)[0]));
    if (!isFile) {
      const files = facts.map(([, rows, bytes], part) => ({ path: join(target, names[part]!), rows: Number(rows), bytes: Number(bytes) }));
      // Another writer may have been done before: of two at once one has the folder, and never is there some of both.
      const stale = staleFiles(target, format, options);
      for (const [part, file] of files.entries()) rename(beside[part]!, file.path);
      for (const old of stale) if (!files.some((file) => file.path === old)) rmSync(old, { force: true });
      return files;
    }
    const rows = facts.reduce((sum, [, own]) => sum + Number(own), 0);
    if (count > 1) writeFile(whole, format.join(beside));
    rename(count > 1 ? whole : beside[0]!, file);
    return [{ path: target, rows, bytes: statSync(target).size }];
  } catch (error) {
    const partsSaid = beside.reduce((own, file, part) => ofTarget(own, file, isFile ? target : join(target, names[part]!)), error);
    throw ofTarget(partsSaid, whole, target);
  } finally {
    for (const file of [...beside, whole]) rmSync(file, { force: true });
  }
}

/** The name of a compressed file is no name of a folder. */
function refuseCompressed(target: string, { operation, endings }: FrameFormat): void {
  const codec = codecs.find((one) => one.endings.some((last) => endings.some((own) => target.endsWith(own + last))));
  if (codec !== undefined)
    throw new ChunkwiseError(
      "OPTION",
      `${operation}: ${basename(target)}: files are not written with ${codec.name}; write ${endings[0]} and compress it, or use toParquet`,
    );
}

function makeTarget(folder: string): void {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new StorageError(folder, `cannot be made: ${(cause as Error).message}`, { cause });
  }
}

/** The files of this format that a folder has. */
function staleFiles(folder: string, { operation, endings }: FrameFormat, { overwrite }: WriteFrameOptions): string[] {
  const found = filesIn(folder, endings);
  if (found.length > 0 && overwrite !== true)
    throw new StorageError(
      folder,
      `${operation}: there is ${basename(found[0]!)} in it already; choose another folder, or replace all ${endings[0]} files with { overwrite: true }`,
    );
  return found;
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (cause) {
    throw new StorageError(to, `cannot be written: ${(cause as Error).message}`, { cause });
  }
}
