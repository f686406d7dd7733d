import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { bytesOf } from "../chunk/chunk.ts";
import type { Expr } from "../expr/expr.ts";
import { isKnown } from "../expr/meta.ts";
import { walk } from "../expr/walk.ts";
import { formatHeader } from "../io/npy/header.ts";
import { writeNpyExpr } from "../io/npy/ops.ts";
import { StorageError } from "../util/errors.ts";
import { computeExprs } from "./compute.ts";
import type { ComputeOptions } from "./options.ts";
import { disposePersisted, persistExprs } from "./persist.ts";

export type NpyOptions = ComputeOptions;

/** Writes an array as a file: tasks write their chunks to their places in a file beside, which is renamed when it is whole. */
export async function writeNpy(path: string, x: Expr, options: NpyOptions = {}): Promise<void> {
  if (!isKnown(x.meta.shape)) {
    const [known] = await persistExprs([x], options);
    return writeNpy(path, known!, options).finally(() => disposePersisted(known!));
  }
  const { shape, dtype } = x.meta;
  const target = resolve(path);
  refuseReading(target, x);
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  const header = formatHeader(dtype, shape);
  create(beside, target, header, header.length + bytesOf(dtype, shape));
  try {
    await computeExprs([writeNpyExpr(x, beside, header.length)], options);
    sync(beside);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** A file that is being read cannot be overwritten: what is read last would be what was written first. */
function refuseReading(target: string, x: Expr): void {
  const reads = walk([x]).some((node) => (node.params as { values?: { path?: unknown } }).values?.path === target);
  if (reads) throw new StorageError(target, "toNpy would overwrite the file it reads; write to another name and rename it");
}

function create(beside: string, target: string, header: Uint8Array, bytes: number): void {
  try {
    const file = openSync(beside, "wx");
    try {
      writeSync(file, header, 0, header.length, 0);
      ftruncateSync(file, bytes);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new StorageError(target, `cannot be written: ${(cause as Error).message}`, { cause });
  }
}

function sync(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
