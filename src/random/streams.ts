import type { StepParams } from "../graph/program.ts";
import type { BitGenerator } from "./bit-generator.ts";
import { assembledEntropy } from "./seed-sequence.ts";

/**
 * Elements of one block of an invariant stream: element i of an array (C order) is element `i % invariantBlock` of generator
 * `floor(i / invariantBlock)`. `invariant_block` of native/kernels/random.hpp, which has the measurements behind it.
 */
export const invariantBlock = 512;

/** Which bits a chunk gets: the same for any chunks, Dask's `default_rng`, or NumPy's page on parallel generation. */
export type Streams = (typeof streamNames)[number];
export const streamNames = ["invariant", "spawned", "jumped"] as const;

/** Where a draw stands among the draws from its generator. */
export interface DrawOrder {
  /** How many arrays were drawn before. */
  readonly index: number;
  /** How many chunks they had together: `spawned` streams go on counting, as Dask does. */
  readonly chunksBefore: number;
}

/** The chunks of an axis: one size for all (the last may be less), or each. */
export type AxisChunks = number | readonly number[];

/**
 * The params of a `random/…` step that say what its generator is; the step adds `arguments` (the distribution's numbers).
 * `stream` is how `words` become a chunk's generator: `jumped` and `seeded` block by block (`Stream` of native/kernels/random.hpp),
 * `spawned`, `chunk-jumped` by the number of the chunk, `sequential` as they are (one chunk, one draw). The words are a state, or
 * (`seeded`, `spawned`) the pool size and the assembled entropy of a SeedSequence.
 */
export interface StreamParams {
  readonly generator: BitGenerator["kind"]["name"];
  readonly stream: "jumped" | "seeded" | "spawned" | "chunk-jumped" | "sequential";
  readonly words: readonly number[];
  /** The whole array's. */
  readonly shape: readonly number[];
  /** Where the chunk decides which bits it gets. */
  readonly chunks?: readonly AxisChunks[];
  /** The number of chunk 0 among the children spawned. */
  readonly firstChunk: number;
  /** How far each of the children spawned goes on, as decimal digits. */
  readonly jumps?: string;
  readonly steps?: string;
}

/** What the source step of one array drawn from `generator` carries. */
export function streamParams(
  generator: BitGenerator,
  streams: Streams | "sequential",
  order: DrawOrder,
  shape: readonly number[],
  chunks: readonly AxisChunks[],
): StreamParams & StepParams {
  const at = order.index === 0 ? generator : generator.reseeded(generator.seedSequence.child(order.index));
  const base = { generator: generator.kind.name, shape, firstChunk: 0 };
  const byChunk = { ...base, chunks: chunks.map(asOneSize) };
  if (streams === "invariant" && !generator.kind.jumpsCheaply) {
    // No generator that was not jumped has a key with a third number.
    const place = generator.jumps === 0n ? [order.index] : [order.index, generator.jumps];
    const sequence = generator.seedSequence.child(...place);
    return { ...base, stream: "seeded", words: [sequence.poolSize, ...assembledEntropy(sequence)] };
  }
  if (streams === "spawned") {
    const parent = generator.seedSequence;
    const far = { ...(generator.jumps !== 0n && { jumps: String(generator.jumps) }), ...(generator.steps !== 0n && { steps: String(generator.steps) }) };
    return { ...byChunk, stream: "spawned", words: [parent.poolSize, ...assembledEntropy(parent, true)], firstChunk: order.chunksBefore, ...far };
  }
  const words = at.words();
  return streams === "jumped" ? { ...byChunk, stream: "chunk-jumped", words } : { ...base, stream: streams === "invariant" ? "jumped" : "sequential", words };
}

/** A list of sizes that are all the same but for a shorter last one as that size: there may be very many, and each chunk asks for its number. */
function asOneSize(sizes: AxisChunks): AxisChunks {
  if (typeof sizes === "number") return sizes;
  const [size] = sizes;
  const last = sizes.length - 1;
  return size !== undefined && size > 0 && sizes.every((one, i) => (i === last ? one > 0 && one <= size : one === size)) ? size : sizes;
}

/** The number of the chunk that starts at `origin`, C order. */
export function chunkNumber(shape: readonly number[], chunks: readonly AxisChunks[], origin: readonly number[]): number {
  let number = 0;
  for (const [axis, extent] of shape.entries()) {
    const size = chunks[axis]!;
    if (typeof size !== "number") number = number * size.length + indexOf(size, origin[axis]!);
    else if (extent > 0) number = number * Math.ceil(extent / size) + Math.floor(origin[axis]! / size);
  }
  return number;
}

/** Which of the chunks that hold anything starts at `start`. */
function indexOf(sizes: readonly number[], start: number): number {
  let [index, at] = [0, 0];
  while (at < start || sizes[index] === 0) at += sizes[index++]!;
  return index;
}
