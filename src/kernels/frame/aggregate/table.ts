import { type Column, isValid } from "../../../chunk/column.ts";
import { bitsFromBytes } from "../../../chunk/bitmap.ts";
import { columnTypeOf, type ColumnType } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
const make = (type: ColumnType, list: unknown[]): Column => {
  const { storage } = columnTypeOf(type);
  const values = new dtypes[storage].array(list.length);
  const big = storage === "int64" || storage === "uint64";
  const flags = new Uint8Array(list.length);
  list.forEach((v, i) => { if (v !== null) { flags[i] = 1; values[i] = (big ? BigInt(v as number) : Number(v)) as never; } });
  return { type, length: list.length, values, valid: bitsFromBytes(flags, list.length) };
};
interface Call { codes: Int32Array | undefined; count: number; length: number; args: readonly Column[]; type: ColumnType }
const fold = ({ codes, count, length, args }: Call, init: unknown, step: (a: any, v: any) => unknown) => {
  const out = new Array<unknown>(count).fill(init);
  for (let i = 0; i < length; i++) { const c = codes ? codes[i]! : 0; if (c < 0) continue; if (args[0] && !isValid(args[0], i)) continue; out[c] = step(out[c], args[0] ? args[0].values[i] : 1); }
  return out;
};
const simple = (init: unknown, step: (a: any, v: any) => unknown) => ({
  states: 1,
  partial: (call: any) => [make(call.type, fold(call, init, step))],
  merge: (call: any) => [make(call.type, fold(call, init, step))],
  finish: ({ states }: any) => states[0],
  complete: undefined as any,
});
const counter = { ...simple(0, (a) => a + 1), merge: (call: any) => [make("int64", fold(call, 0, (a, v) => a + Number(v)))], partial: (call: any) => [make("int64", fold(call, 0, (a) => a + 1))] };
export const aggregators: any = {
  sum: { ...simple(0, (a, v) => (typeof v === "bigint" ? BigInt(a) + v : a + v)) },
  min: simple(null, (a, v) => (a === null || v < a ? v : a)),
  max: simple(null, (a, v) => (a === null || v > a ? v : a)),
  count: counter,
  size: counter,
  mean: {
    states: 2,
    partial: (call: any) => [make("float64", fold(call, 0, (a, v) => a + Number(v))), make("int64", fold(call, 0, (a) => a + 1))],
    merge: (call: any) => [make("float64", fold({ ...call, args: [call.args[0]] }, 0, (a, v) => a + v)), make("int64", fold({ ...call, args: [call.args[1]] }, 0, (a, v) => a + Number(v)))],
    finish: ({ states: [s, n], count }: any) => make("float64", Array.from({ length: count }, (_, i) => (n.values[i] === 0n ? null : s.values[i] / Number(n.values[i])))),
  },
};
