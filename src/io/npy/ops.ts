import { statSync } from "node:fs";
import type { Expr } from "../../expr/expr.ts";
import { type ChunkSpec, normalizeChunks } from "../../ops/define/chunks.ts";
import { permute } from "../../ops/define/region-op.ts";
import { source } from "../../ops/define/source.ts";
import { whole } from "../../ops/define/whole.ts";
import { pathOf } from "../files/paths.ts";
import { type NpyHeader, readHeader } from "./header.ts";
import type { NpyParams } from "./read.ts";
import "./read.ts";
import "./write.ts";
import { refuseUnknown } from "../../util/option-names.ts";

export interface FromNpyOptions {
  readonly chunks?: ChunkSpec;
}

/** The array in a `.npy` file. Only the head is read now; tasks read their parts of the file when they run. */
export function fromNpyExpr(path: string | URL, options: FromNpyOptions = {}): Expr {
  refuseUnknown("fromNpy", options, ["chunks"]);
  const file = pathOf(path);
  return fromHeader(file, readHeader(file), options);
}

export function fromHeader(file: string, header: NpyHeader, options: FromNpyOptions): Expr {
  const { dtype, shape, fortran, offset, bigEndian, fileBytes, modifiedMs } = header;
  const chunks = normalizeChunks(options.chunks, shape, dtype, "fromNpy");
  // Columns that lie together are the rows of the transposed array.
  const order = fortran ? shape.map((_, axis) => shape.length - 1 - axis) : shape.map((_, axis) => axis);
  const inFile = <T>(list: readonly T[]) => order.map((axis) => list[axis]!);
  const params: NpyParams = { path: file, offset, shape: inFile(shape), bigEndian, fileBytes, modifiedMs };
  const read = source("npy", dtype, inFile(chunks), params);
  return fortran ? permute(read, order) : read;
}

/** One task a chunk that writes it into a file made for it before. */
export function writeNpyExpr(x: Expr, path: string, offset: number): Expr {
  const shape = x.meta.shape as readonly number[];
  // The name of the file is new each time, so that writing twice is done twice.
  return whole({
    kernel: "npy/write",
    inputs: [x],
    result: "bool",
    chunks: x.meta.chunks.map((axis) => axis.map(() => 1)),
    values: { path, offset, shape, inode: statSync(path).ino },
    placed: "input",
  });
}
