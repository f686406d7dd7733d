type Shape = readonly (number | undefined)[];

/** NumPy's broadcast of the shapes of indices; an unknown extent stays one. */
export function indexedShape<T extends number | undefined>(shapes: readonly (readonly T[])[]): T[] {
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: ndim }, (_, axis) => {
    const extents = shapes.map((shape) => (axis < ndim - shape.length ? (1 as T) : shape[axis - ndim + shape.length]!));
    const at = extents.findIndex((extent) => extent !== 1);
    return at < 0 ? (1 as T) : extents[at]!;
  });
}

/** What indexing along some axes makes: the shape of the indices, then the axes that are left. */
export function gatheredShape(x: Shape, indices: readonly Shape[], axes: readonly number[]): Shape {
  return [...indexedShape(indices), ...x.filter((_, axis) => !axes.includes(axis))];
}
