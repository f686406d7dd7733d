import fc from "fast-check";
import { pack, packedBytes, unpack } from "../../../src/chunk/batch.ts";
import type { Column } from "../../../src/chunk/column.ts";
import type { ColumnType } from "../../../src/chunk/column-type.ts";
import type { ColumnValue } from "../../../src/chunk/column-values.ts";

type Values = readonly ColumnValue[];
const items: { readonly [type: string]: fc.Arbitrary<ColumnValue> } = {
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float64: fc.double({ noNaN: true }),
  bool: fc.boolean(),
  utf8: fc.constantFrom("", "a", "ü€", "a longer text of many bytes"),
  date: fc.integer({ min: -1000, max: 1000 }),
};
const listOf = (item: fc.Arbitrary<ColumnValue>) => fc.array(fc.option(item, { freq: 4 }), { maxLength: 4 });

/** Rows of lists of several types, null among them. */
export const listRows: fc.Arbitrary<{ readonly type: ColumnType; readonly rows: Values }> = fc.oneof(
  ...Object.entries(items).flatMap(([type, item]) => [
    fc.record({ type: fc.constant(`list<${type}>` as const), rows: fc.array(fc.option(listOf(item), { freq: 4 }), { maxLength: 20 }) }),
    fc.record({ type: fc.constant(`list<list<${type}>>` as const), rows: fc.array(fc.option(listOf(listOf(item)), { freq: 4 }), { maxLength: 12 }) }),
  ]),
);

/** A column as it comes back from one chunk. */
export function packed(column: Column): Column {
  const batch = { length: column.length, columns: [column] };
  const out = new Uint8Array(new SharedArrayBuffer(packedBytes(batch)));
  pack(batch, out);
  return unpack(out).columns[0]!;
}
