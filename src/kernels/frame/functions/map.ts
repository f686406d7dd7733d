import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { type ColumnValue, columnOf, valueReader } from "../../../chunk/column-values.ts";
import type { Literal } from "../../../graph/program.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { toCategory } from "../dictionaries.ts";
import { takeCodes } from "../take-codes.ts";

/** A dictionary as JavaScript values of the column's type: 64-bit columns have bigints. */
function dictionaryOf({ params }: ColumnCall, x: Column): Map<ColumnValue, ColumnValue> {
  const { storage } = columnTypeOf(x.type);
  const isWide = storage === "int64" || storage === "uint64";
  const keys = params["keys"] as readonly Literal[];
  const values = params["values"] as readonly ColumnValue[];
  const keyOf = (key: Literal) =>
    isWide && typeof key === "number" && Number.isInteger(key) ? BigInt(key) : !isWide && typeof key === "bigint" ? Number(key) : key;
  return new Map(keys.map((key, i) => [keyOf(key) as ColumnValue, values[i]!]));
}

/** Each row by way of the dictionary; `otherwise` says what becomes of a value that is not in it. */
function mapRows(call: ColumnCall, x: Column, otherwise: (value: ColumnValue) => ColumnValue): Column {
  const dictionary = dictionaryOf(call, x);
  const read = valueReader(x);
  const rows = Array.from({ length: x.length }, (_, row) => {
    const value = read(row);
    return dictionary.has(value) ? dictionary.get(value)! : otherwise(value);
  });
  return columnOf(call.type, rows);
}

function mapping(otherwise: (value: ColumnValue) => ColumnValue): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    if (x.dictionary === undefined || (call.params["keys"] as readonly Literal[]).includes(null)) return mapRows(call, x, otherwise);
    const type = call.type === "category" ? "utf8" : call.type;
    const mapped = mapRows({ ...call, type }, x.dictionary, otherwise);
    if (call.type !== "category") return takeCodes(mapped, x);
    // Texts that became equal are one category.
    const merged = toCategory(mapped);
    const recoded = takeCodes({ type: "int32", length: merged.length, values: merged.values, valid: mapped.valid }, x);
    return { ...recoded, type: "category", dictionary: merged.dictionary };
  };
}

export const map = mapping(() => null);
export const replace = mapping((value) => value);
