import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ColumnType } from "../../src/chunk/column-type.ts";
import { type DFrame, dd, Series } from "../../src/index.ts";
import { packageRoot } from "../../src/util/package-root.ts";

type Cell = null | boolean | number | string;
type Step = readonly [name: string, ...args: unknown[]];
interface Family {
  readonly frames: { readonly [name: string]: { readonly [column: string]: readonly [ColumnType, readonly Cell[]] } };
  readonly cases: readonly { readonly frame: string; readonly steps: readonly Step[]; readonly result: { readonly [column: string]: readonly Cell[] } }[];
}
const { frames, cases } = JSON.parse(readFileSync(join(packageRoot, "test/golden/data/windows.json"), "utf8")) as Family;

function frameOf(name: string, npartitions: number): DFrame {
  const columns = Object.entries(frames[name]!);
  return dd.fromColumns(Object.fromEntries(columns.map(([column, [type, values]]) => [column, type.startsWith("timestamp") ? values.map((value) => new Date(value as number)) : values])), {
    schema: Object.fromEntries(columns.map(([column, [type]]) => [column, type])),
    npartitions,
  });
}

/** Sums in another order may round otherwise. */
const isNear = (a: unknown, b: Cell) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)));

for (const name of new Set(cases.map(({ steps }) => nameOf(steps)))) {
  const asked = cases.filter(({ steps }) => nameOf(steps) === name);
  test(`${name} gives what pandas gives, in one partition and in several (${asked.length} cases)`, async () => {
    const wrong: string[] = [];
    for (const frame of Object.keys(frames)) {
      for (const partitions of [1, 4]) {
        const own = asked.filter((one) => one.frame === frame);
        const answers = await answersOf(frameOf(frame, partitions), own);
        own.forEach(({ steps, result }, i) => {
          for (const [column, rows] of Object.entries(result)) {
            const got = answers[i]![column] ?? [];
            const same = got.length === rows.length && rows.every((cell, row) => isNear(plain(got[row]), cell));
            if (!same) wrong.push(`${JSON.stringify(steps)} of ${frame}.${column} in ${partitions}: ${JSON.stringify(got)}, pandas ${JSON.stringify(rows)}`);
          }
        });
      }
    }
    assert.deepEqual(wrong.slice(0, 10), []);
  });
}

type Columns = { readonly [name: string]: readonly unknown[] };

/** Columns of one frame are computed together. */
async function answersOf(frame: DFrame, asked: Family["cases"]): Promise<Columns[]> {
  // biome-ignore lint/suspicious/noExplicitAny: methods are called by name
  const made: any[] = asked.map(({ steps }) => steps.reduce((value: any, [method, ...args]) => value[method](...args), frame));
  const options = { scheduler: "synchronous" } as const;
  const series = made.flatMap((one, i) => (one instanceof Series ? [[`case ${i}`, one] as const] : []));
  const columns = series.length === 0 ? {} : await frame.select(() => Object.fromEntries(series) as Record<string, Series<ColumnType>>).toColumns(options);
  return Promise.all(made.map((one, i) => (one instanceof Series ? { "": columns[`case ${i}`]! } : (one.toColumns(options) as Promise<Columns>))));
}

function nameOf(steps: readonly Step[]): string {
  return steps
    .filter(([step]) => step !== "col")
    .map(([step]) => step)
    .join(" ");
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString().slice(0, 19) : value;
}
