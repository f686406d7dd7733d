import type { NDArray } from "../../chunk/ndarray.ts";
import { ShapeError } from "../../util/errors.ts";

/** What tasks call to see that a mask takes as many elements as there are values for them: it comes back as it is. @throws ShapeError */
export function maskFits(mask: NDArray<"bool">, taken: NDArray<"float64">, { params }: { readonly params: { readonly count?: number } }): NDArray<"bool"> {
  const [wanted] = taken.data;
  if (wanted !== params.count)
    throw new ShapeError(`with: ${params.count} values for the ${wanted} elements that the mask takes; give one value, or one for each`);
  return mask;
}
