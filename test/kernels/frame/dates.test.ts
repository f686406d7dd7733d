import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ColumnType } from "../../../src/chunk/column-type.ts";
import { columnOf, valuesOf } from "../../../src/chunk/column-values.ts";
import type { StepParams } from "../../../src/graph/program.ts";
import { evaluate } from "../../../src/kernels/frame/evaluate.ts";
import { offsetFinder } from "../../../src/kernels/frame/zones.ts";
import { allBackends } from "../../../src/kernels/load.ts";
import { civilFromDays, daysFromCivil, daysInMonth } from "../../../src/util/civil.ts";
import { DTypeError } from "../../../src/util/errors.ts";
import { call, sampleFrame } from "./sample-frame.ts";

const units = [
  ["s", 1n],
  ["ms", 1_000n],
  ["us", 1_000_000n],
  ["ns", 1_000_000_000n],
] as const;

const weekdayOf = (days: number) => (((days + 3) % 7) + 7) % 7;

/** Parts of a day and a nanosecond of it, by way of `civilFromDays`. */
const parts: { readonly [name: string]: (days: number, nanoseconds: number) => number | boolean } = {
  year: (days) => civilFromDays(days).year,
  month: (days) => civilFromDays(days).month,
  day: (days) => civilFromDays(days).day,
  quarter: (days) => Math.ceil(civilFromDays(days).month / 3),
  dayofyear: (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1,
  dayofweek: weekdayOf,
  isoYear: (days) => civilFromDays(days - weekdayOf(days) + 3).year,
  isoWeek: (days) => Math.floor((days - weekdayOf(days) + 3 - daysFromCivil(civilFromDays(days - weekdayOf(days) + 3).year, 1, 1)) / 7) + 1,
  isMonthEnd: (days) => civilFromDays(days).day === daysInMonth(civilFromDays(days).year, civilFromDays(days).month),
  isYearStart: (days) => civilFromDays(days).day === 1 && civilFromDays(days).month === 1,
};
const clock: typeof parts = {
  hour: (_, nanoseconds) => Math.floor(nanoseconds / 3600e9),
  minute: (_, nanoseconds) => Math.floor(nanoseconds / 60e9) % 60,
  second: (_, nanoseconds) => Math.floor(nanoseconds / 1e9) % 60,
  millisecond: (_, nanoseconds) => Math.floor(nanoseconds / 1e6) % 1000,
  microsecond: (_, nanoseconds) => Math.floor(nanoseconds / 1e3) % 1e6,
  nanosecond: (_, nanoseconds) => nanoseconds % 1000,
};

for (const backend of allBackends()) {
  const skip = !backend.has("datePart", "int64");
  test(`${backend.isa}: parts of times are those of the calendar, in every unit, before 1970 too`, { skip }, () => {
    for (const [unit, perSecond] of units) {
      const perDay = 86400n * perSecond;
      const most = unit === "ns" ? 106_000 : 4_000_000;
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.integer({ min: -most, max: most }), fc.bigInt({ min: 0n, max: perDay - 1n })), { maxLength: 150 }), (times) => {
          const column = columnOf(
            `timestamp[${unit}]`,
            times.map(([days, ticks]) => BigInt(days) * perDay + ticks),
          );
          for (const [name, of] of Object.entries({ ...parts, ...clock })) {
            const expr = call(`dt/${name}`, [{ column: "x", type: column.type }]);
            const rows = valuesOf(evaluate(backend, expr, { length: column.length, columns: [column] }, ["x"]));
            assert.deepEqual(
              rows,
              times.map(([days, ticks]) => of(days, Number(ticks * (1_000_000_000n / perSecond)))),
              `${name} of ${unit}`,
            );
          }
        }),
        { numRuns: 20 },
      );
    }
  });

  test(`${backend.isa}: dates have the parts of their day, however far`, { skip }, () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 150 }), (days) => {
        const column = columnOf("date", days);
        for (const [name, of] of Object.entries(parts)) {
          const expr = call(`dt/${name}`, [{ column: "x", type: "date" }]);
          assert.deepEqual(
            valuesOf(evaluate(backend, expr, { length: days.length, columns: [column] }, ["x"])),
            days.map((day) => of(day, 0)),
            name,
          );
        }
      }),
      { numRuns: 30 },
    );
  });
}

function rows(type: ColumnType, values: readonly (bigint | number | null)[], name: string, params: StepParams = {}) {
  const frame = sampleFrame({ x: [type, values] });
  return frame.values(call(name, [frame.col.x], params));
}

/** The offset that Intl shows. */
function intlOffset(zone: string, seconds: number): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
  ) as { [part: string]: number };
  return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000 - seconds;
}

test("offsets of zones are those of Intl, in the past and far in the future", () => {
  for (const zone of ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]) {
    const find = offsetFinder(zone);
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1800, 0, 2) / 1000, max: Date.UTC(2499, 0, 1) / 1000 }), (seconds) => {
        assert.equal(find(seconds), intlOffset(zone, seconds), `${zone} at ${seconds}`);
      }),
      { numRuns: 300 },
    );
  }
  // The rules of 2100 hold 400 years later, as the calendar does.
  const find = offsetFinder("Europe/Paris");
  assert.equal(find(Date.UTC(2900, 6, 1) / 1000), 7200);
  assert.equal(find(Date.UTC(2900, 0, 1) / 1000), 3600);
});

test("a zone's clocks show the same moment as another's", () => {
  const moments = [0n, 1719784800n, 1711846800n, null, -5000000000n, 40000000000n];
  const paris = rows("timestamp[s, Europe/Paris]", moments, "dt/tzLocalize", {});
  assert.deepEqual(
    paris,
    moments.map((moment) => moment && moment + BigInt(intlOffset("Europe/Paris", Number(moment)))).map((wall, i) => (i === 0 ? 3600n : wall)),
  );
  assert.deepEqual(rows("timestamp[s, Europe/Paris]", moments, "dt/tzConvert", { zone: "Asia/Tokyo" }), moments);
  assert.deepEqual(rows("timestamp[s, Asia/Tokyo]", [1719784800n], "dt/hour"), [7]);
});

test("times that come twice or never are errors unless the options decide", () => {
  const [twice, never] = [1729994400n + 1800n, 1711852200n];
  const at = (value: bigint, params: StepParams) => rows("timestamp[s]", [value], "dt/tzLocalize", { zone: "Europe/Paris", ...params });
  assert.throws(
    () => at(twice, {}),
    /dt.tzLocalize: 2024-10-27 02:30:00 comes twice in Europe\/Paris; \{ ambiguous: "earliest", "latest" or "null" \} decides/,
  );
  assert.throws(() => at(never, {}), /2024-03-31 02:30:00 does not exist in Europe\/Paris/);
  assert.deepEqual(at(twice, { ambiguous: "earliest" }), [1729989000n]);
  assert.deepEqual(at(twice, { ambiguous: "latest" }), [1729992600n]);
  assert.deepEqual(at(twice, { ambiguous: "null" }), [null]);
  assert.deepEqual(at(never, { nonexistent: "shiftForward" }), [1711846800n]);
  assert.deepEqual(at(never, { nonexistent: "shiftBackward" }), [1711846799n]);
});

test("times in a zone are rounded as its clocks show them", () => {
  // 2024-03-31: the clocks of Paris go from 02:00 to 03:00.
  assert.deepEqual(rows("timestamp[s, Europe/Paris]", [1711850000n], "dt/floor", { frequency: "1D" }), [1711839600n]);
  assert.deepEqual(rows("timestamp[s, Europe/Paris]", [1711846000n], "dt/ceil", { frequency: "1h" }), [1711846800n]);
  assert.deepEqual(rows("timestamp[s, Europe/Paris]", [1719800000n], "dt/floor", { frequency: "MS" }), [1719784800n]);
});

test("weeks, months and years begin on their first day", () => {
  const day = (text: string) => Date.parse(text) / 86_400_000;
  const days = [day("2024-02-29"), day("2024-01-01"), day("2023-12-31"), null, day("1969-07-15")];
  const shown = (name: string, frequency: string) =>
    rows("date", days, name, { frequency }).map((value) => (value === null ? null : new Date((value as number) * 86_400_000).toISOString().slice(0, 10)));
  assert.deepEqual(shown("dt/floor", "W"), ["2024-02-26", "2024-01-01", "2023-12-25", null, "1969-07-14"]);
  assert.deepEqual(shown("dt/floor", "MS"), ["2024-02-01", "2024-01-01", "2023-12-01", null, "1969-07-01"]);
  assert.deepEqual(shown("dt/ceil", "QS"), ["2024-04-01", "2024-01-01", "2024-01-01", null, "1969-10-01"]);
  assert.deepEqual(shown("dt/round", "YS"), ["2024-01-01", "2024-01-01", "2024-01-01", null, "1970-01-01"]);
});

test("what times do not have is an error where the expression is made", () => {
  const x = (type: ColumnType) => [{ column: "x", type }];
  assert.throws(() => call("dt/hour", x("date")), /dt.hour: does not take date; it takes timestamp/);
  assert.throws(() => call("dt/year", x("utf8")), /parse the text with toDatetime/);
  assert.throws(() => call("dt/floor", x("timestamp[s]"), { frequency: "5ms" }), /no whole number of ticks of timestamp\[s\]; cast to a finer unit first/);
  assert.throws(() => call("dt/floor", x("timestamp[s]"), { frequency: "5 parsecs" }), /is no frequency/);
  assert.throws(() => call("dt/floor", x("duration[s]"), { frequency: "MS" }), /has no fixed length/);
  assert.throws(() => call("dt/tzLocalize", x("timestamp[s]"), { zone: "Mars/Base" }), /there is no zone "Mars\/Base"/);
  assert.throws(() => call("dt/tzLocalize", x("timestamp[s, UTC]"), { zone: "UTC" }), /use tzConvert/);
  assert.throws(() => call("dt/tzConvert", x("timestamp[s]"), { zone: "UTC" }), /use tzLocalize first/);
  assert.throws(() => call("dt/strftime", x("timestamp[s]"), { format: "%Q" }), DTypeError);
  assert.throws(() => call("toDatetime", x("utf8"), { format: "%Q" }), DTypeError);
});

test("text is compared with timestamps as clocks in their zone show it", () => {
  const frame = sampleFrame({ x: ["timestamp[ms, Europe/Paris]", [1719784800000n, 1719784799000n, null]] });
  assert.deepEqual(frame.values(call("ge", [frame.col.x, "2024-07-01"])), [true, false, null]);
  assert.deepEqual(frame.values(call("eq", [frame.col.x, "2024-06-30T22:00:00Z"])), [true, false, null]);
});

test("a format takes what it says and no other form", () => {
  const texts = ["2024-02-29", "2024-02-29 12:34:56", "2024-02-29T12:34:56", "2024-02-29 12:34", "2024-2-9", "2024-02-29Z", null];
  const frame = sampleFrame({ t: ["utf8", texts] });
  const read = (format: string) => frame.values(call("toDatetime", [frame.col.t], { format, resultUnit: "s", errors: "coerce" }));
  const [day, clock] = [1709164800n, 45296n];
  assert.deepEqual(read("%Y-%m-%d"), [day, null, null, null, 1707436800n, null, null]);
  assert.deepEqual(read("%Y-%m-%d %H:%M:%S"), [null, day + clock, null, null, null, null, null]);
  assert.deepEqual(read("%Y-%m-%dT%H:%M:%S"), [null, null, day + clock, null, null, null, null]);
  assert.deepEqual(read("%Y-%m-%d %H:%M"), [null, null, null, day + clock - 56n, null, null, null]);
});

test("names of days and months come in other languages", () => {
  assert.deepEqual(rows("date", [0, null], "dt/dayName", { locale: "fr" }), ["jeudi", null]);
  assert.deepEqual(rows("date", [0], "dt/monthName", { locale: "de" }), ["Januar"]);
  assert.throws(() => rows("date", [0], "dt/dayName", { locale: "not a locale" }), /dt\.dayName: "not a locale" is no locale; one is like "de" or "pt-BR"/);
});

test("numbers and texts become timestamps, durations and numbers", () => {
  const frame = sampleFrame({ f: ["float64", [1.5, NaN, null]], t: ["utf8", ["1.5", "x", null]], k: ["category", ["2024-02-29", "x", null]] });
  assert.deepEqual(frame.values(call("toDatetime", [frame.col.f], { unit: "s", resultUnit: "ms", errors: "coerce" })), [1500n, null, null]);
  assert.deepEqual(frame.values(call("toDatetime", [frame.col.k], { resultUnit: "s", errors: "coerce" })), [1709164800n, null, null]);
  assert.deepEqual(frame.values(call("toNumeric", [frame.col.t], { errors: "coerce" })), [1.5, null, null]);
  assert.throws(() => frame.values(call("toDatetime", [frame.col.t])), /toDatetime: row 0 of a partition has "1.5", which is no timestamp\[us\]/);
  assert.throws(() => frame.values(call("toNumeric", [frame.col.t])), DTypeError);
});
