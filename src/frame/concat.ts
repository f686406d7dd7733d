import { exprKey } from "../engine/collection.ts";
import { concat as concatExprs } from "../ops/frame/concat.ts";
import type { Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";

/** Rows of frames one after the other. Columns meet by name; what a frame does not have is null in its rows. pandas' `concat`. */
export function concat<S extends Columns>(frames: readonly DFrame<S>[]): DFrame<S> {
  if (frames.length === 0) throw new TypeError("concat: no frames");
  return new DFrame(concatExprs(frames.map((frame) => frame[exprKey])));
}
