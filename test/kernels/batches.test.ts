import assert from "node:assert/strict";
import { test } from "node:test";
import { pack, packedBytes, unpack } from "../../src/chunk/batch.ts";
import type { Batch } from "../../src/chunk/column.ts";
import type { Program } from "../../src/graph/program.ts";
import { addBatchKernel } from "../../src/kernels/batch-kernels.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { measure } from "../../src/kernels/measure.ts";
import { planOf } from "../../src/kernels/plan.ts";
import { runProgram } from "../../src/kernels/run.ts";
import { operand, step } from "./run-on.ts";

const f64 = "float64" as const;
const batchOf = (rows: number): Batch => ({ length: rows, columns: [{ type: "int32", length: rows, values: new Int32Array(rows) }] });

test("batches go from kernel to kernel as they are, and only outputs are packed, when all is done", () => {
  addBatchKernel("frame/test-count", { run: ({ args }) => batchOf(args.reduce((rows, batch) => rows + batch.length, 0)) });
  addBatchKernel("frame/test-double", { run: ({ args: [x] }) => batchOf(2 * x!.length) });
  const input = batchOf(3);
  const packed = new Uint8Array(new SharedArrayBuffer(packedBytes(input)));
  pack(input, packed);
  const batchStep = (kernel: string, args: readonly number[]) => step(kernel, "uint8", args);
  const program: Program = {
    inputs: ["uint8", f64],
    steps: [batchStep("frame/test-double", [0]), step("negative", f64, [1]), batchStep("frame/test-count", [2, 0, 2]), batchStep("frame/same", [2])],
    outputs: [4, 3, 5, 4],
  };
  assert.deepEqual(measure(program, [], [[0], [4]]).known, [false, true, false, false]);
  const asked: (readonly number[])[] = [];
  const negative = new Float64Array(4);
  const rooms: Uint8Array[] = [];
  const shapes = runProgram({
    backend: allBackends()[0]!,
    program,
    places: [],
    inputs: [operand("uint8", packed, [packed.length]), operand(f64, Float64Array.of(0, 1, 2, 3), [4])],
    outputs: [undefined, negative, undefined, undefined],
    scratch: new Uint8Array(0),
    allocate(bytes) {
      asked.push(bytes);
      rooms.push(...bytes.map((length) => new Uint8Array(new SharedArrayBuffer(length))));
      return rooms;
    },
  });
  assert.deepEqual(asked, [[15, 6, 15].map((rows) => packedBytes(batchOf(rows)))]);
  assert.deepEqual(
    rooms.map((room) => unpack(room).length),
    [15, 6, 15],
  );
  assert.deepEqual(shapes, [[asked[0]![0]], [4], [asked[0]![1]], [asked[0]![2]]]);
  assert.deepEqual([...negative], [-0, -1, -2, -3]);
});

test("a program for batches is planned once, whatever sizes they have", () => {
  const program: Program = { inputs: ["uint8"], steps: [step("frame/same", "uint8", [0])], outputs: [1] };
  assert.equal(planOf(program, 0, [], [[10]]), planOf(program, 0, [], [[20]]));
});
