import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import { type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { KernelStep, Register } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { must } from "../util/must.ts";
import { isDense } from "./dense.ts";
import { type Backend, type Operand, type PanelReader, Status, type TileCode, type TileProgram } from "./kernel.ts";
import { outsideDomain } from "./outside-domain.ts";
import { panelElements } from "./panels.ts";
import type { SingleStage } from "./plan.ts";
import { encodeReduction, isPositional } from "./reducers.ts";
import { encoderOf } from "./sources/encoders.ts";
import { panelSource } from "./sources/panel.ts";
import { StoppedError } from "./stopped.ts";
import type { TilePlan } from "./tile.ts";

export interface TileRun {
  readonly backend: Backend;
  readonly tiles: TilePlan;
  readonly places: readonly Place[];
  /** The stage's working memory. */
  readonly work: Uint8Array;
  readonly values: readonly (Operand | undefined)[];
  /** Memory of what it stores. */
  readonly homes: ReadonlyMap<Register, Operand>;
  readonly stop: Int32Array | undefined;
}

/** Runs a tile stage in which JavaScript reads no source, in one go. `state` is as long as `tiles.stateBytes`. */
export function runAtOnce(
  backend: Backend,
  tiles: TilePlan,
  places: readonly Place[],
  inputs: readonly Operand[],
  outputs: readonly TypedArray[],
  state: Uint8Array,
  stop: Int32Array | undefined,
): void {
  const { domain, placed } = tiles;
  const params = placed.length === 0 ? noParams : placed.map((step) => encodePlaced(step, tiles, places));
  check(tiles, compiled(backend, tiles).run({ domain, start: 0, n: sizeOf(domain), inputs, outputs, params, state, stop }));
}

/** Runs the only kernel of a stage on whole operands, if they lie as it takes them. Whether they do. */
export function runKernel(
  backend: Backend,
  tiles: TilePlan,
  { step, params, size }: NonNullable<SingleStage["kernel"]>,
  inputs: readonly Operand[],
  outputs: readonly TypedArray[],
): boolean {
  const data = new Array<TypedArray>(inputs.length);
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i]!;
    if (input.offset !== 0 || input.data.length !== size || !isDense(input)) return false;
    data[i] = input.data;
  }
  check(tiles, backend.run(step.kernel, step.dtype, params.length > 0 ? { n: size, inputs: data, outputs, params } : { n: size, inputs: data, outputs }));
  return true;
}

const noParams: readonly Float64Array[] = [];

/** Runs a tile stage: in one go, or panel by panel where JavaScript reads a source. */
export function runTiles({ backend, tiles, places, work, values, homes, stop }: TileRun): void {
  const { domain, loads } = tiles;
  const state = work.subarray(0, tiles.stateBytes);
  const outputs = tiles.stores.map((register) => homes.get(register)!.data);
  if (!loads.some(({ panel }) => panel !== undefined)) {
    runAtOnce(
      backend,
      tiles,
      places,
      loads.map(({ register }) => values[register]!),
      outputs,
      state,
      stop,
    );
    return;
  }
  const size = sizeOf(domain);
  const panel = Math.max(1, panelElements(tiles));
  const params = tiles.placed.map((step) => encodePlaced(step, tiles, places));
  const program = compiled(backend, tiles);
  const panels = openPanels(tiles, places, work, panel, homes);
  try {
    for (let start = 0; start === 0 || start < size; start += panel) {
      const n = Math.min(panel, size - start);
      for (const one of panels) if (one !== undefined) one.reader.read(start, one.buffer(start, n));
      const inputs = loads.map(({ register }, i) => panels[i]?.operand(start) ?? values[register]!);
      check(tiles, program.run({ domain, start, n, inputs, outputs, params, state, stop }));
    }
  } finally {
    for (const one of panels) one?.reader[Symbol.dispose]();
  }
}

function check(tiles: TilePlan, status: Status): void {
  if (status === Status.stopped) throw new StoppedError();
  if (status !== Status.ok) throw failure(tiles, status);
}

function encodePlaced(step: KernelStep, { shapes }: TilePlan, places: readonly Place[]): Float64Array {
  if (isPositional(step)) return encodeReduction(step, shapes.get(step)!, places);
  must(step.place !== undefined, `${step.kernel} has no place`);
  return encoderOf(step.kernel)!(step.params ?? {}, places[step.place]!);
}

const programs = new WeakMap<TileCode, { readonly backend: Backend; readonly program: TileProgram }>();

function compiled(backend: Backend, tiles: TileCode): TileProgram {
  const known = programs.get(tiles);
  if (known?.backend === backend) return known.program;
  const program = backend.compile(tiles);
  programs.set(tiles, { backend, program });
  return program;
}

/** A source that is read panel by panel. */
interface OpenPanel {
  readonly reader: PanelReader;
  buffer(start: number, n: number): TypedArray;
  /** The panel that starts there, as an operand over the whole domain. */
  operand(start: number): Operand;
}

/** For each load, the source it is read from, if there is one. */
function openPanels(
  tiles: TilePlan,
  places: readonly Place[],
  work: Uint8Array,
  panel: number,
  homes: ReadonlyMap<Register, Operand>,
): (OpenPanel | undefined)[] {
  let offset = tiles.stateBytes;
  return tiles.loads.map(({ panel: step, dtype, register }) => {
    if (step === undefined) return undefined;
    const reader = panelSource(step.kernel)(step.params ?? {}, places[step.place!]!, dtype);
    const home = homes.get(register);
    if (home !== undefined) return { reader, buffer: (start, n) => home.data.subarray(start, start + n), operand: () => home };
    const memory = viewOf(dtype, work.buffer, work.byteOffset + offset, panel);
    offset += 64 * Math.ceil(memory.byteLength / 64);
    const place = places[step.place!]!.shape;
    const whole = { dtype, data: memory, shape: place, strides: stridesOf(place) };
    return { reader, buffer: (_, n) => memory.subarray(0, n), operand: (start) => ({ ...whole, offset: -start }) };
  });
}

function failure({ kernels }: TileCode, status: Status): Error {
  if (status === Status.domain) return outsideDomain(kernels);
  return new Error(`bug: ${kernels.map((name) => name.replace(/:.*/, "")).join(", ")} gave status ${status}`);
}
