import type { EncodeSource } from "../kernel.ts";

/** For `native/kernels/coordinate.cpp`: the first coordinate, how many there are, and how many elements have the same in turn. */
export const encodeCoordinate: EncodeSource = (params, place) => {
  const axis = params["axis"] as number;
  let inner = 1;
  for (let k = axis + 1; k < place.shape.length; k++) inner *= place.shape[k]!;
  return Float64Array.of(place.origin[axis]!, place.shape[axis]!, inner);
};
