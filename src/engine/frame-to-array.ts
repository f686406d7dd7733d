import { type Chunk, elements } from "../chunk/chunk.ts";
import { type Batch, isValid } from "../chunk/column.ts";
import { type DType, dtypes } from "../chunk/dtype.ts";
import { pool } from "../chunk/pool.ts";
import type { Expr } from "../expr/expr.ts";
import { arrayMeta } from "../expr/meta.ts";
import { persisted } from "../ops/define/stored.ts";
import { castExpr } from "../ops/frame/literal.ts";
import { isNumeric, meet } from "../ops/frame/meet.ts";
import { takePartitions } from "../ops/frame/partitions.ts";
import { project } from "../ops/frame/project.ts";
import { partitionsOf, schemaOf } from "../ops/frame/schema.ts";
import { DTypeError } from "../util/errors.ts";
import { asCalled } from "./as-called.ts";
import { computeBatches } from "./compute-batches.ts";
import type { ComputeOptions } from "./options.ts";
import { disposePersisted, keptFor, persistExprs } from "./persist.ts";

/** Computes a frame of numbers and keeps it as an array of rows and columns. */
export async function frameToArray(frame: Expr, wanted: DType | undefined, given: ComputeOptions): Promise<Expr> {
  const options = asCalled("toDaskArray", given);
  const schema = schemaOf(frame);
  const other = schema.find(({ type }) => !isNumeric(type));
  if (other !== undefined)
    throw new DTypeError(`toDaskArray: column ${JSON.stringify(other.name)} is ${other.type}, which no array holds; drop it, or cast it with astype`);
  const types = schema.map(({ type }) => type as DType);
  const dtype = wanted ?? types.reduce<DType>((a, b) => meet(a, b) as DType, types[0] ?? "float64");
  const cast = project(
    frame,
    schema.map(({ name, type }) => ({ name, expr: castExpr({ column: name, type }, dtype) })),
  );
  const [kept] = (await persistExprs([cast], options)) as [Expr];
  const chunks: Chunk[] = [];
  try {
    for (let partition = 0; partition < partitionsOf(kept); partition++) {
      const [batches] = await computeBatches([takePartitions(kept, [partition])], options);
      chunks.push(
        chunkOf(
          batches![0]!,
          dtype,
          schema.map(({ name }) => name),
        ),
      );
    }
  } catch (error) {
    for (const { block } of chunks) pool.release(block);
    throw error;
  } finally {
    disposePersisted(kept);
  }
  const meta = arrayMeta(dtype, [chunks.map(({ shape }) => shape[0]!), [schema.length]]);
  return keptFor(persisted(`array of ${frame.token}`, meta, chunks));
}

/** Rows one after the other. */
function chunkOf({ length, columns }: Batch, dtype: DType, names: readonly string[]): Chunk {
  const { itemsize, kind } = dtypes[dtype];
  const block = pool.allocate(Math.max(1, length * columns.length * itemsize));
  const chunk: Chunk = { block, dtype, shape: [length, columns.length] };
  const out = elements(chunk);
  columns.forEach((column, at) => {
    for (let row = 0; row < length; row++) {
      if (isValid(column, row)) out[row * columns.length + at] = column.values[row]!;
      else if (kind === "float") out[row * columns.length + at] = Number.NaN;
      else {
        pool.release(block);
        throw new DTypeError(
          `toDaskArray: column ${JSON.stringify(names[at])} has missing values, and ${dtype} has none for them; fillna first, or give { dtype: "float64" }`,
        );
      }
    }
  });
  pool.allowSpill(block);
  return chunk;
}
