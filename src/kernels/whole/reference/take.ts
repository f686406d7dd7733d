import { gatheredShape, indexedShape } from "../index-shapes.ts";
import { outOfBounds } from "../offsets.ts";
import { paramsOf } from "../params.ts";
import { at, type Dense, flatIndex, indicesOf, makeDense, put, type Reference, type Value } from "./reference.ts";

export const take: Reference = (step, [x, indices]) => {
  const { axis, offset = 0, extent = x!.shape[axis]! } = paramsOf(step, "take");
  const made = makeDense(step.dtype, x!.shape.toSpliced(axis, 1, ...indices!.shape));
  const ndim = indices!.shape.length;
  for (const index of indicesOf(made.shape)) {
    const k = resolve(step.kernel, at(indices!, index.slice(axis, axis + ndim)), { axis, extent, first: offset, count: x!.shape[axis]! });
    put(made, index, at(x!, index.toSpliced(axis, ndim, k)));
  }
  return made;
};

export const takeAlong: Reference = (step, [x, indices]) => {
  const { axis } = paramsOf(step, "takeAlong");
  const made = makeDense(step.dtype, indices!.shape);
  for (const index of indicesOf(made.shape)) {
    put(made, index, at(x!, index.with(axis, resolve(step.kernel, at(indices!, index), whole(x!, axis)))));
  }
  return made;
};

export const gather: Reference = (step, [x, ...indices]) => {
  const { axes } = paramsOf(step, "gather");
  const made = makeDense(
    step.dtype,
    gatheredShape(
      x!.shape,
      indices.map((one) => one.shape),
      axes,
    ) as number[],
  );
  for (const index of indicesOf(made.shape)) put(made, index, at(x!, indexInto(step.kernel, x!, indices, axes, index)));
  return made;
};

export const scatter: Reference = (step, [x, values, ...indices]) => {
  const { axes } = paramsOf(step, "scatter");
  const made = { ...x!, data: x!.data.slice() };
  for (const index of indicesOf(
    gatheredShape(
      x!.shape,
      indices.map((one) => one.shape),
      axes,
    ) as number[],
  )) {
    put(made, indexInto(step.kernel, x!, indices, axes, index), at(values!, index.slice(index.length - values!.shape.length)));
  }
  return made;
};

export const assign: Reference = (step, [x, values]) => {
  const { starts, steps, counts } = paramsOf(step, "assign");
  const made = { ...x!, data: x!.data.slice() };
  for (const index of indicesOf(counts)) {
    put(
      made,
      index.map((k, axis) => starts[axis]! + k * steps[axis]!),
      values!.data[flatIndex(values!.shape, index)]!,
    );
  }
  return made;
};

/** Where in x an element of the gathered result comes from. */
function indexInto(kernel: string, x: Dense, indices: readonly Dense[], axes: readonly number[], index: readonly number[]): number[] {
  const ndim = indexedShape(indices.map((one) => one.shape)).length;
  const left = index.slice(ndim);
  return x.shape.map((_, axis) => {
    const i = axes.indexOf(axis);
    return i < 0 ? left.shift()! : resolve(kernel, indices[i]!.data[flatIndex(indices[i]!.shape, index.slice(0, ndim))]!, whole(x, axis));
  });
}

function whole(x: Dense, axis: number) {
  return { axis, extent: x.shape[axis]!, first: 0, count: x.shape[axis]! };
}

function resolve(kernel: string, given: Value, indexed: Parameters<typeof outOfBounds>[2]): number {
  const index = Number(given);
  const k = (index < 0 ? index + indexed.extent : index) - indexed.first;
  if (!Number.isInteger(k) || k < 0 || k >= indexed.count) throw outOfBounds(kernel, [given], indexed);
  return k;
}
