import { DTypeError } from "../../util/errors.ts";

/** A stretch of time: so many nanoseconds, or so many months of the calendar. Weeks begin on Mondays. */
export type Frequency =
  | { readonly kind: "clock"; readonly nanoseconds: bigint; readonly isWeeks: boolean }
  | { readonly kind: "months"; readonly months: number };

const nanoseconds: { readonly [unit: string]: bigint } = {
  W: 604_800_000_000_000n,
  D: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  min: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
};
const months: { readonly [unit: string]: number } = { MS: 1, QS: 3, YS: 12 };

/** How pandas has spelled them, and Polars does. */
const aliases: { readonly [unit: string]: string } = {
  w: "W",
  d: "D",
  H: "h",
  T: "min",
  m: "min",
  S: "s",
  L: "ms",
  U: "us",
  N: "ns",
  mo: "MS",
  q: "QS",
  y: "YS",
  AS: "YS",
  day: "D",
  days: "D",
  hour: "h",
  hours: "h",
};

/** Reads `15min`, `1h30min`, `D`, `2W`, `MS` (months), `QS` (quarters), `YS` (years) as pandas and Polars write them. */
export function parseFrequency(text: unknown, operation: string): Frequency {
  const frequency = typeof text === "string" ? read(text) : undefined;
  if (frequency !== undefined) return frequency;
  throw new DTypeError(
    `${operation}: ${JSON.stringify(text)} is no frequency; one is a number with ${[...Object.keys(nanoseconds), ...Object.keys(months)].join(", ")}, like "15min"`,
  );
}

function read(text: string): Frequency | undefined {
  const parts = [...text.matchAll(/\s*(\d*)\s*([A-Za-z]+)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trimEnd()) return undefined;
  const units = parts.map(([, count, unit]) => ({ count: count === "" ? 1 : Number(count), unit: aliases[unit!] ?? unit! }));
  if (units.some(({ count }) => count < 1)) return undefined;
  const [{ count, unit }] = units as [(typeof units)[0]];
  const monthsOf = months[unit];
  if (monthsOf !== undefined) return units.length === 1 ? { kind: "months", months: count * monthsOf } : undefined;
  let total = 0n;
  for (const one of units) {
    const each = nanoseconds[one.unit];
    if (each === undefined) return undefined;
    total += each * BigInt(one.count);
  }
  return { kind: "clock", nanoseconds: total, isWeeks: units.length === 1 && unit === "W" };
}
