import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { castValues, elementwise } from "../elementwise.ts";
import { wallTicksIn } from "../zones.ts";
import { eachPresent, misfitsOf } from "./failure.ts";

/** Dates, timestamps and durations among themselves. Finer times are cut down; what is beyond the ticks of a finer unit does not fit. */
export function castTimes(call: ColumnCall, x: Column): Column {
  const { backend, type } = call;
  const { length } = x;
  const [from, to] = [columnTypeOf(x.type), columnTypeOf(type)];
  if (to.kind === "date") {
    const perDay = BigInt(86400 * ticksPerSecond[from.unit!]);
    const local = from.zone === undefined ? x.values : wallTicksIn(backend, x.values as BigInt64Array, ticksPerSecond[from.unit!], from.zone);
    const days = elementwise(backend, { kernel: "floorDivide", dtype: "int64", result: "int64", inputs: [local, BigInt64Array.of(perDay)] }, length);
    return { type, length, values: castValues(backend, days, "int64", "int32") };
  }
  const ticks = (from.kind === "date" ? castValues(backend, x.values, "int32", "int64") : x.values) as BigInt64Array;
  const before = from.kind === "date" ? 1 / 86400 : ticksPerSecond[from.unit!];
  const after = ticksPerSecond[to.unit!];
  if (before === after) return { type, length, values: ticks };
  const [kernel, factor] = after > before ? (["multiply", Math.round(after / before)] as const) : (["floorDivide", before / after] as const);
  const values = elementwise(backend, { kernel, dtype: "int64", result: "int64", inputs: [ticks, BigInt64Array.of(BigInt(factor))] }, length);
  const misfits = misfitsOf(call);
  if (kernel === "multiply") checkRange(call, ticks, BigInt(factor), misfits);
  return { type, length, values, valid: misfits.valid() };
}

function checkRange({ backend, valid, length }: ColumnCall, ticks: BigInt64Array, factor: bigint, misfits: ReturnType<typeof misfitsOf>): void {
  const most = (2n ** 63n - 1n) / factor;
  const beyond = (kernel: string, limit: bigint) =>
    elementwise(backend, { kernel, dtype: "int64", result: "bool", inputs: [ticks, BigInt64Array.of(limit)] }, length) as Uint8Array;
  const [above, below] = [beyond("greater", most), beyond("less", -most)];
  if (!above.includes(1) && !below.includes(1)) return;
  eachPresent({ length }, valid, (row) => {
    if (above[row] !== 0 || below[row] !== 0) misfits.add(row, `${ticks[row]} ticks`);
  });
}
