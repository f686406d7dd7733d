import assert from "node:assert/strict";
import { test } from "node:test";
import { allDTypes, type DType, dtypes, type Scalar, type TypedArray } from "../../src/chunk/dtype.ts";
import { type Backend, Status } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { kernelOps, scalarOps } from "../../src/ops/array/definitions/scalar-ops.ts";
import { argTypes, evaluate, resultType, type ScalarOp, toScalar } from "../../src/ops/define/scalar-op.ts";
import { specialValues } from "./special-values.ts";

const backends = allBackends();
const ops: readonly ScalarOp[] = Object.values(kernelOps);

function typed(dtype: DType, values: readonly Scalar[]): TypedArray {
  const array = new dtypes[dtype].array(values.length);
  values.forEach((value, i) => {
    array[i] = (typeof value === "boolean" ? Number(value) : value) as never;
  });
  return array;
}

/** Every combination of special values; of three arguments, each pair with a third that differs from pair to pair. */
function cases(types: readonly DType[]): Scalar[][] {
  const [first, second, third] = types.map(specialValues);
  if (second === undefined) return first!.map((x) => [x]);
  const pairs = first!.flatMap((x) => second.map((y) => [x, y]));
  return third === undefined ? pairs : pairs.flatMap(([x, y], i) => [3, 7, 11].map((step) => [x!, y!, third[(step * i + step) % third.length]!]));
}

/** Special values that an operation takes. */
function allowed(op: ScalarOp, dtype: DType): Scalar[][] {
  const all = cases(argTypes(op, dtype));
  return op.name === "power" && dtypes[dtype].range !== undefined ? all.filter(([, exponent]) => Number(exponent) >= 0) : all;
}

function columnsOf(rows: readonly Scalar[][], types: readonly DType[]): TypedArray[] {
  return types.map((type, k) =>
    typed(
      type,
      rows.map((row) => row[k]!),
    ),
  );
}

function run(backend: Backend, op: ScalarOp, dtype: DType, n: number, inputs: readonly TypedArray[], params?: readonly number[]): TypedArray {
  const out = new dtypes[resultType(op, dtype)].array(n);
  const status = backend.run(op.name, dtype, { n, inputs, outputs: [out], params: params ?? op.params.map((param) => param.default) });
  assert.equal(status, Status.ok);
  return out;
}

/** Distance in units in the last place; NaN equals NaN, and where bits count, zeros have signs. */
function distance(got: number, wanted: number, dtype: DType): number {
  if (Object.is(got, wanted) || (Number.isNaN(got) && Number.isNaN(wanted))) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(wanted) || got === wanted) return Infinity;
  const [digits, least] = dtype === "float32" ? [23, -149] : [52, -1074];
  const exponent = Math.floor(Math.log2(Math.max(Math.abs(got), Math.abs(wanted))));
  return Math.abs(got - wanted) / 2 ** Math.max(exponent - digits, least);
}

function compare(backend: Backend, op: ScalarOp, dtype: DType, rows: readonly Scalar[][], params?: readonly number[]): string[] {
  const out = run(backend, op, dtype, rows.length, columnsOf(rows, argTypes(op, dtype)), params);
  const result = resultType(op, dtype);
  // The definitions of inexact functions are JavaScript's, good to a few units themselves.
  const tolerance = op.ulp === 0 ? 0 : result === "float32" ? 1 : op.ulp + 3;
  return rows.flatMap((row, i) => {
    const wanted = evaluate(op, dtype, row, params);
    const got = result === "bool" ? Boolean(out[i]) : out[i]!;
    const same =
      typeof wanted === "number" && op.ulp + Number(dtypes[result].kind === "float") > 0 ? distance(Number(got), wanted, result) <= tolerance : got === wanted;
    return same ? [] : [`${backend.isa} ${op.name}:${dtype}(${row.join(", ")}) = ${got}, not ${wanted}`];
  });
}

// Two numbers whose logarithms nearly cancel have no units in the last place to count.
const cancelling = new Set(["logaddexp", "logaddexp2"]);
const exactly = ops.filter((op) => op.ulp === 0 || dtypesOf(op).some((dtype) => dtypes[dtype].kind !== "float"));
const closely = ops.filter((op) => op.ulp > 0 && !cancelling.has(op.name));

function dtypesOf(op: ScalarOp): readonly DType[] {
  return op.dtypes;
}

for (const backend of backends) {
  test(`every operation has a kernel for each of its dtypes on ${backend.isa}`, () => {
    const missing = ops.flatMap((op) => op.dtypes.filter((dtype) => !backend.has(op.name, dtype)).map((dtype) => `${op.name}:${dtype}`));
    assert.deepEqual(missing, []);
  });

  test(`exact operations give the bits of their definitions on ${backend.isa}`, () => {
    const wrong = exactly.flatMap((op) =>
      op.dtypes.filter((dtype) => op.ulp === 0 || dtypes[dtype].range).flatMap((dtype) => compare(backend, op, dtype, allowed(op, dtype))),
    );
    assert.deepEqual(wrong.slice(0, 10), []);
  });

  test(`inexact functions are as close to their definitions as they say on ${backend.isa}`, () => {
    const wrong = closely.flatMap((op) =>
      op.dtypes.filter((dtype) => !dtypes[dtype].range).flatMap((dtype) => compare(backend, op, dtype, allowed(op, dtype))),
    );
    assert.deepEqual(wrong.slice(0, 10), []);
  });

  test(`parameters change what is computed on ${backend.isa}`, () => {
    const values = specialValues("float64").map((x) => [x]);
    const narrow = specialValues("float32").map((x) => [x]);
    const whole = specialValues("int32").map((x) => [x]);
    const { round, nanToNum, isclose } = scalarOps;
    const wrong = [
      ...[1, 2, 5, -1, -3, 40].flatMap((decimals) => [
        ...compare(backend, round, "float64", values, [decimals]),
        ...compare(backend, round, "float32", narrow, [decimals]),
        ...compare(backend, round, "int32", whole, [decimals]),
      ]),
      ...compare(backend, nanToNum, "float64", values, [5, Infinity, -3]),
      ...compare(backend, nanToNum, "float32", narrow, [NaN, 1e300, -1e300]),
      ...compare(backend, isclose, "float64", allowed(isclose, "float64"), [0.1, 0.01, 1]),
      ...compare(backend, isclose, "float32", allowed(isclose, "float32"), [0.1, 0.01, 1]),
    ];
    assert.deepEqual(wrong.slice(0, 10), []);
  });

  test(`a cast between any two dtypes gives what toScalar says on ${backend.isa}`, () => {
    const infos = allDTypes.map((dtype) => dtypes[dtype]);
    const wrong = infos.flatMap((from) =>
      infos.flatMap((to) => {
        const values = specialValues(from.name);
        const out = new to.array(values.length);
        const status = backend.run("cast", to.name, { n: values.length, inputs: [typed(from.name, values)], outputs: [out], params: [from.code] });
        assert.equal(status, Status.ok);
        return values.flatMap((value, i) => {
          const wanted = toScalar(typeof value === "number" && from.range ? BigInt(value) : value, to.name);
          return Object.is(to.name === "bool" ? Boolean(out[i]) : out[i], wanted) ? [] : [`${value} of ${from.name} as ${to.name} is ${wanted}, not ${out[i]}`];
        });
      }),
    );
    assert.deepEqual(wrong.slice(0, 10), []);
  });

  test(`length, repeated arguments and writing over an argument change nothing on ${backend.isa}`, () => {
    const { add, where, sin, greater } = scalarOps;
    for (const n of [0, 1, 2, 7, 63, 64, 65, 127, 128, 130]) {
      const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i) * 1000);
      const y = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
      assert.deepEqual(
        run(backend, add, "float64", n, [x, Float64Array.of(0.5)]),
        x.map((value) => value + 0.5),
      );
      assert.deepEqual(run(backend, add, "float64", n, [Float64Array.of(0.5), Float64Array.of(2)]), new Float64Array(n).fill(2.5));
      const mask = run(backend, greater, "float64", n, [x, y]);
      assert.deepEqual(
        mask,
        Uint8Array.from(x, (value, i) => Number(value > y[i]!)),
      );
      assert.deepEqual(
        run(backend, where, "float64", n, [mask, x, Float64Array.of(-1)]),
        x.map((value, i) => (mask[i] ? value : -1)),
      );
      const sines = run(backend, sin, "float64", n, [x]);
      const over = x.slice();
      assert.equal(backend.run("sin", "float64", { n, inputs: [over], outputs: [over] }), Status.ok);
      assert.deepEqual(over, sines);
    }
  });

  test(`what is beside an element does not change its result on ${backend.isa}`, () => {
    for (const op of ops.filter((one) => one.ulp > 0)) {
      // Rare values take other paths, with their whole vector.
      const rare = [NaN, 0, -1e300, 1e9, Infinity, 1e-310, 750, -0];
      const plain = Array.from({ length: op.arity }, (_, k) => Float64Array.from({ length: 256 }, (_, i) => 0.01 + ((i * (37 + k)) % 97) / 20));
      const disturbed = plain.map((column) => column.map((value, i) => (i % 5 === 4 ? rare[i % rare.length]! : value)));
      const alone = run(backend, op, "float64", 256, plain);
      const beside = run(backend, op, "float64", 256, disturbed);
      const changed = Array.from(alone as Float64Array).filter((value, i) => i % 5 !== 4 && !Object.is(value, beside[i]));
      assert.deepEqual(changed, [], op.name);
    }
  });

  test(`an integer to a negative power is outside what power takes on ${backend.isa}`, () => {
    const out = new Int32Array(3);
    assert.equal(backend.run("power", "int32", { n: 3, inputs: [Int32Array.of(2, 3, 4), Int32Array.of(1, -1, 0)], outputs: [out] }), Status.domain);
  });
}
