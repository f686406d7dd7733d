import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { parseFrequency } from "../../../ops/frame/frequency.ts";
import type { Backend } from "../../kernel.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { castValues, elementwise } from "../elementwise.ts";
import { momentsFrom } from "../localize.ts";
import { perSecondOf, wallValues } from "./part.ts";

const modes = { floor: 0, ceil: 1, round: 2 } as const;
/** Days from 1970 to a Monday. */
const monday = 4n;

/** A number as two of 32 bits, which kernels read exactly. */
const words = (value: bigint) => [Number(value & 0xffff_ffffn), Number(value >> 32n)];

function roundTicks(backend: Backend, ticks: BigInt64Array, perDay: bigint, frequency: string, mode: keyof typeof modes): BigInt64Array {
  const parsed = parseFrequency(frequency, `dt.${mode}`);
  const call = { dtype: "int64", result: "int64", inputs: [ticks] } as const;
  if (parsed.kind === "months") {
    return elementwise(backend, { ...call, kernel: "ticksToMonths", params: [modes[mode], parsed.months, Number(perDay)] }, ticks.length) as BigInt64Array;
  }
  const step = (parsed.nanoseconds * perDay) / 86_400_000_000_000n;
  const origin = parsed.isWeeks ? monday * perDay : 0n;
  return elementwise(backend, { ...call, kernel: "ticksToStep", params: [modes[mode], ...words(step), ...words(origin)] }, ticks.length) as BigInt64Array;
}

export function rounding(mode: keyof typeof modes): ColumnKernel {
  return ({ backend, args, params, type, length, valid }) => {
    const [x] = args as [Column];
    const frequency = String(params["frequency"]);
    if (type === "date") {
      const days = castValues(backend, x.values, "int32", "int64") as BigInt64Array;
      return { type, length, values: castValues(backend, roundTicks(backend, days, 1n, frequency, mode), "int64", "int32") };
    }
    const perSecond = perSecondOf(x);
    const rounded = roundTicks(backend, wallValues(backend, x) as BigInt64Array, BigInt(86400 * perSecond), frequency, mode);
    const { zone } = columnTypeOf(type);
    return { type, length, values: zone === undefined ? rounded : momentsFrom(rounded, x.values as BigInt64Array, perSecond, zone, valid) };
  };
}
