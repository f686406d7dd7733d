import { test } from "node:test";
import { allDTypes, type DType } from "../../../src/chunk/dtype.ts";
import { agree, refuse } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

const indexDTypes: readonly DType[] = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float64"];

function randomIndices(dtype: DType, shape: readonly number[], extent: number, random: () => number) {
  const signed = dtype === "float64" || dtype.startsWith("int");
  return denseOperand(dtype, shape, () => {
    const index = Math.floor(random() * extent) - (signed && random() < 0.5 ? extent : 0);
    return dtype.endsWith("int64") ? BigInt(index) : index;
  });
}

test("elements are taken along any axis by indices of any shape and dtype", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const x of viewsOf(dtype, [4, 5, 6], random)) {
      for (const axis of [0, 1, 2]) {
        const of = indexDTypes[Math.floor(random() * indexDTypes.length)]!;
        for (const shape of [[], [1], [9], [2, 3], [0]]) {
          agree({ kernel: "take", dtype, args: [x, randomIndices(of, shape, x.shape[axis]!, random)], params: { axis } });
          agree({ kernel: "takeAlong", dtype, args: [x, randomIndices(of, x.shape.with(axis, 7), x.shape[axis]!, random)], params: { axis } });
        }
      }
    }
  }
});

test("indices may be views, and of every dtype", () => {
  const random = createRandom(2);
  const x = randomOperand("float64", [5, 4], random);
  for (const dtype of indexDTypes) {
    const indices = randomIndices(dtype, [3, 7], 5, random);
    const turned = { ...indices, shape: [7, 3], strides: [1, 7] };
    agree({ kernel: "take", dtype: "float64", args: [x, turned], params: { axis: 0 } });
    agree({ kernel: "gather", dtype: "float64", args: [x, turned, randomIndices("int32", [3], 4, random)], params: { axes: [0, 1] } });
  }
});

test("part of an array is taken from by the array's indices", () => {
  const x = denseOperand("int32", [3, 2], (i) => i);
  const indices = denseOperand("int64", [4], (i) => [5n, 6n, 7n, -3n][i]!);
  agree({ kernel: "take", dtype: "int32", args: [x, indices], params: { axis: 0, offset: 5, extent: 10 } });
});

test("elements are gathered by several indices, and scattered back", () => {
  const random = createRandom(3);
  for (const dtype of allDTypes) {
    for (const x of viewsOf(dtype, [4, 5, 6], random)) {
      for (const axes of [[0], [2], [0, 1], [2, 0], [0, 1, 2]]) {
        const indices = axes.map((axis, i) => randomIndices("int64", i === 0 ? [3, 1] : [4], x.shape[axis]!, random));
        agree({ kernel: "gather", dtype, args: [x, ...indices], params: { axes } });
        const left = x.shape.filter((_, axis) => !axes.includes(axis));
        const values = [
          randomOperand(dtype, axes.length > 1 ? [3, 4, ...left] : [3, 1, ...left], random),
          randomOperand(dtype, [], random),
          randomOperand(dtype, left, random),
        ];
        for (const value of values) agree({ kernel: "scatter", dtype, args: [x, value, ...indices], params: { axes } });
      }
    }
  }
});

test("values are assigned to slices and where a mask is true", () => {
  const random = createRandom(4);
  for (const dtype of allDTypes) {
    for (const x of viewsOf(dtype, [6, 7], random)) {
      for (const values of [...viewsOf(dtype, [2, 3], random), randomOperand(dtype, [], random), randomOperand(dtype, [3], random)]) {
        agree({ kernel: "assign", dtype, args: [x, values], params: { starts: [1, 6], steps: [3, -2], counts: [2, 3] } });
      }
      agree({ kernel: "assign", dtype, args: [x, randomOperand(dtype, [1, 0], random)], params: { starts: [0, 0], steps: [1, 1], counts: [1, 0] } });
      for (const mask of viewsOf("bool", [6, 7], random)) {
        let places = 0;
        for (let i = 0; i < 6; i++) for (let j = 0; j < 7; j++) places += Number(mask.data[mask.offset + i * mask.strides[0]! + j * mask.strides[1]!]);
        agree({ kernel: "assignMask", dtype, args: [x, mask, randomOperand(dtype, [], random)] });
        agree({ kernel: "assignMask", dtype, args: [x, mask, randomOperand(dtype, [places], random)] });
      }
    }
  }
});

test("an index out of bounds is refused with its value and the extent", () => {
  const x = denseOperand("float64", [4, 5], (i) => i);
  for (const [dtype, index] of [
    ["int64", 5n],
    ["int64", -6n],
    ["uint8", 5],
    ["float64", 5],
    ["uint64", 2n ** 63n],
    ["int64", -(2n ** 63n)],
  ] as const) {
    const indices = denseOperand(dtype, [3], (i) => (i === 1 ? index : dtype.endsWith("64") && dtype !== "float64" ? 1n : 1));
    refuse(
      { kernel: "take", dtype: "float64", args: [x, indices], params: { axis: 1 } },
      new RegExp(`take: index ${Number(index)} is out of bounds for axis 1 of 5 elements`.replaceAll("+", "\\+")),
    );
  }
  for (const index of [0.5, Number.NaN, Infinity, -Infinity]) {
    refuse({ kernel: "take", dtype: "float64", args: [x, denseOperand("float64", [1], () => index)], params: { axis: 0 } }, /is no index|out of bounds/);
  }
  refuse(
    { kernel: "take", dtype: "float64", args: [x, denseOperand("int32", [1], () => 1)], params: { axis: 0, offset: 3, extent: 9 } },
    /index 1 is out of bounds/,
  );
  refuse(
    { kernel: "gather", dtype: "float64", args: [x, denseOperand("int32", [2], () => 0), denseOperand("int32", [2], (i) => 5 * i)], params: { axes: [0, 1] } },
    /gather: index 5 .* axis 1 of 5/,
  );
  refuse(
    { kernel: "assignMask", dtype: "float64", args: [x, denseOperand("bool", [4, 5], () => 1), denseOperand("float64", [3], () => 0)] },
    /3 values for 20 places/,
  );
  refuse({ kernel: "repeat", dtype: "float64", args: [x, denseOperand("int32", [4], () => 2)], params: { axis: 0, length: 9 } }, /add up to 8, not to 9/);
});
