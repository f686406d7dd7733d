/** A stretch of elements that lie together both in the file and in the chunk. */
export interface Run {
  /** Index of the first element in the file's array, C order. */
  readonly at: number;
  readonly count: number;
}

/** Where elements `start … start + count - 1` of a box (C order) lie in the array that it is part of. */
export function* runsOf(shape: readonly number[], origin: readonly number[], box: readonly number[], start: number, count: number): Generator<Run> {
  // Axes that the box takes whole, from the last on, lie together.
  let inner = box.length;
  let run = 1;
  while (inner > 0) {
    inner--;
    run *= box[inner]!;
    if (box[inner] !== shape[inner]) break;
  }
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((size, extent) => size * extent, 1));
  let position = start;
  const end = start + count;
  while (position < end) {
    const within = position % run;
    let outer = Math.floor(position / run);
    let at = within;
    for (let axis = inner - 1; axis >= 0; axis--) {
      at += ((outer % box[axis]!) + origin[axis]!) * strides[axis]!;
      outer = Math.floor(outer / box[axis]!);
    }
    for (let axis = inner; axis < box.length; axis++) at += origin[axis]! * strides[axis]!;
    const length = Math.min(run - within, end - position);
    yield { at, count: length };
    position += length;
  }
}
