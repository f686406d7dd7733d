import { ShapeError } from "../../../util/errors.ts";
import type { Reference } from "./reference.ts";

export const assignMask: Reference = (_, [x, mask, values]) => {
  const data = x!.data.slice();
  const places = [...mask!.data].flatMap((flag, i) => (flag ? [i] : []));
  const given = values!.data;
  if (given.length !== 1 && given.length !== places.length)
    throw new ShapeError(`assignMask: ${given.length} values for ${places.length} places where the mask is true`);
  places.forEach((place, i) => {
    data[place] = given[given.length === 1 ? 0 : i]!;
  });
  return { ...x!, data };
};
