import assert from "node:assert/strict";
import { test } from "node:test";
import { type DType, dtypes, type Scalar } from "../../../../src/chunk/dtype.ts";
import type { NDArray } from "../../../../src/chunk/ndarray.ts";
import { kernelOps, pairs, scalarOps } from "../../../../src/ops/array/definitions/scalar-ops.ts";
import { argTypes, evaluate, resultType, type ScalarOp } from "../../../../src/ops/define/scalar-op.ts";
import { decodeArray, type GoldenArray, readGolden } from "../../../golden/decode.ts";

interface Case {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly options?: unknown;
  /** Answers to within these units in the last place come from a wider type. */
  readonly ulp?: number;
  readonly result: GoldenArray;
}

const byName = new Map<string, ScalarOp>(Object.values(scalarOps).flatMap((op: ScalarOp) => [op.name, ...op.aliases].map((name) => [name, op] as const)));

/** Cases of one operation on arrays of a dtype that it computes in: what comes before (promotion, scalars) is not its business. */
function* ownCases(): Generator<{ op: ScalarOp; dtype: DType; columns: NDArray[]; result: GoldenArray }> {
  for (const family of ["arithmetic", "math"]) {
    const { cases, inputs } = readGolden<Case>(family);
    for (const { call, args, options, ulp, result } of cases) {
      const op = byName.get(call);
      if (op === undefined || op.ulp > 0 || ulp !== undefined || options !== undefined || args.length !== op.arity || !("dtype" in result)) continue;
      if (!args.every((arg) => typeof arg === "string" && arg.startsWith("@"))) continue;
      const columns = args.map((name) => decodeArray(inputs[(name as string).slice(1)]!));
      const { dtype } = columns[0]!;
      if (!op.dtypes.includes(dtype) || argTypes(op, dtype).some((type, k) => type !== columns[k]!.dtype) || result.dtype !== resultType(op, dtype)) continue;
      yield { op, dtype, columns, result };
    }
  }
}

/** A line against a column, or one array. */
function rowsOf(columns: readonly NDArray[]): Scalar[][] {
  const [first, second] = columns.map(({ dtype, data }) => Array.from(data as ArrayLike<number | bigint>, (x): Scalar => (dtype === "bool" ? Boolean(x) : x)));
  return second === undefined ? first!.map((x) => [x]) : first!.flatMap((x) => second.map((y) => [x, y]));
}

test("the definitions give NumPy's answers", () => {
  const asked = new Set<string>();
  const wrong: string[] = [];
  for (const { op, dtype, columns, result } of ownCases()) {
    const wanted = decodeArray(result).data;
    asked.add(op.name);
    rowsOf(columns).forEach((row, i) => {
      const got = evaluate(op, dtype, row);
      const value = result.dtype === "bool" ? Boolean(wanted[i]) : wanted[i];
      if (!Object.is(got, value)) wrong.push(`${op.name}:${dtype}(${row.join(", ")}) = ${got}, not ${value}`);
    });
  }
  assert.deepEqual(wrong.slice(0, 10), []);
  assert.ok(asked.size > 40, `only ${asked.size} operations were asked`);
});

test("an operation computes in dtypes that it has definitions for", () => {
  for (const [name, op] of Object.entries<ScalarOp>(kernelOps)) {
    assert.equal(op.name, name);
    for (const dtype of op.dtypes) {
      const { kind } = dtypes[dtype];
      assert.ok(op.of[kind === "uint" ? "int" : kind], `${name} has no definition for ${dtype}`);
    }
  }
});

test("names and aliases are each one operation's", () => {
  const all = Object.values<ScalarOp>(kernelOps).flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.deepEqual(
    all.filter((name, i) => all.indexOf(name) !== i),
    [],
  );
  for (const pair of Object.values(pairs)) for (const name of pair) assert.ok(name in scalarOps);
});
