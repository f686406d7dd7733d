export type Bound = number | bigint;

/** How many values there are from `start` to before `stop`. Whole bounds are counted exactly, also beyond 2^53. */
export function rangeLength(start: Bound, stop: Bound, step: Bound): number {
  if (![start, stop, step].every((one) => typeof one === "bigint" || Number.isSafeInteger(one)))
    return Math.max(0, Math.ceil((Number(stop) - Number(start)) / Number(step)));
  const [distance, by] = [BigInt(stop) - BigInt(start), BigInt(step)];
  const steps = Number(distance / by) + (distance % by === 0n ? 0 : 1);
  return distance > 0n === by > 0n ? steps : 0;
}
