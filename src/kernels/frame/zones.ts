import type { Backend } from "../kernel.ts";
import { elementwise } from "./elementwise.ts";
import { cycleSeconds, farSeconds, lastEnd, type ZoneTable, zoneTable } from "./zone-table.ts";

/** Seconds that a zone's clocks are ahead of UTC at a moment in seconds since 1970; quick for moments near the last one asked for. */
export function offsetFinder(zone: string): (seconds: number) => number {
  if (zone === "UTC") return () => 0;
  let table: ZoneTable | undefined;
  let [from, to, offset] = [0, 0, 0];
  return (seconds) => {
    if (seconds >= from && seconds < to) return offset;
    const at = seconds < lastEnd ? seconds : seconds - cycleSeconds * Math.ceil((seconds - lastEnd + 1) / cycleSeconds);
    if (table === undefined || at >= farSeconds) table = zoneTable(zone, at >= farSeconds);
    const { starts, offsets } = table;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle;
    }
    offset = offsets[low]!;
    // What was moved by whole cycles has no neighbors here, nor has the end of the table.
    const isPlain = at === seconds && low + 1 < starts.length;
    [from, to] = isPlain ? [starts[low]!, starts[low + 1]!] : [seconds, seconds];
    return offset;
  };
}

const finders = new Map<string, (seconds: number) => number>();

/** The finder of a zone, kept. */
export function finderOf(zone: string): (seconds: number) => number {
  let finder = finders.get(zone);
  if (finder === undefined) finders.set(zone, (finder = offsetFinder(zone)));
  return finder;
}

/** Whole seconds of ticks, rounded down. */
export function secondsOf(ticks: bigint, perSecond: number): number {
  if (perSecond === 1) return Number(ticks);
  const scale = BigInt(perSecond);
  const seconds = ticks / scale;
  return Number(ticks % scale < 0n ? seconds - 1n : seconds);
}

export function offsetAt(ticks: bigint, perSecond: number, zone: string): number {
  return finderOf(zone)(secondsOf(ticks, perSecond));
}

const greatest = 2n ** 63n - 1n;

/** What a clock in the zone shows at each moment, as ticks. */
export function wallTicksIn(backend: Backend, values: BigInt64Array, perSecond: number, zone: string): BigInt64Array {
  if (zone === "UTC") return values;
  const scale = BigInt(perSecond);
  const reaches = (seconds: number) => reach(backend, values, BigInt(seconds) * scale);
  // Far moments are moved back by whole cycles, which the kernel does not know.
  if (reaches(lastEnd)) {
    const find = finderOf(zone);
    return values.map((ticks) => BigInt.asIntN(64, ticks + BigInt(find(secondsOf(ticks, perSecond))) * scale));
  }
  const { starts, offsets } = zoneTable(zone, reaches(farSeconds));
  const inTicks = [...starts].map((seconds) => (seconds === -Infinity ? -greatest - 1n : BigInt(seconds) * scale)).filter((ticks) => ticks <= greatest);
  const shifts = BigInt64Array.from(offsets.subarray(0, inTicks.length), (seconds) => BigInt(seconds) * scale);
  const tables = [BigInt64Array.from(inTicks), shifts];
  return elementwise(backend, { kernel: "zoneShift", dtype: "int64", result: "int64", inputs: [values], tables }, values.length) as BigInt64Array;
}

/** Whether any tick is this late. */
function reach(backend: Backend, values: BigInt64Array, limit: bigint): boolean {
  if (limit > greatest) return false;
  const late = elementwise(backend, { kernel: "greaterEqual", dtype: "int64", result: "bool", inputs: [values, BigInt64Array.of(limit)] }, values.length);
  return (late as Uint8Array).includes(1);
}

/** The moments at which a clock in a zone shows a time: none when it was set forward past it, two when it was set back. In seconds since 1970. */
export function momentsOf(wallSeconds: number, find: (seconds: number) => number): number[] {
  const before = find(wallSeconds - 86400);
  const after = find(wallSeconds + 86400);
  const candidates = before === after ? [before] : [before, after];
  return candidates
    .map((offset) => wallSeconds - offset)
    .filter((moment, i) => find(moment) === candidates[i])
    .sort((a, b) => a - b);
}

/** The moment at which a clock in the zone shows these ticks; nothing if there is none, or more than one. */
export function wallToUtc(wall: bigint, perSecond: number, zone: string): bigint | undefined {
  const seconds = secondsOf(wall, perSecond);
  const moments = momentsOf(seconds, finderOf(zone));
  return moments.length === 1 ? wall + BigInt(moments[0]! - seconds) * BigInt(perSecond) : undefined;
}
