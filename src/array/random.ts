import type { DType } from "../chunk/dtype.ts";
import type { Expr } from "../expr/expr.ts";
import type { OperandInput } from "../ops/array/operand.ts";
import { type DrawOptions, type DrawSource, draw } from "../ops/array/random.ts";
import { guardedRecord } from "../ops/define/guarded.ts";
import { BitGenerator, type BitGeneratorKind } from "../random/bit-generator.ts";
import { bitGenerators } from "../random/bit-generators.ts";
import { type DistributionName, distributions } from "../random/distributions.ts";
import { type Seed, seedOf } from "../random/seed.ts";
import { SeedSequence } from "../random/seed-sequence.ts";
import { type Streams, streamNames } from "../random/streams.ts";
import { ChunkwiseError } from "../util/errors.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { printed } from "../util/printed.ts";
import { withSnakeNames } from "../util/snake-names.ts";
import type { ArrayLike } from "./array-type.ts";
import { DArray } from "./darray.ts";
import { drawTakes, readDraw } from "./random-arguments.ts";
import { type Picks, picksFrom } from "./random-picks.ts";

export interface RandomOptions {
  /** The shape; that of the parameters unless said. */
  readonly size?: number | readonly number[] | null;
  readonly chunks?: DrawOptions["chunks"];
  readonly dtype?: DType;
}
/** Draws that have no generator of their own take a seed: the same as the first draw of `defaultRng(seed)`. */
export interface SeededOptions extends RandomOptions {
  readonly seed?: Seed;
}

type Arguments<Options> = readonly (ArrayLike | Options | undefined)[];

/** The dtype that the options at the end ask for. */
type Asked<A extends readonly unknown[], Usual extends DType> = A extends readonly [...unknown[], infer Last]
  ? Last extends DArray
    ? Usual
    : Last extends { readonly dtype: infer E extends DType }
      ? E
      : Usual
  : Usual;

/** NumPy's distributions: parameters and size by position or by name, then `{ chunks, dtype }`. Integers come as int64, all else as float64 or `dtype`. */
type Draws<Options> = {
  readonly [K in keyof typeof distributions]: <const A extends Arguments<Options>>(
    ...args: A
  ) => DArray<(typeof distributions)[K]["discrete"] extends true ? "int64" : Asked<A, "float64">>;
};

function drawsFrom<Options>(seeded: boolean, sourceOf: (options: SeededOptions) => DrawSource): Draws<Options> {
  const one = (name: DistributionName) => {
    const names = distributions[name].parameters.map((parameter) => parameter.name);
    const spec = drawTakes(names, "size chunks{}", "dtype", seeded);
    return (...args: readonly unknown[]) => {
      const { parameters, options } = readDraw(name, spec, args);
      return new DArray(draw(sourceOf(options), name, parameters as (OperandInput | undefined)[], options as DrawOptions) as Expr);
    };
  };
  return Object.fromEntries(Object.keys(distributions).map((name) => [name, one(name as DistributionName)])) as never;
}

export interface GeneratorOptions {
  readonly streams?: Streams;
}

/**
 * NumPy's `Generator` over chunks. Each array drawn from it differs from the ones before. `streams` says which bits a chunk gets: with `"invariant"` (the default)
 * the array does not change with its chunks. Of a generator that was jumped or advanced all are as far on.
 */
export interface Generator extends Draws<RandomOptions>, Picks<unknown> {
  readonly bitGenerator: BitGenerator;
  readonly streams: Streams;
}

/** A generator over chunks from a seed or a bit generator. NumPy's `default_rng`. @throws RangeError for jumped streams of SFC64, which has no jumps. */
export function defaultRng(seed?: Seed | SeedSequence | BitGenerator, options: GeneratorOptions = {}): Generator {
  refuseUnknown("defaultRng", options, ["streams"]);
  const { streams = "invariant" } = options;
  if (!streamNames.includes(streams))
    throw new ChunkwiseError("OPTION", `defaultRng: streams is ${JSON.stringify(streams)}, not one of ${streamNames.join(", ")}`);
  const generator = seed instanceof BitGenerator ? seed : new BitGenerator(bitGenerators.PCG64!, seedOf(seed));
  if (streams === "jumped" && !generator.kind.jump)
    throw new RangeError(`defaultRng: streams is "jumped", but ${generator.kind.name} has no jumps; use "invariant" or "spawned"`);
  const from: DrawSource = { generator, streams, drawn: 0, chunks: 0 };
  const made = withSnakeNames({ bitGenerator: generator, streams, ...drawsFrom<RandomOptions>(false, () => from), ...picksFrom(false, () => from) });
  return printed(made, () => `Generator(${generator.kind.name}, ${streams} streams)`);
}

function kind(of: BitGeneratorKind) {
  class Kind extends BitGenerator {
    constructor(seed?: Seed | SeedSequence) {
      super(of, seedOf(seed));
    }
  }
  Object.defineProperty(Kind, "name", { value: of.name });
  return Kind;
}

/** Draws that have no generator of their own get one each. */
const sourceOf = ({ seed }: { readonly seed?: Seed }): DrawSource => ({
  generator: new BitGenerator(bitGenerators.PCG64!, seedOf(seed)),
  streams: "invariant",
  drawn: 0,
  chunks: 0,
});

const draws = drawsFrom<SeededOptions>(true, sourceOf);
const picks = picksFrom<{ readonly seed?: Seed }>(true, sourceOf);

/** `da.random`: draws with a generator of their own each, unless a seed says which. */
export const random = {
  ...withSnakeNames(
    guardedRecord({
      ...draws,
      ...picks,
      /** Another name of `random`, from NumPy's older interface. */
      randomSample: draws.random,
      /** Another name of `integers`, from NumPy's older interface. */
      randint: picks.integers,
      defaultRng,
    }),
  ),
  SeedSequence,
  PCG64: kind(bitGenerators.PCG64!),
  PCG64DXSM: kind(bitGenerators.PCG64DXSM!),
  MT19937: kind(bitGenerators.MT19937!),
  Philox: kind(bitGenerators.Philox!),
  SFC64: kind(bitGenerators.SFC64!),
};
