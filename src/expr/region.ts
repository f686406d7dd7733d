import type { View } from "../graph/task.ts";

/**
 * A box seen in another array: which element of the source each result axis walks along. Closed under composition, unlike strides alone:
 * slicing, flipping, transposing, new axes and broadcasting are all regions.
 */
export interface Region {
  /** Where the box begins, along each axis of the source. */
  readonly base: readonly number[];
  readonly axes: readonly RegionAxis[];
}

export interface RegionAxis {
  /** The axis of the source it walks along; -1 for an axis that repeats (new or broadcast). */
  readonly from: number;
  /** Elements of the source from one to the next: negative goes back. */
  readonly step: number;
  readonly count: number;
}

/** `outer` seen through `inner`'s result: one region of `inner`'s source. */
export function composeRegions(inner: Region, outer: Region): Region {
  const base = [...inner.base];
  outer.base.forEach((start, axis) => {
    const walked = inner.axes[axis]!;
    if (walked.from >= 0) base[walked.from]! += start * walked.step;
  });
  const axes = outer.axes.map((axis) => {
    const walked = axis.from < 0 ? undefined : inner.axes[axis.from]!;
    return walked === undefined || walked.from < 0
      ? { from: -1, step: 0, count: axis.count }
      : { from: walked.from, step: axis.step * walked.step, count: axis.count };
  });
  return { base, axes };
}

/** A region of a C-order chunk as offset and strides. */
export function viewOfRegion(region: Region, strides: readonly number[]): View {
  return {
    offset: region.base.reduce((offset, start, axis) => offset + start * strides[axis]!, 0),
    shape: region.axes.map((axis) => axis.count),
    strides: region.axes.map((axis) => (axis.from < 0 ? 0 : axis.step * strides[axis.from]!)),
  };
}

/** The box from `start` on, `shape` long, axes as they are. */
export function boxRegion(start: readonly number[], shape: readonly number[]): Region {
  return { base: start, axes: shape.map((count, from) => ({ from, step: 1, count })) };
}
