import { ShapeError } from "../../../util/errors.ts";
import { assembledShape, concatenatedShape, reshaped, valueOf } from "../move-shapes.ts";
import { paramsOf } from "../params.ts";
import { at, indicesOf, makeDense, put, type Reference } from "./reference.ts";

export const copy: Reference = (_, [x]) => x!;

export const assemble: Reference = (step, args, places) => {
  const { starts, fill = 0 } = paramsOf(step, "assemble");
  const made = makeDense(step.dtype, assembledShape(step, places));
  made.data.fill(valueOf(step, fill) as never);
  args.forEach((part, i) => {
    for (const index of indicesOf(part.shape))
      put(
        made,
        index.map((k, axis) => k + starts[i]![axis]!),
        at(part, index),
      );
  });
  return made;
};

export const concatenate: Reference = (step, args) => {
  const { axis } = paramsOf(step, "concatenate");
  const made = makeDense(
    step.dtype,
    concatenatedShape(
      step,
      args.map((arg) => arg.shape),
    ) as number[],
  );
  let start = 0;
  for (const part of args) {
    for (const index of indicesOf(part.shape)) put(made, index.with(axis, index[axis]! + start), at(part, index));
    start += part.shape[axis]!;
  }
  return made;
};

export const reshape: Reference = (step, [x]) => ({ ...x!, shape: reshaped(paramsOf(step, "reshape").shape, x!.shape) as number[] });

export const repeat: Reference = (step, [x, counts]) => {
  const { axis, repeats = 0, length } = paramsOf(step, "repeat");
  const source = Array.from({ length: x!.shape[axis]! }, (_, i) => new Array<number>(Number(counts?.data[i] ?? repeats)).fill(i)).flat();
  if (length !== undefined && length !== source.length) throw new ShapeError(`repeat: the counts add up to ${source.length}, not to ${length}`);
  const made = makeDense(step.dtype, x!.shape.with(axis, source.length));
  for (const index of indicesOf(made.shape)) put(made, index, at(x!, index.with(axis, source[index[axis]!]!)));
  return made;
};
