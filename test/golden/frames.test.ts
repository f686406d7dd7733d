import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { type GoldenFrame, type Step, takeSteps } from "./frame-steps.ts";

// pandas' answers to operations on frames, in one partition and in four.

interface Case {
  readonly frame: string;
  readonly steps: readonly Step[];
  /** Rows come in no order that is promised. */
  readonly unordered?: boolean;
  readonly result: Columns | { readonly error: string };
}
type Columns = { readonly [column: string]: readonly unknown[] };
interface Family {
  readonly inputs: { readonly [name: string]: GoldenFrame };
  readonly cases: readonly Case[];
}
type Answer = { toColumns(options: object): Promise<Columns>; readonly dtypes: { readonly [name: string]: string } };

const partitions = [1, 4];
const families = ["frames-aggregate", "frames-rows", "frames-merge", "frames-statistics", "frames-reshape", "frames-lists", "frames-tables"];

for (const family of families) {
  const { inputs, cases } = JSON.parse(readFileSync(join(packageRoot, "test/golden/data", `${family}.json`), "utf8")) as Family;
  for (const name of new Set(cases.map((one) => one.steps[0]![0]))) {
    const asked = cases.filter((one) => one.steps[0]![0] === name);
    test(`${name} of ${family} gives what pandas gives (${asked.length} cases)`, async () => {
      const wrong: string[] = [];
      for (const one of asked)
        for (const npartitions of partitions) {
          const words = await wrongOf(one, inputs, npartitions);
          if (words !== undefined) wrong.push(`${one.frame} in ${npartitions}: ${JSON.stringify(one.steps).slice(0, 200)}: ${words}`);
        }
      assert.equal(wrong.length, 0, `${wrong.length} wrong:\n${wrong.slice(0, 20).join("\n")}`);
    });
  }
}

async function wrongOf({ frame, steps, unordered, result }: Case, inputs: Family["inputs"], npartitions: number): Promise<string | undefined> {
  let made: Answer | undefined;
  let actual: Columns;
  try {
    made = takeSteps(inputs, frame, steps, npartitions) as Answer;
    actual = await made.toColumns({ int64: "bigint", times: "bigint", scheduler: "synchronous" });
  } catch (error) {
    const { name, message } = error as Error;
    return "error" in result ? undefined : `throws ${name}: ${message}`;
  }
  if (isError(result)) return `gives a result where pandas throws ${result.error}`;
  const [names, expectedNames] = [Object.keys(actual), Object.keys(result)];
  if (names.join() !== expectedNames.join()) return `columns ${names}, not ${expectedNames}`;
  const [rows, expectedRows] = [rowsOf(actual), rowsOf(result)];
  if (rows.length !== expectedRows.length) return `${rows.length} rows, not ${expectedRows.length}`;
  if (unordered) for (const list of [rows, expectedRows]) list.sort((a, b) => (JSON.stringify(a.map(String)) < JSON.stringify(b.map(String)) ? -1 : 1));
  for (const [row, expected] of expectedRows.entries())
    for (const [at, value] of expected.entries())
      if (!same(rows[row]![at], value, made.dtypes[names[at]!]!)) return `${names[at]} of row ${row} is ${rows[row]![at]}, not ${value}`;
  return undefined;
}

const isError = (result: Case["result"]): result is { readonly error: string } => typeof (result as { error?: unknown }).error === "string";

function rowsOf(columns: Columns): unknown[][] {
  const lists = Object.values(columns);
  return (lists[0] ?? []).map((_, row) => lists.map((list) => list[row]));
}

/** Sums and what follows from them are near: in what order they are added is up to who adds. */
function same(actual: unknown, expected: unknown, type: string): boolean {
  if (actual === null || expected === null) return actual === expected;
  const item = /^list<(.*)>$/.exec(type)?.[1];
  if (item !== undefined) {
    const [ours, theirs] = [actual as unknown[], expected as unknown[]];
    return ours.length === theirs.length && ours.every((one, i) => same(one, theirs[i], item));
  }
  if (typeof actual === "bigint") return actual === BigInt(expected as number);
  if (typeof actual !== "number") return actual === expected;
  if (expected === "nan") return Number.isNaN(actual);
  const number = expected === "inf" ? Infinity : expected === "-inf" ? -Infinity : Number(expected);
  const scale = type === "float32" ? 2 ** -22 : 2 ** -45;
  return Object.is(actual, number) || actual === number || Math.abs(actual - number) <= scale * Math.max(Math.abs(number), Math.abs(actual), 1 / 16);
}
