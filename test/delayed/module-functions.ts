// What delayed functions of tests call by name, in whatever thread.
import { da, delayed } from "../../src/index.ts";

const secret = 40;

export function usesItsModule(x: number): number {
  return x + secret;
}

export function exit(): never {
  process.exit(3);
}

export function spin(): never {
  for (;;);
}

export class MeasurementError extends Error {
  readonly sensor = 7;
  override name = "MeasurementError";
}

export function failing(): never {
  throw new MeasurementError("sensor 7 is silent");
}

/** Computes within a task: an array, and delayed functions. */
export async function nested(n: number): Promise<number> {
  const sum = await da.arange(n).sum().compute();
  const add = delayed((x: number, y: number) => x + y);
  return add(add(1, 2), sum).compute();
}
