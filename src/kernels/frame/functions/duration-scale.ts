import type { Column } from "../../../chunk/column.ts";
import { validFrom } from "../bitmap.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";

/** duration · number, either way round: exact for integers; a product with a fraction is cut toward zero, one beyond all ticks (or of NaN) is null. */
export function durationTimesNumber(call: ColumnCall): Column {
  const { backend, length, args, type } = call;
  const [duration, factor] = args[0]!.type === type ? args : [args[1]!, args[0]!];
  if (factor!.type === "int64") {
    return {
      type,
      length,
      values: elementwise(backend, { kernel: "multiply", dtype: "int64", result: "int64", inputs: args.map(({ values }) => values) }, length),
    };
  }
  return scaled(call, duration!, factor!, (ticks, by) => ticks * by);
}

/** duration / number: of integers exactly, cut toward zero; by zero it is null. */
export function divideDuration(call: ColumnCall): Column {
  const { backend, length, args, type } = call;
  const [duration, divisor] = args;
  if (divisor!.type !== "int64") return scaled(call, duration!, divisor!, (ticks, by) => ticks / by);
  const [ticks, by] = [duration!.values as BigInt64Array, divisor!.values as BigInt64Array];
  const [step, byStep] = [duration!.length === length ? 1 : 0, divisor!.length === length ? 1 : 0];
  const values = new BigInt64Array(length);
  const present = new Uint8Array(length).fill(1);
  for (let row = 0; row < length; row++) {
    const divide = by[row * byStep]!;
    if (divide === 0n) present[row] = 0;
    else values[row] = ticks[row * step]! / divide;
  }
  return { type, length, values, valid: validFrom(backend, present) };
}

/** duration // number with a fraction. */
export function floorDivideDuration(call: ColumnCall): Column {
  return scaled(call, call.args[0]!, call.args[1]!, (ticks, by) => Math.floor(ticks / by));
}

function scaled({ backend, length, type }: ColumnCall, duration: Column, factor: Column, of: (ticks: number, by: number) => number): Column {
  const [ticks, by] = [duration.values as BigInt64Array, factor.values as Float64Array];
  const [step, byStep] = [duration.length === length ? 1 : 0, factor.length === length ? 1 : 0];
  const values = new BigInt64Array(length);
  const present = new Uint8Array(length).fill(1);
  for (let row = 0; row < length; row++) {
    const product = of(Number(ticks[row * step]!), by[row * byStep]!);
    if (Math.abs(product) < 2 ** 63) values[row] = BigInt(Math.trunc(product));
    else present[row] = 0;
  }
  return { type, length, values, valid: validFrom(backend, present) };
}
