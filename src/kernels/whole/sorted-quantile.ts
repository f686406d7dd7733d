import type { Whole } from "../kernel.ts";
import { between, valueBetween } from "./between.ts";
import { defineWhole } from "./define.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/sorted-quantile.ts";

// A few elements each: nothing to make fast.

export const quantileRanks: Whole = defineWhole({
  kernels: [],
  shape: (step) => [2 * paramsOf(step, "quantileRanks").q.length],
  native({ step, args, out }) {
    const { q, method } = paramsOf(step, "quantileRanks");
    const n = args[0]!.data[args[0]!.offset] as number;
    q.forEach((one, i) => {
      const { low, high } = n === 0 ? { low: 0, high: 0 } : between(method, one, n);
      out[2 * i] = low;
      out[2 * i + 1] = high;
    });
  },
  reference: reference.quantileRanks,
});

export const elementsAt: Whole = defineWhole({
  kernels: [],
  shape: (_, [, ranks]) => ranks!,
  native({ step, args, out }) {
    const { offset } = paramsOf(step, "elementsAt");
    const [x, ranks] = args;
    for (let i = 0; i < ranks!.shape[0]!; i++) {
      const at = (ranks!.data[ranks!.offset + i * ranks!.strides[0]!] as number) - offset;
      const isHere = at >= 0 && at < x!.shape[0]!;
      out[i] = (isHere ? x!.data[x!.offset + at * x!.strides[0]!]! : Number.NEGATIVE_INFINITY) as never;
    }
  },
  reference: reference.elementsAt,
});

export const quantilesBetween: Whole = defineWhole({
  kernels: [],
  shape: (step) => [paramsOf(step, "quantilesBetween").q.length],
  native({ step, args, out }) {
    const { q, method, size, omitNaN } = paramsOf(step, "quantilesBetween");
    const [pairs, count] = args;
    const n = count!.data[count!.offset] as number;
    const isNothing = n === 0 || (n < size && !omitNaN);
    const round = step.dtype === "float32" ? Math.fround : (value: number) => value;
    // -0 comes out as 0.
    const element = (i: number) => (pairs!.data[pairs!.offset + i * pairs!.strides[0]!] as number) + 0;
    q.forEach((one, i) => {
      out[i] = (isNothing ? Number.NaN : valueBetween(method, between(method, one, n), element(2 * i), element(2 * i + 1), round)) as never;
    });
  },
  reference: reference.quantilesBetween,
});
