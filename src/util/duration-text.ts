import { clockText } from "./time-text.ts";

/** Nanoseconds of each unit, as pandas spells them. */
const units: { readonly [unit: string]: bigint } = {
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  day: 86_400_000_000_000n,
  days: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  hour: 3_600_000_000_000n,
  hours: 3_600_000_000_000n,
  m: 60_000_000_000n,
  min: 60_000_000_000n,
  minute: 60_000_000_000n,
  minutes: 60_000_000_000n,
  s: 1_000_000_000n,
  sec: 1_000_000_000n,
  second: 1_000_000_000n,
  seconds: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
};

/** `2 days 03:04:05.5`, `1h30min`, `-15s` as ticks; cut down to whole ones. Nothing if it is no duration. */
export function parseDuration(text: string, ticksPerSecond: number): bigint | undefined {
  const match = /^([+-])?\s*(.+)$/.exec(text);
  if (match === null) return undefined;
  const signed = signedOf(match[2]!.trim(), match[1] === "-" ? -1n : 1n);
  if (signed === undefined) return undefined;
  const perTick = BigInt(1e9 / ticksPerSecond);
  const ticks = signed / perTick - (signed % perTick < 0n ? 1n : 0n);
  return ticks === BigInt.asIntN(64, ticks) ? ticks : undefined;
}

/** Nanoseconds of amounts with units, then hours, minutes and seconds. The sign is that of the amounts: `-1 days +23:00:00` is an hour before, as pandas writes it. */
function signedOf(text: string, sign: bigint): bigint | undefined {
  let [rest, total, found] = [text, 0n, false];
  for (let part = amount.exec(rest); part !== null; part = amount.exec(rest)) {
    const unit = units[part[3]!.toLowerCase()];
    if (unit === undefined) return undefined;
    const fraction = (part[2] ?? "").slice(0, 15);
    total += BigInt(part[1]!) * unit + (BigInt(fraction || "0") * unit) / 10n ** BigInt(fraction.length);
    rest = rest.slice(part[0].length).trim();
    found = true;
  }
  if (rest === "") return found ? sign * total : undefined;
  const clock = /^\+?(\d+):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?$/.exec(rest);
  if (clock === null) return undefined;
  const seconds = (BigInt(clock[1]!) * 60n + BigInt(clock[2]!)) * 60n + BigInt(clock[3] ?? 0);
  const within = seconds * 1_000_000_000n + BigInt((clock[4] ?? "").padEnd(9, "0"));
  return found ? sign * total + within : sign * within;
}

const amount = /^(\d+)(?:\.(\d+))?\s*([a-z]+)\s*/i;

/** As pandas writes it: `1 days 02:03:04`, `-1 days +23:59:59.500000`. */
export function durationText(ticks: bigint, ticksPerSecond: number): string {
  const nanoseconds = ticks * BigInt(1e9 / ticksPerSecond);
  const day = units["d"]!;
  const days = nanoseconds / day - (nanoseconds % day < 0n ? 1n : 0n);
  return `${days} days ${days < 0n ? "+" : ""}${clockText(Number(nanoseconds - days * day))}`;
}
