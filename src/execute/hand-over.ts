import { unpack } from "../chunk/batch.ts";
import { isValid } from "../chunk/column.ts";
import { joinChunks } from "../chunk/join-chunks.ts";
import { readValues } from "../io/objects/read-values.ts";
import { decodeValue } from "../io/values/decode.ts";
import type { Operand } from "../kernels/kernel.ts";
import { type Given, readsOf } from "../ops/value/given.ts";
import { loadBeside } from "../util/load-module.ts";
import { copyOf } from "./copy.ts";
import type { Work } from "./work.ts";

const arrow = () => loadBeside<typeof import("../io/arrow/to-table.ts")>(import.meta.url, "../io/arrow/to-table");

/** What a function is given of each input: what computing it would give, in memory of its own. */
export function handOver({ inputs }: Work, given: readonly Given[]): unknown[] {
  let at = 0;
  return given.map((each) => {
    const chunks = inputs.slice(at, (at += readsOf(each)));
    switch (each.as) {
      case "value":
        return decodeValue(bytesOf(chunks[0]!));
      case "array":
        return arrayOf(each, chunks);
      case "table":
        return arrow().toTable(each.schema, chunks.map(batchOf));
      case "column":
        return arrow().toVector(
          each.schema[0]!.type,
          chunks.map((chunk) => batchOf(chunk).columns[0]!),
        );
      default:
        return scalarOf(each, chunks);
    }
  });
}

function bytesOf({ data, offset, shape }: Operand): Uint8Array {
  return (data as Uint8Array).subarray(offset, offset + shape[0]!);
}

const batchOf = (chunk: Operand) => unpack(bytesOf(chunk));

function arrayOf({ dtype, grid, isScalar }: Given & { as: "array" }, chunks: readonly Operand[]): unknown {
  const array = joinChunks(
    dtype,
    grid,
    chunks.map((chunk) => ({ data: copyOf(chunk), shape: chunk.shape })),
  );
  return isScalar ? array.toArray() : array;
}

/** The one value of a frame of one row and one column; null where it is missing. */
function scalarOf({ as, schema }: Given & { as: "scalar" | "count" | "table" | "column" }, chunks: readonly Operand[]): unknown {
  const column = chunks.map(batchOf).find(({ length }) => length > 0)!.columns[0]!;
  if (!isValid(column, 0)) return null;
  return readValues(column, schema[0]!.name, { int64: as === "count" ? "number" : "bigint" }, "compute")[0];
}
