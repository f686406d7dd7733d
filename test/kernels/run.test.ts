import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf } from "../../src/chunk/chunk.ts";
import type { TypedArray } from "../../src/chunk/dtype.ts";
import type { Program } from "../../src/graph/program.ts";
import type { PanelReader } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { measure } from "../../src/kernels/measure.ts";
import { runProgram, runProgramAsync } from "../../src/kernels/run.ts";
import { addPanelSource } from "../../src/kernels/sources/panel.ts";
import { StoppedError } from "../../src/kernels/stopped.ts";
import { bitsOf, operand, prepare, runOn, step, transposed } from "./run-on.ts";

const backends = allBackends();
const f64 = "float64" as const;
const ramp = (size: number) => Float64Array.from({ length: size }, (_, i) => i);
const reduced = (kernel: string, arg: number, axes: readonly number[]) => [step(`reduce/${kernel}`, f64, [arg], { params: { axes } })];

/** A source that counts up, and what was asked of it. */
const reads: { start: number; length: number }[] = [];
let disposed = 0;
addPanelSource(
  "test/count",
  (): PanelReader => ({
    read(start: number, out: TypedArray) {
      reads.push({ start, length: out.length });
      for (let i = 0; i < out.length; i++) out[i] = ((start + i) % 1000) as never;
    },
    [Symbol.dispose]() {
      disposed++;
    },
  }),
);

for (const backend of backends) {
  test(`${backend.isa}: a value that a later stage uses is stored between them`, () => {
    // x - mean(x)
    const program: Program = {
      inputs: [f64],
      steps: [...reduced("mean", 0, [0, 1]), step("final/mean", f64, [1]), step("subtract", f64, [0, 2]), step("multiply", f64, [3, 3])],
      outputs: [4, 3],
    };
    const { outputs, shapes } = runOn(backend, program, [], [operand(f64, ramp(6000), [60, 100])]);
    assert.deepEqual(shapes, [
      [60, 100],
      [60, 100],
    ]);
    assert.equal(outputs[1]![0], -2999.5);
    assert.equal(outputs[0]![5999], 2999.5 ** 2);
  });

  test(`${backend.isa}: operands of smaller shapes broadcast, lying as they like`, () => {
    const row = operand(f64, ramp(300), [300]);
    const column = operand(f64, ramp(20), [20, 1]);
    const program: Program = { inputs: [f64, f64, f64], steps: [step("add", f64, [0, 1]), step("add", f64, [3, 2])], outputs: [4] };
    const turned = transposed(operand(f64, ramp(6000), [300, 20]));
    const [out] = runOn(backend, program, [], [row, column, turned]).outputs;
    assert.deepEqual(
      [...out!],
      Array.from({ length: 6000 }, (_, i) => (i % 300) + Math.floor(i / 300) + (i % 300) * 20 + Math.floor(i / 300)),
    );
  });

  test(`${backend.isa}: an input, a constant and one value twice can be outputs`, () => {
    const program: Program = {
      inputs: [f64],
      steps: [
        step("constant", "int16", [], { params: { value: -7 }, place: 0 }),
        step("constant", f64, [], { params: { value: 0.5 } }),
        step("add", f64, [0, 2]),
      ],
      outputs: [0, 1, 2, 3, 3],
    };
    const { outputs, shapes } = runOn(backend, program, [{ origin: [0], shape: [3] }], [transposed(operand(f64, ramp(6), [2, 3]))]);
    assert.deepEqual(
      outputs.map((output) => [...output].map(Number)),
      [[0, 3, 1, 4, 2, 5], [-7, -7, -7], [0.5], [0.5, 3.5, 1.5, 4.5, 2.5, 5.5], [0.5, 3.5, 1.5, 4.5, 2.5, 5.5]],
    );
    assert.deepEqual(shapes, [[3, 2], [3], [], [3, 2], [3, 2]]);
  });

  test(`${backend.isa}: nothing gives nothing, and sums to zero`, () => {
    const program: Program = { inputs: [f64], steps: [step("negative", f64, [0]), ...reduced("sum", 1, [0]), step("final/sum", f64, [2])], outputs: [1, 3] };
    const { outputs } = runOn(backend, program, [], [operand(f64, new Float64Array(0), [0, 3])]);
    assert.deepEqual(
      outputs.map((output) => [...output]),
      [[], [0, 0, 0]],
    );
  });

  test(`${backend.isa}: a sum of a constant adds it up`, () => {
    const program: Program = {
      inputs: [],
      steps: [step("constant", f64, [], { params: { value: 3 }, place: 0 }), ...reduced("sum", 0, [0, 1]), step("final/sum", f64, [1])],
      outputs: [2],
    };
    assert.deepEqual([...runOn(backend, program, [{ origin: [0, 0], shape: [70, 90] }], []).outputs[0]!], [18900]);
  });

  test(`${backend.isa}: coordinates count along an axis of the whole array`, () => {
    for (const dtype of ["float64", "int64", "uint8"] as const) {
      for (const axis of [0, 1, 2]) {
        const program: Program = { inputs: [], steps: [step("coordinate", dtype, [], { params: { axis }, place: 0 })], outputs: [0] };
        const [out] = runOn(backend, program, [{ origin: [5, 6, 7], shape: [2, 30, 40] }], []).outputs;
        const wanted = Array.from({ length: 2400 }, (_, i) => [Math.floor(i / 1200), Math.floor(i / 40) % 30, i % 40][axis]! + 5 + axis);
        assert.deepEqual([...out!].map(Number), wanted);
      }
    }
  });

  test(`${backend.isa}: a source in JavaScript is read in panels of a few megabytes, in order, once`, () => {
    const shape = [700, 999];
    const program: Program = {
      inputs: [],
      steps: [
        step("test/count", f64, [], { place: 0 }),
        step("square", f64, [0]),
        ...reduced("sum", 1, [1]),
        ...reduced("max", 0, [0]),
        step("final/sum", f64, [2], { params: { squeeze: [1] } }),
      ],
      outputs: [4, 3],
    };
    const places = [{ origin: [0, 0], shape }];
    reads.length = 0;
    const { outputs } = runOn(backend, program, places, []);
    assert.ok(measure(program, places, []).scratchBytes < 2 ** 21);
    assert.ok(reads.length > 3);
    assert.ok(reads.every(({ start }, i) => start === (i === 0 ? 0 : reads[i - 1]!.start + reads[i - 1]!.length)));
    assert.equal(
      reads.reduce((sum, { length }) => sum + length, 0),
      sizeOf(shape),
    );
    // The same numbers from memory.
    const whole: Program = { inputs: [f64], steps: program.steps.slice(1), outputs: program.outputs };
    const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => i % 1000);
    const wanted = runOn(backend, whole, places, [operand(f64, data, shape)]).outputs;
    assert.deepEqual(outputs.map(bitsOf), wanted.map(bitsOf));
  });

  test(`${backend.isa}: a source that is an output is read straight into it`, () => {
    const program: Program = { inputs: [], steps: [step("test/count", "float32", [], { place: 0 }), step("negative", "float32", [0])], outputs: [0, 1] };
    const places = [{ origin: [0], shape: [600_000] }];
    const { outputs } = runOn(backend, program, places, []);
    assert.deepEqual([outputs[0]![599_999], outputs[1]![599_999]], [999, -999]);
    assert.ok(measure(program, places, []).scratchBytes < 2 ** 17);
  });

  test(`${backend.isa}: a flag that is set stops a run between panels, and closes its sources`, () => {
    const stop = Int32Array.of(0);
    addPanelSource(
      "test/stopping",
      (): PanelReader => ({
        read(start) {
          if (start > 0) stop[0] = 1;
        },
        [Symbol.dispose]() {
          disposed++;
        },
      }),
    );
    const program: Program = { inputs: [], steps: [step("test/stopping", f64, [], { place: 0 }), ...reduced("sum", 0, [0])], outputs: [1] };
    const run = prepare(backend, program, [{ origin: [0], shape: [1_000_000] }], []);
    const before = disposed;
    assert.throws(() => runProgram({ ...run, stop }), StoppedError);
    assert.equal(disposed, before + 1);
  });
}

test("a flag that is set before a run stops it at once", () => {
  const program: Program = { inputs: [f64], steps: [step("negative", f64, [0])], outputs: [1] };
  const run = prepare(backends[0]!, program, [], [operand(f64, ramp(5), [5])]);
  assert.throws(() => runProgram({ ...run, stop: Int32Array.of(1) }), StoppedError);
});

test("functions get whole operands, and may take their time", async () => {
  const twice = { source: "x => x", args: [1], result: f64 };
  const program: Program = { inputs: [f64], steps: [step("negative", f64, [0]), twice, step("add", f64, [2, 0])], outputs: [3, 2] };
  const run = prepare(backends[0]!, program, [], [operand(f64, ramp(6), [2, 3])]);
  const double = (_: unknown, [x]: readonly { data: TypedArray }[]) =>
    operand(
      f64,
      (x!.data as Float64Array).slice(0, 6).map((one) => 2 * one),
      [2, 3],
    );
  assert.throws(() => runProgram(run), /bug: a program with functions needs callFunction/);
  assert.deepEqual(runProgram({ ...run, callFunction: double as never }), [
    [2, 3],
    [2, 3],
  ]);
  assert.deepEqual(
    run.outputs.map((output) => [...output]),
    [[-0, -1, -2, -3, -4, -5].map((x) => x + 0), [-0, -2, -4, -6, -8, -10]],
  );
  const later = async (...args: unknown[]) => (double as (...all: unknown[]) => never)(...args);
  assert.throws(() => runProgram({ ...run, callFunction: later as never }), /needs runProgramAsync/);
  assert.deepEqual(await runProgramAsync({ ...run, callFunction: later as never }), [
    [2, 3],
    [2, 3],
  ]);
});

test("a step whose shape only running tells is followed by steps of the shape it had", () => {
  for (const backend of backends) {
    const program: Program = {
      inputs: [f64, "bool"],
      steps: [
        step("negative", f64, [0]),
        step("extract", f64, [2, 1]),
        step("square", f64, [3]),
        ...reduced("sum", 4, [0]),
        step("final/sum", f64, [5], { params: { squeeze: [0] } }),
      ],
      outputs: [4, 6, 2],
    };
    const inputs = [
      operand(f64, ramp(10), [10]),
      operand(
        "bool",
        Uint8Array.from({ length: 10 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
        [10],
      ),
    ];
    assert.deepEqual(measure(program, [], [[10], [10]]).known, [false, false, true]);
    const { outputs, shapes } = runOn(backend, program, [], inputs);
    assert.deepEqual(shapes, [[4], [], [10]]);
    assert.deepEqual([...outputs[0]!], [0, 9, 36, 81]);
    assert.deepEqual([...outputs[1]!], [126]);
  }
});

test("too little scratch memory is made up for", () => {
  const program: Program = { inputs: [f64], steps: [step("negative", f64, [0]), step("exp", f64, [1])], outputs: [2] };
  const run = prepare(backends[0]!, program, [], [operand(f64, ramp(5), [5])]);
  runProgram({ ...run, scratch: new Uint8Array(0) });
  assert.equal(run.outputs[0]![0], 1);
});
