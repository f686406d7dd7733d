import { ellipsis, newaxis, slice } from "../ops/array/selection.ts";

/** What `get` and `with` take besides numbers and arrays. */
export const selectionHelpers = { slice, newaxis, ellipsis } as const;
