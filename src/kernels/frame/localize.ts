import type { Column } from "../../chunk/column.ts";
import type { StepParams } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";
import type { Backend } from "../kernel.ts";
import { hasBit, validFrom } from "./bitmap.ts";
import { timestampText } from "./cast/write.ts";
import { finderOf, momentsOf, secondsOf } from "./zones.ts";

/** Moments at which clocks of a zone show these ticks: the one with the clock setting that held at `near`, if a time comes twice; the moment of the change, if clocks were set forward past it. */
export function momentsFrom(wall: BigInt64Array, near: BigInt64Array, perSecond: number, zone: string, valid: Uint8Array | undefined): BigInt64Array {
  const find = finderOf(zone);
  const scale = BigInt(perSecond);
  const out = new BigInt64Array(wall.length);
  for (let row = 0; row < wall.length; row++) {
    if (valid !== undefined && !hasBit(valid, row)) continue;
    const seconds = secondsOf(wall[row]!, perSecond);
    const moments = momentsOf(seconds, find);
    const same = seconds - find(secondsOf(near[row]!, perSecond));
    const moment = moments.length === 0 ? undefined : moments.includes(same) ? same : moments[0]!;
    out[row] = moment === undefined ? BigInt(changeNear(seconds, find)) * scale : wall[row]! + BigInt(moment - seconds) * scale;
  }
  return out;
}

/** The first moment at which clocks of a zone show a time or, where they were set forward past it, a later one. */
export function firstMoment(wall: bigint, perSecond: number, zone: string): bigint {
  const dayBefore = wall - BigInt(86_400 * perSecond);
  return momentsFrom(BigInt64Array.of(wall), BigInt64Array.of(dayBefore), perSecond, zone, undefined)[0]!;
}

/** When the clocks were set forward past a time that they never showed. */
function changeNear(wallSeconds: number, find: (seconds: number) => number): number {
  let [low, high] = [wallSeconds - 2 * 86400, wallSeconds + 2 * 86400];
  // The wall clock jumps over the time: before the change it is behind it, after the change beyond.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + find(middle) < wallSeconds) low = middle;
    else high = middle;
  }
  return high;
}

/** `dt.tzLocalize`: times without a zone as what clocks of one show. */
export function localize(backend: Backend, x: Column, perSecond: number, zone: string, params: StepParams, valid: Uint8Array | undefined): Column {
  const find = finderOf(zone);
  const scale = BigInt(perSecond);
  const wall = x.values as BigInt64Array;
  const values = new BigInt64Array(x.length);
  let present: Uint8Array | undefined;
  const choose = (row: number, seconds: number, moments: readonly number[]): number | undefined => {
    if (moments.length === 1) return moments[0]!;
    const [option, what] = moments.length === 2 ? (["ambiguous", "comes twice"] as const) : (["nonexistent", "does not exist"] as const);
    const choice = String(params[option] ?? "raise");
    if (choice === "raise") throw refusal(wall[row]!, perSecond, zone, option, what);
    if (choice === "earliest") return moments[0]!;
    if (choice === "latest") return moments[1]!;
    // The last tick before the change is one tick, not one second, before it.
    if (/forward/i.test(choice) || /backward/i.test(choice)) return changeNear(seconds, find);
    return undefined;
  };
  for (let row = 0; row < x.length; row++) {
    if (valid !== undefined && !hasBit(valid, row)) continue;
    const seconds = secondsOf(wall[row]!, perSecond);
    const moments = momentsOf(seconds, find);
    const moment = choose(row, seconds, moments);
    if (moment === undefined) {
      present ??= new Uint8Array(x.length).fill(1);
      present[row] = 0;
    } else if (moments.length === 0) values[row] = BigInt(moment) * scale - (/backward/i.test(String(params["nonexistent"])) ? 1n : 0n);
    else values[row] = wall[row]! + BigInt(moment - seconds) * scale;
  }
  return { type: x.type, length: x.length, values, valid: present && validFrom(backend, present) };
}

function refusal(ticks: bigint, perSecond: number, zone: string, option: string, what: string): DTypeError {
  const choices = option === "ambiguous" ? '"earliest", "latest" or "null"' : '"shiftForward", "shiftBackward" or "null"';
  return new DTypeError(`dt.tzLocalize: ${timestampText(ticks, perSecond, undefined)} ${what} in ${zone}; { ${option}: ${choices} } decides`);
}
