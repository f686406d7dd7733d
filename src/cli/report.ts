import { formatBytes } from "../util/errors.ts";
import { peakResidentBytes } from "../util/resident.ts";

export async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const value = await work();
  return [value, (performance.now() - start) / 1000];
}

export function report(what: string, amount: number, unit: string, seconds: number): void {
  console.log(
    `${what}: ${seconds.toFixed(2)} s, ${(amount / seconds / 1e6).toFixed(0)} million ${unit}/s, peak resident memory ${formatBytes(peakResidentBytes())}`,
  );
}

export function check(what: string, holds: boolean): void {
  console.log(`  ${holds ? "ok" : "WRONG"}: ${what}`);
  if (!holds) process.exitCode = 1;
}
