import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Expr } from "../../expr/expr.ts";
import { joinExpr } from "../../ops/define/join.ts";
import { StorageError } from "../../util/errors.ts";
import { pathOf } from "../files/paths.ts";
import { type NpyHeader, readHeader } from "./header.ts";
import { fromHeader } from "./ops.ts";

/** What says along which axis the files go, and how many there are. Dask's is a pickle called `info`, which only Python reads. */
export const stackInfoName = "info.json";

/** The array in `0.npy`, `1.npy` … A folder that Dask wrote has no `info.json`: the axis is then the one along which the files differ, else the first. */
export function fromNpyStackExpr(path: string | URL): Expr {
  const folder = pathOf(path);
  const files = listFiles(folder);
  const headers = files.map(readHeader);
  const axis = axisOf(folder, headers);
  for (const [i, header] of headers.entries()) checkSame(files[i]!, header, headers[0]!, axis);
  return joinExpr(
    headers.map((header, i) => fromHeader(files[i]!, header, { chunks: -1 })),
    axis,
  );
}

function listFiles(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const numbers = names.flatMap((name) => (/^\d+\.npy$/.test(name) ? [Number.parseInt(name, 10)] : [])).sort((a, b) => a - b);
  const missing = numbers.findIndex((number, i) => number !== i);
  if (numbers.length === 0 || missing >= 0) throw new StorageError(folder, numbers.length === 0 ? "holds no 0.npy, 1.npy …" : `lacks ${missing}.npy`);
  const info = readInfo(folder);
  const written = info === undefined ? numbers.length : info.chunks[info.axis]!.length;
  if (written > numbers.length) throw new StorageError(folder, `lacks ${numbers.length}.npy: ${written} files were written`);
  return numbers.slice(0, written).map((number) => join(folder, `${number}.npy`));
}

interface StackInfo {
  readonly axis: number;
  readonly chunks: readonly (readonly number[])[];
}

function readInfo(folder: string): StackInfo | undefined {
  const file = join(folder, stackInfoName);
  if (!existsSync(file)) return undefined;
  try {
    const info = JSON.parse(readFileSync(file, "utf8")) as Partial<StackInfo> | null;
    if (Array.isArray(info?.chunks?.[info.axis!])) return info as StackInfo;
  } catch (cause) {
    throw new StorageError(file, `is damaged: ${(cause as Error).message}`, { cause });
  }
  throw new StorageError(file, "is damaged: it does not say the axis and the chunks of a stack");
}

function axisOf(folder: string, headers: readonly NpyHeader[]): number {
  const info = readInfo(folder);
  if (info !== undefined) return info.axis;
  const [first, ...rest] = headers as [NpyHeader, ...NpyHeader[]];
  return Math.max(
    0,
    first.shape.findIndex((extent, axis) => rest.some((header) => header.shape[axis] !== extent)),
  );
}

function checkSame(file: string, header: NpyHeader, first: NpyHeader, axis: number): void {
  const fits =
    header.dtype === first.dtype && header.shape.length === first.shape.length && header.shape.every((extent, i) => i === axis || extent === first.shape[i]);
  if (!fits)
    throw new StorageError(
      file,
      `holds ${header.dtype} of shape [${header.shape}], which does not fit ${first.dtype} of shape [${first.shape}] along axis ${axis}`,
    );
}
