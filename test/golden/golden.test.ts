import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compute } from "../../src/index.ts";
import { type Cut, type GoldenCall, type Inputs, makeCall } from "./call.ts";
import { difference, type Tolerance } from "./compare.ts";
import { type GoldenArray, readGolden } from "./decode.ts";

type Answer = GoldenArray | { readonly several: readonly GoldenArray[] } | { readonly error: string };
type Case = GoldenCall & Tolerance & { readonly result: Answer };

const families = ["arithmetic", "math", "reductions", "scans", "order", "indexing", "shape", "creation", "linear"];

/** Answers must not depend on how arrays are cut: in one piece, evenly, and with a border near each end. */
const cuts: { readonly [name: string]: Cut } = {
  "in one chunk": () => -1,
  "in chunks of 2": (shape) => shape.map((extent) => chunksOf(extent, [2])),
  "in chunks of 1, 3 and 1": (shape) => shape.map((extent) => chunksOf(extent, [1, 3])),
};

function chunksOf(extent: number, pattern: readonly number[]): number[] {
  const chunks: number[] = [];
  for (let rest = extent; rest > 0; rest -= chunks.at(-1)!) chunks.push(Math.min(rest, pattern[chunks.length % pattern.length]!));
  return chunks.length > 0 ? chunks : [0];
}

/** Which errors stand for Python's. What only the data tell comes wrapped from the task. */
const errors: { readonly [python: string]: readonly string[] } = {
  ValueError: ["ShapeError", "DTypeError", "RangeError", "TaskError"],
  TypeError: ["DTypeError"],
  UFuncTypeError: ["DTypeError"],
  IndexError: ["ShapeError", "TaskError"],
  AxisError: ["ShapeError"],
  OverflowError: ["RangeError"],
  ZeroDivisionError: ["ShapeError", "RangeError"],
};

async function wrongOf(one: Case, inputs: Inputs, cut: Cut): Promise<string | undefined> {
  let value: unknown;
  try {
    value = await compute(makeCall(one, inputs, cut), { scheduler: "synchronous" });
  } catch (error) {
    const { name, message } = error as Error;
    if (!("error" in one.result)) return `throws ${name}: ${message}`;
    return errors[one.result.error]!.includes(name) ? undefined : `throws ${name} (${message}) where NumPy throws ${one.result.error}`;
  }
  if ("error" in one.result) return `gives a result where NumPy throws ${one.result.error}`;
  if (!("several" in one.result)) return difference(value, one.result, one);
  const { several } = one.result;
  if (!Array.isArray(value) || value.length !== several.length) return `does not give ${several.length} arrays`;
  const parts = several.map((part, i) => difference(value[i], part, one));
  const at = parts.findIndex((part) => part !== undefined);
  return at < 0 ? undefined : `at ${at}: ${parts[at]}`;
}

for (const family of families) {
  const { cases, inputs } = readGolden<Case>(family);
  describe(`NumPy's answers: ${family}`, () => {
    for (const call of new Set(cases.map((one) => one.call))) {
      const own = cases.filter((one) => one.call === call);
      for (const [how, cut] of Object.entries(cuts)) {
        test(`${call} of arrays ${how} is what NumPy says`, async () => {
          const wrong: string[] = [];
          for (const one of own) {
            const words = await wrongOf(one, inputs, cut);
            if (words !== undefined) wrong.push(`${describeCase(one)} ${words}`);
          }
          assert.equal(wrong.length, 0, `${wrong.length} of ${own.length}:\n${wrong.slice(0, 8).join("\n")}`);
        });
      }
    }
  });
}

function describeCase({ call, args, options }: Case): string {
  return `${call}(${[...args, ...(options ? [options] : [])].map((arg) => JSON.stringify(arg).slice(0, 120)).join(", ")})`;
}
