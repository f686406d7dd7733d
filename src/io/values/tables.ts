import type { Table, Vector } from "apache-arrow";
import { pack, packedBytes, unpack } from "../../chunk/batch.ts";
import type { Batch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import { loadBeside } from "../../util/load-module.ts";

// Tables and vectors of apache-arrow are classes; they travel as a schema and packed batches.

const from = () => loadBeside<typeof import("../arrow/from-table.ts")>(import.meta.url, "../arrow/from-table");
const to = () => loadBeside<typeof import("../arrow/to-table.ts")>(import.meta.url, "../arrow/to-table");

export interface PackedTable {
  /** The schema as JSON. */
  readonly head: string;
  readonly batches: readonly Uint8Array[];
}

// By what they have, not by their class: there may be several copies of the package.

export function isArrowTable(value: object): value is Table {
  return value.constructor?.name === "Table" && "schema" in value && "batches" in value;
}

export function isArrowVector(value: object): value is Vector {
  return value.constructor?.name === "Vector" && "type" in value && "data" in value;
}

function packed(batch: Batch): Uint8Array {
  const out = new Uint8Array(packedBytes(batch));
  pack(batch, out);
  return out;
}

export function packTable(table: Table): PackedTable {
  const { schema, batches } = from().fromTable(table, {}, "delayed");
  return { head: JSON.stringify(schema), batches: batches.map(packed) };
}

export function packVector(vector: Vector): PackedTable {
  const { schema, batches } = from().fromVector(vector, "delayed");
  return { head: JSON.stringify(schema), batches: batches.map(packed) };
}

export function unpackTable({ head, batches }: PackedTable): Table {
  return to().toTable(JSON.parse(head) as Schema, batches.map(unpack));
}

export function unpackVector({ head, batches }: PackedTable): Vector {
  const [{ type }] = JSON.parse(head) as [Schema[number]];
  return to().toVector(
    type,
    batches.map((bytes) => unpack(bytes).columns[0]!),
  );
}
