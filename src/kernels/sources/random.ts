import type { StepParams } from "../../graph/program.ts";
import type { Place } from "../../graph/task.ts";
import { BitGenerator, type BitGeneratorKind, type StateWords } from "../../random/bit-generator.ts";
import { bitGenerators } from "../../random/bit-generators.ts";
import { SeedSequence, wordsOf } from "../../random/seed-sequence.ts";
import { chunkNumber, type StreamParams } from "../../random/streams.ts";
import { must } from "../../util/must.ts";

/** `Stream` of native/kernels/random.hpp. */
const codes = { sequential: 0, jumped: 1, seeded: 2 } as const;

/**
 * The parameters of a `random/…` kernel for the chunk at a place, as native/kernels/random.hpp reads them. Besides
 * `StreamParams` a step has `arguments`, the distribution's numbers, and `arrays`: bit k says that argument k is an input.
 */
export function encodeRandom(params: StepParams, place: Place): Float64Array {
  const source = params as unknown as StreamParams & { readonly arguments?: readonly number[]; readonly arrays?: number };
  const kind = bitGenerators[source.generator];
  must(kind, `no bit generator ${source.generator}`);
  const byBlock = source.stream === "jumped" || source.stream === "seeded";
  const words = byBlock ? source.words : chunkState(kind, source, place);
  return Float64Array.of(
    kind.code,
    codes[byBlock ? source.stream : "sequential"],
    words.length,
    source.shape.length,
    source.arrays ?? 0,
    ...words,
    ...source.shape,
    ...place.origin,
    ...place.shape,
    ...(source.arguments ?? []),
  );
}

/** The state that the chunk's generator starts from. */
function chunkState(kind: BitGeneratorKind, source: StreamParams, place: Place): StateWords {
  if (source.stream === "sequential") return source.words;
  const number = chunkNumber(source.shape, source.chunks!, place.origin);
  if (source.stream === "chunk-jumped") return kind.jump!(source.words, BigInt(number));
  const [poolSize, ...entropy] = source.words;
  const child = Uint32Array.from([...entropy, ...wordsOf(source.firstChunk + number)]);
  return new BitGenerator(kind, new SeedSequence(child, { poolSize: poolSize! }), BigInt(source.jumps ?? 0), BigInt(source.steps ?? 0)).words();
}
