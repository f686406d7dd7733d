import type { DType, TypedArray } from "../chunk/dtype.ts";
import type { KernelStep, StepParams } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";

/** A value of a program while it runs: elements of a typed array, seen through strides (in elements; 0 repeats, negative goes back). */
export interface Operand {
  readonly dtype: DType;
  readonly data: TypedArray;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** `Status` of native/kernel.hpp. */
export const Status = { ok: 0, more: 1, stopped: 2, domain: 3, scratch: 4 } as const;
export type Status = (typeof Status)[keyof typeof Status];

/** One kernel over dense buffers. An input of one element stands for `n` equal ones. */
export interface KernelCall {
  readonly n: number;
  readonly inputs: readonly TypedArray[];
  readonly outputs: readonly TypedArray[];
  readonly params?: readonly number[] | Float64Array;
  /** Kept between calls (`Status.more`, sources): zeroed before the first. */
  readonly state?: TypedArray;
  readonly scratchBytes?: number;
  /** Memory to work in, 64-byte aligned, instead of `scratchBytes` of the backend's own. What is in it does not matter, before or after. */
  readonly scratch?: Uint8Array | undefined;
  readonly stop?: Int32Array | undefined;
}

/** Where kernels run: one build of the addon, or WASM. */
export interface Backend {
  /** `x86-64-v4`, `wasm` … */
  readonly isa: string;
  /** How many bytes the buffers and scratch memory of one call may take together; `undefined`: any number. */
  readonly maxBytes?: number;
  has(kernel: string, dtype: DType): boolean;
  run(kernel: string, dtype: DType, call: KernelCall): Status;
  /** Makes a tile program of this backend's kernels. */
  compile(code: TileCode): TileProgram;
  /** Gives back memory of its own, as far as it is large. */
  giveBack?(): void;
}

/** A chain source → elementwise → reduction as native/program.cpp reads it (`tile.ts` writes it). */
export interface TileCode {
  /** `add:float64` …; the words count in this list. */
  readonly kernels: readonly string[];
  readonly words: Float64Array;
}

/** Called panel by panel over the flat range of its domain. */
export interface TileProgram {
  /** Elements `start … start + n - 1` of the domain, C order. What kernels keep in `state` (generators, accumulators) goes on from panel to panel. */
  run(call: TileCall): Status;
}
export interface TileCall {
  readonly domain: readonly number[];
  readonly start: number;
  readonly n: number;
  /** Each broadcasts to the domain. Of a dense one, only the elements of the panel need to be in `data`: the offset may be negative. */
  readonly inputs: readonly Operand[];
  readonly outputs: readonly TypedArray[];
  /** Parameters that depend on the place, one array a step that has them. */
  readonly params: readonly Float64Array[];
  readonly state: Uint8Array;
  readonly stop?: Int32Array | undefined;
}

/** A kernel that takes and makes whole chunks, with the TypeScript around it (axes, panels). Tables of them live in `whole/`. */
export interface Whole {
  /** The shape of the result; `undefined` extents are only known when it has run, and `bound` then says how many elements suffice. */
  shape(step: KernelStep, args: readonly (readonly (number | undefined)[])[], places: readonly Place[]): readonly (number | undefined)[];
  bound?(step: KernelStep, args: readonly (readonly number[])[], places: readonly Place[]): number;
  scratchBytes?(step: KernelStep, args: readonly (readonly number[])[]): number;
  /** Fills `out` (C order). Returns the shape when `shape` could not tell it. */
  run(call: WholeCall): readonly number[] | void;
}
export interface WholeCall {
  readonly backend: Backend;
  readonly step: KernelStep;
  readonly args: readonly Operand[];
  readonly out: TypedArray;
  readonly shape: readonly (number | undefined)[];
  readonly places: readonly Place[];
  /** 64-byte aligned, `scratchBytes` long. */
  readonly scratch: Uint8Array;
  readonly stop: Int32Array | undefined;
}

/** How a source's parameters become the numbers its kernel reads; by kernel name, in `sources/`. */
export type EncodeSource = (params: StepParams, place: Place) => Float64Array;

/** A source in JavaScript (a file): reads elements `start … start + out.length - 1` of its place, C order, into `out`. */
export interface PanelReader extends Disposable {
  read(start: number, out: TypedArray): void;
}
export type OpenPanelReader = (params: StepParams, place: Place, dtype: DType) => PanelReader;
