import { randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Expr } from "../expr/expr.ts";
import { isKnown } from "../expr/meta.ts";
import { pathOf } from "../io/files/paths.ts";
import { ofTarget, refuseOverwriting, writeWhole } from "../io/files/write.ts";
import { stackInfoName } from "../io/npy/stack.ts";
import { normalizeAxis } from "../ops/define/axis.ts";
import { bordersOf } from "../ops/define/chunks.ts";
import { rechunkExpr } from "../ops/define/rechunk.ts";
import { type Stride, slice } from "../ops/define/slice.ts";
import { StorageError } from "../util/errors.ts";
import { makeFolder } from "../util/make-folder.ts";
import { asCalled } from "./as-called.ts";
import { filesRead } from "./files-read.ts";
import { computeOptionNames } from "./options.ts";
import { disposePersisted, persistExprs } from "./persist.ts";
import { type NpyOptions, writeNpy } from "./write-npy.ts";

/** Writes `0.npy`, `1.npy` …, a file for each chunk along an axis, and last what says that they are all there. Files take their names when all of them are written: a folder that has a stack never has some of two. */
export async function writeNpyStack(folder: string | URL, x: Expr, given: NpyOptions & { readonly axis?: number } = {}): Promise<void> {
  const options = asCalled("toNpyStack", given, ["axis", ...computeOptionNames]);
  const { axis = 0, ...rest } = options;
  const { shape, dtype } = x.meta;
  if (!isKnown(shape)) {
    const [known] = await persistExprs([x], rest);
    return writeNpyStack(folder, known!, options).finally(() => disposePersisted(known!));
  }
  const along = normalizeAxis(axis, shape.length, "toNpyStack");
  const whole = rechunkExpr(
    x,
    x.meta.chunks.map((own, i) => (i === along ? own : [shape[i]!])),
  );
  const target = pathOf(folder);
  try {
    makeFolder(target);
  } catch (cause) {
    throw new StorageError(target, `is no folder to write to: ${(cause as Error).message}`, { cause });
  }
  const borders = bordersOf(whole.meta.chunks[along] as readonly number[]);
  const run = randomUUID();
  const files = borders.slice(1).map((_, i) => ({ path: join(target, `${i}.npy`), beside: join(target, `.${i}.npy.${run}`) }));
  refuseOverwriting(
    files.map(({ path }) => path),
    filesRead(x),
    "toNpyStack",
  );
  try {
    for (const [i, { beside, path }] of files.entries()) {
      const part = slice(
        whole,
        shape.map((_, at): Stride | undefined => (at === along ? { start: borders[i]!, step: 1, count: borders[i + 1]! - borders[i]! } : undefined)),
      );
      await writeNpy(beside, part, rest).catch((error) => {
        throw ofTarget(error, beside, path);
      });
    }
    for (const { beside, path } of files) renameSync(beside, path);
  } finally {
    for (const { beside } of files) rmSync(beside, { force: true });
  }
  const info = join(target, stackInfoName);
  await writeWhole(info, async (beside) => writeFileSync(beside, JSON.stringify({ axis: along, dtype, chunks: whole.meta.chunks })));
}
