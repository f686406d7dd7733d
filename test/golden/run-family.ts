import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compute } from "../../src/index.ts";
import { type Cut, type GoldenCall, type Inputs, makeCall } from "./call.ts";
import { difference, type GoldenDigest, type Tolerance } from "./compare.ts";
import { type GoldenArray, readGolden } from "./decode.ts";

type Told = GoldenArray | GoldenDigest;
type Answer = Told | { readonly several: readonly Told[] } | { readonly error: string };
type Case = GoldenCall & Tolerance & { readonly result: Answer };

export type Cuts = { readonly [how: string]: Cut };

/** Does not cut. */
export const whole: Cut = (shape) => shape.map((extent) => [extent]);

/** Cuts every axis into chunks of these lengths in turn. */
export function evenly(...pattern: readonly number[]): Cut {
  return (shape) =>
    shape.map((extent) => {
      const chunks: number[] = [];
      for (let rest = extent; rest > 0; rest -= chunks.at(-1)!) chunks.push(Math.min(rest, pattern[chunks.length % pattern.length]!));
      return chunks.length > 0 ? chunks : [0];
    });
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

/** What is wrong with the answers to some cases, in words; computed together, or one by one where one of them fails. */
async function wrongOf(cases: readonly Case[], inputs: Inputs, cut: Cut): Promise<readonly (string | undefined)[]> {
  if (cases.length > 1) {
    try {
      const values = await compute(
        cases.map((one) => makeCall(one, inputs, cut)),
        { scheduler: "synchronous" },
      );
      return cases.map((one, i) => differenceFrom(one, values[i]));
    } catch {
      // Which one it is, and what it says, is found below.
    }
  }
  const words: (string | undefined)[] = [];
  for (const one of cases) words.push(await wrongOfOne(one, inputs, cut));
  return words;
}

async function wrongOfOne(one: Case, inputs: Inputs, cut: Cut): Promise<string | undefined> {
  try {
    const value = await compute(makeCall(one, inputs, cut), { scheduler: "synchronous" });
    return "error" in one.result ? `gives a result where NumPy throws ${one.result.error}` : differenceFrom(one, value);
  } catch (error) {
    const { name, message } = error as Error;
    if (!("error" in one.result)) return `throws ${name}: ${message}`;
    return errors[one.result.error]!.includes(name) ? undefined : `throws ${name} (${message}) where NumPy throws ${one.result.error}`;
  }
}

function differenceFrom(one: Case, value: unknown): string | undefined {
  const { result } = one;
  if ("error" in result) return undefined;
  if (!("several" in result)) return difference(value, result, one);
  if (!Array.isArray(value) || value.length !== result.several.length) return `does not give ${result.several.length} arrays`;
  const parts = result.several.map((part, i) => difference(value[i], part, one));
  const at = parts.findIndex((part) => part !== undefined);
  return at < 0 ? undefined : `at ${at}: ${parts[at]}`;
}

/** Tests that a family's cases have NumPy's answers, whichever way arrays are cut. */
export function runFamily(family: string, cuts: Cuts): void {
  const { cases, inputs } = readGolden<Case>(family);
  describe(`NumPy's answers: ${family}`, () => {
    for (const call of new Set(cases.map((one) => one.call))) {
      const own = cases.filter((one) => one.call === call);
      const groups = groupsOf(own);
      for (const [how, cut] of Object.entries(cuts)) {
        test(`${call} of arrays ${how} is what NumPy says`, async () => {
          const wrong: string[] = [];
          for (const group of groups) {
            const words = await wrongOf(group, inputs, cut);
            words.forEach((word, i) => word === undefined || wrong.push(`${describeCase(group[i]!)} ${word}`));
          }
          assert.equal(wrong.length, 0, `${wrong.length} of ${own.length}:\n${wrong.slice(0, 8).join("\n")}`);
        });
      }
    }
  });
}

/** Cases that are computed in one graph; those that fail are on their own. */
function groupsOf(cases: readonly Case[]): readonly (readonly Case[])[] {
  const fails = (one: Case) => "error" in one.result;
  const answering = cases.filter((one) => !fails(one));
  const together = Array.from({ length: Math.ceil(answering.length / most) }, (_, i) => answering.slice(i * most, (i + 1) * most));
  return [...cases.filter(fails).map((one) => [one]), ...together];
}

const most = 32;

function describeCase({ call, args, options }: Case): string {
  return `${call}(${[...args, ...(options ? [options] : [])].map((arg) => JSON.stringify(arg).slice(0, 120)).join(", ")})`;
}
