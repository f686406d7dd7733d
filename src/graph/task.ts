import type { DType } from "../chunk/dtype.ts";
import type { Program } from "./program.ts";

/** Where a chunk stands in its array: the index of its first element, and its shape. */
export interface Place {
  readonly origin: readonly number[];
  readonly shape: readonly number[];
}

/** Part of a chunk, or the chunk seen otherwise (sliced, transposed, flipped, broadcast). Offset and strides count elements. */
export interface View {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A chunk, or a view of it: result `result` of node `node` of the graph. Without a view, the whole chunk in C order. */
export interface Read {
  readonly node: number;
  readonly result: number;
  readonly view?: View;
}

/**
 * A chunk that a task makes, C order. An extent that only running tells is `undefined`; `bytes` is then an upper bound. Of a result that *grows* it is an estimate: how large
 * it is nobody knows before it is there, and the task asks for its memory then; of one that grows *seldom* the task is given `bytes` at once, and asks only where they do not suffice.
 */
export interface Result {
  readonly dtype: DType;
  readonly shape: readonly (number | undefined)[];
  readonly bytes: number;
  readonly grows?: boolean | "seldom";
}

/** One unit of work. Its key is its label and its place in a grid: text is only made when someone reads it. What tasks have in common they share, since there may be a million. */
export interface Task {
  /** The operation and its token: `sum-3f9c`. */
  readonly label: string;
  /** The grid of the tasks with this label, and the number of this one in it, C order. */
  readonly grid: readonly number[];
  readonly index: number;
  readonly program: Program;
  readonly places: readonly Place[];
  /** What it is told besides, and no other with its program is: arguments of a call. */
  readonly literal?: Uint8Array;
  readonly reads: readonly Read[];
  readonly results: readonly Result[];
  /** Memory it needs while it runs, besides its reads and results. */
  readonly scratchBytes: number;
  /** An estimate of the memory outside the pool that it takes besides. */
  readonly heapBytes?: number;
}
