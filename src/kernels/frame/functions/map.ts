import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { type ColumnValue, columnOf, valuesOf } from "../../../chunk/column-values.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { parseColumn } from "../cast/parse.ts";
import { choose } from "../choose.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { toCategory } from "../dictionaries.ts";
import { elementwise } from "../elementwise.ts";
import { indexRows } from "../group/group-rows.ts";
import { takeColumn } from "../rows/take.ts";
import { takeCodes } from "../take-codes.ts";

/** The dictionary of a call: keys that the column can have, and their values. */
function dictionaryOf(call: ColumnCall, x: Column): { keys: Column; values: Column } {
  const { params, type } = call;
  const values = params["values"] as readonly ColumnValue[];
  const pairs = new Map<ColumnValue, ColumnValue>();
  for (const [i, key] of (params["keys"] as readonly ColumnValue[]).entries()) {
    const own = ownKey(call, x, key);
    if (own !== undefined) pairs.set(own, values[i]!);
  }
  return { keys: columnOf(x.type, [...pairs.keys()]), values: columnOf(type === "category" ? "utf8" : type, [...pairs.values()]) };
}

/** A key as a value of a column; nothing if it can be none. */
function ownKey(call: ColumnCall, x: Column, key: ColumnValue): ColumnValue | undefined {
  const { kind, storage } = columnTypeOf(x.type);
  if (key === null) return null;
  // Keys of an object are texts, whatever they name.
  if (typeof key === "string" && kind !== "utf8") return keyFromText(call, x, key);
  if (kind === "utf8" || kind === "bool") return typeof key === (kind === "utf8" ? "string" : "boolean") ? key : undefined;
  if (typeof key !== "number" && typeof key !== "bigint") return undefined;
  const { range, itemsize } = dtypes[storage];
  if (range === undefined) return Number(key);
  if ((typeof key === "number" && !Number.isInteger(key)) || key < range[0] || key > range[1]) return undefined;
  return itemsize === 8 ? BigInt(key) : Number(key);
}

function keyFromText({ backend }: ColumnCall, { type }: Column, key: string): ColumnValue | undefined {
  const column = parseColumn({ backend, type, params: { errors: "coerce" }, length: 1, valid: undefined, args: [] }, columnOf("utf8", [key]));
  return valuesOf(column)[0] ?? undefined;
}

/** The value of each row, null where the dictionary has none; and which key it is, or -1. */
function look(call: ColumnCall, x: Column): { mapped: Column; codes: Int32Array } {
  const { keys, values } = dictionaryOf(call, x);
  const codes = keys.length === 0 ? new Int32Array(x.length).fill(-1) : indexRows(call.backend, [keys], { dropNull: false }).find([x]);
  return { mapped: takeColumn(call.backend, values, codes), codes };
}

/** Each text of a dictionary once, unless null has a value too. */
function onDictionary(kernel: ColumnKernel): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const { backend, type } = call;
    const { dictionary } = x;
    if (dictionary === undefined) return kernel(call);
    if ((call.params["keys"] as readonly ColumnValue[]).includes(null)) {
      const result = kernel({ ...call, type: type === "category" ? "utf8" : type, args: [takeCodes(backend, dictionary, x)] });
      return type === "category" ? toCategory(backend, result) : result;
    }
    const mapped = kernel({ ...call, type: type === "category" ? "utf8" : type, args: [dictionary], length: dictionary.length });
    // Texts that became equal are one category.
    return type === "category" ? toCategory(backend, takeCodes(backend, mapped, x)) : takeCodes(backend, mapped, x);
  };
}

export const map = onDictionary((call) => look(call, call.args[0]!).mapped);

export const replace = onDictionary((call) => {
  const [x] = call.args as [Column];
  const { mapped, codes } = look(call, x);
  const found = elementwise(
    call.backend,
    { kernel: "greaterEqual", dtype: "int32", result: "bool", inputs: [codes, new Int32Array(1)] },
    x.length,
  ) as Uint8Array;
  return choose(call, found, mapped, x);
});
