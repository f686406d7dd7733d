import type { ComputeOptions } from "../engine/options.ts";
import type { Columns, NameOf, Open } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import type { ColumnValue, DummyOptions } from "./reshape-methods.ts";

/** Instead of columns, one for each of their values that tells where it is: the method `getDummies` of frames as a function. pandas' `get_dummies`. */
export function getDummies<S extends Columns>(
  frame: DFrame<S>,
  options: DummyOptions<S> & { readonly categories: { readonly [K in NameOf<S>]?: readonly ColumnValue[] } },
): DFrame<Open>;
export function getDummies<S extends Columns>(frame: DFrame<S>, options?: DummyOptions<S>, computing?: ComputeOptions): Promise<DFrame<Open>>;
export function getDummies(frame: unknown, ...options: unknown[]): unknown {
  if (!(frame instanceof DFrame)) throw new TypeError("getDummies: give a frame; a column becomes one with toFrame()");
  return (frame as unknown as { getDummies(...all: unknown[]): unknown }).getDummies(...options);
}
