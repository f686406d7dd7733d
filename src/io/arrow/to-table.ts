import { type Data, type DataType, type List, makeData, RecordBatch, Struct, Table, Vector } from "apache-arrow";
import { bitsFromBytes } from "../../chunk/bitmap.ts";
import { type Batch, bitmapBytes, type Column, nullCount, textBytes } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { itemsOf } from "../../chunk/list.ts";
import type { Schema } from "../../expr/meta.ts";
import { unifyDictionaries } from "../../kernels/frame/rows/dictionary.ts";
import { loadBackend } from "../../kernels/load.ts";
import { must } from "../../util/must.ts";
import { arrowSchemaOf, arrowTypeOf } from "./arrow-types.ts";
import { copyOf, zeroedValues } from "./zeroed-values.ts";

/** The batches as a table in memory of its own: a record batch for each that has rows. */
export function toTable(schema: Schema, batches: readonly Batch[]): Table {
  const arrowSchema = arrowSchemaOf(schema);
  const filled = batches.filter(({ length }) => length > 0);
  if (filled.length === 0) return new Table(arrowSchema);
  const columns = schema.map(({ type }, at) =>
    toData(
      type,
      filled.map((batch) => batch.columns[at]!),
    ),
  );
  return new Table(
    arrowSchema,
    filled.map(({ length }, i) => {
      const children = columns.map((parts) => parts[i]!);
      return new RecordBatch(arrowSchema, makeData({ type: new Struct(arrowSchema.fields), length, nullCount: 0, children }));
    }),
  );
}

/** One column's parts as a vector in memory of its own. */
export function toVector(type: ColumnType, columns: readonly Column[]): Vector {
  const filled = columns.filter(({ length }) => length > 0);
  return new Vector(filled.length === 0 ? [makeData({ type: arrowTypeOf(type) as never })] : toData(type, filled));
}

function toData(type: ColumnType, columns: readonly Column[]): Data[] {
  const arrowType = arrowTypeOf(type);
  for (const column of columns) must(column.type === type, `a column of ${column.type} where ${type} was planned`);
  if (columnTypeOf(type).kind !== "category") return columns.map((column) => dataOf(column, arrowType));
  const unified = unifyDictionaries(loadBackend(), columns);
  const dictionary = new Vector([dataOf(unified[0]!.dictionary!, arrowTypeOf("utf8"))]);
  return unified.map((column) => dataOf(column, arrowType, dictionary));
}

function dataOf(column: Column, type: DataType, dictionary?: Vector): Data {
  const { length } = column;
  const missing = nullCount(column);
  if (column.child !== undefined) return listOf(column, type, missing);
  return makeData({
    type,
    length,
    nullCount: missing,
    nullBitmap: missing === 0 ? undefined : column.valid!.slice(0, bitmapBytes(length)),
    data: column.type === "bool" ? bitsFromBytes(column.values as Uint8Array, length) : valuesOf(column, missing),
    ...(column.offsets !== undefined && { valueOffsets: offsetsOf(column) }),
    ...(dictionary !== undefined && { dictionary }),
  } as never);
}

function listOf(column: Column, type: DataType, missing: number): Data {
  const { length } = column;
  const nullBitmap = missing === 0 ? undefined : column.valid!.slice(0, bitmapBytes(length));
  const child = dataOf(itemsOf(column), type.children![0]!.type);
  return makeData({ type: type as List, length, nullCount: missing, nullBitmap, valueOffsets: offsetsOf(column), child });
}

/** A copy in unshared memory. */
function valuesOf(column: Column, missing: number): TypedArray {
  const { values, offsets, length } = column;
  if (offsets !== undefined) return copyOf(values, offsets[0]!, textBytes(column));
  return missing > 0 ? zeroedValues(column) : copyOf(values, 0, length);
}

function offsetsOf({ offsets, length }: Column): Int32Array {
  const first = offsets![0]!;
  const out = new Int32Array(length + 1);
  for (let row = 0; row <= length; row++) out[row] = offsets![row]! - first;
  return out;
}
