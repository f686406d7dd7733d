import type { DType } from "../../../chunk/dtype.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { digitsHolding, rankAmong } from "../digit-ranks.ts";
import { paramsOf } from "../params.ts";
import { argsorted } from "./order.ts";
import { denseOf, makeDense, type Reference, type Value } from "./reference.ts";

export const digitCounts: Reference = (step, [x]) => {
  const made = makeDense("float64", [65_536]);
  for (const value of x!.data as Iterable<Value>) (made.data as Float64Array)[digitOf(step.dtype, value)]!++;
  return made;
};

export const digitSelect: Reference = (step, [x, counts]) => {
  const flags = digitsHolding(counts!.data as Float64Array, paramsOf(step, "digitSelect").ranks);
  const values = [...(x!.data as Iterable<Value>)].filter((value) => flags[digitOf(step.dtype, value)]);
  return denseOf(step.dtype, [values.length], values);
};

export const digitFinish: Reference = (step, args) => {
  const { ranks } = paramsOf(step, "digitFinish");
  const values = args.slice(0, -1).flatMap((part) => [...(part.data as Iterable<Value>)]);
  const order = argsorted(values);
  const among = rankAmong(args.at(-1)!.data as Float64Array, ranks);
  return denseOf(
    step.dtype,
    [ranks.length],
    among.map((rank) => (values[order[rank]!] === 0 ? 0 : values[order[rank]!]!)),
  );
};

/** The first 16 bits of a nonnegative integer that sorts as the value does: the value less the least one, or the bits of a float turned so. */
function digitOf(dtype: DType, value: Value): number {
  const { kind, itemsize, array, range } = dtypes[dtype];
  if (kind !== "float") return Number((BigInt(value) - (kind === "bool" ? 0n : range![0])) >> BigInt(Math.max(0, 8 * itemsize - 16)));
  if (Number.isNaN(value)) return 0xffff;
  const bits = new array(1);
  bits[0] = (value === 0 ? 0 : value) as never;
  const first = new Uint16Array(bits.buffer).at(-1)!;
  return first & 0x8000 ? 0xffff - first : first + 0x8000;
}
