// What test graphs call by name, in whatever thread.
import type { NDArray } from "../../src/chunk/ndarray.ts";
import { functionGraph, numbers } from "./function-graph.ts";

export class MeasurementError extends Error {
  readonly sensor: number;
  constructor(sensor: number) {
    super(`sensor ${sensor} is silent`);
    this.name = "MeasurementError";
    this.sensor = sensor;
  }
}

export function failing(): never {
  throw new MeasurementError(7);
}

export function twice(x: NDArray<"float64">): Float64Array {
  return x.data.map((value) => 2 * value);
}

/** Computes within a task. */
export async function nested(x: NDArray<"float64">): Promise<number> {
  const one = { call: () => 1 };
  const add = { call: (a: NDArray<"float64">, b: NDArray<"float64">) => a.data[0]! + b.data[0]!, reads: [0, 1] };
  const [two] = await numbers(functionGraph([one, one, add]), { scheduler: "threads", numWorkers: 2 });
  return x.data[0]! + two!;
}

/** Ends the thread it runs in. */
export function exit(): never {
  process.exit(3);
}

export function exitSoon(): never {
  const until = performance.now() + 100;
  while (performance.now() < until);
  return exit();
}

export function spin(): never {
  for (;;);
}

/** Takes memory until there is none. */
export function exhaust(): number {
  const all: unknown[] = [];
  for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
}
