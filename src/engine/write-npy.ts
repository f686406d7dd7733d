import { closeSync, ftruncateSync, openSync } from "node:fs";
import { bytesOf } from "../chunk/chunk.ts";
import type { Expr } from "../expr/expr.ts";
import { isKnown } from "../expr/meta.ts";
import { pathOf } from "../io/files/paths.ts";
import { refuseOverwriting, requirePlace, writeAt, writeWhole } from "../io/files/write.ts";
import { formatHeader } from "../io/npy/header.ts";
import { writeNpyExpr } from "../io/npy/ops.ts";
import { asCalled } from "./as-called.ts";
import { computeExprs } from "./compute.ts";
import { filesRead } from "./files-read.ts";
import type { ComputeOptions } from "./options.ts";
import { disposePersisted, persistExprs } from "./persist.ts";

export type NpyOptions = ComputeOptions;

/** Writes an array as a file: tasks write their chunks to their places in a file beside, which is renamed when it is whole. */
export async function writeNpy(to: string | URL, x: Expr, given: NpyOptions = {}): Promise<void> {
  const options = asCalled("toNpy", given);
  const path = pathOf(to);
  requirePlace(path, "toNpy");
  if (!isKnown(x.meta.shape)) {
    const [known] = await persistExprs([x], options);
    return writeNpy(path, known!, options).finally(() => disposePersisted(known!));
  }
  const { shape, dtype } = x.meta;
  refuseOverwriting([path], filesRead(x), "toNpy");
  await writeWhole(path, async (beside) => {
    const header = formatHeader(dtype, shape);
    begin(beside, header, header.length + bytesOf(dtype, shape));
    await computeExprs([writeNpyExpr(x, beside, header.length)], options);
  });
}

/** Puts the head there and makes the file as long as it will be. */
function begin(beside: string, header: Uint8Array, bytes: number): void {
  const file = openSync(beside, "r+");
  try {
    writeAt(file, beside, 0, header);
    ftruncateSync(file, bytes);
  } finally {
    closeSync(file);
  }
}
