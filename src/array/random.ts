import type { DType } from "../chunk/dtype.ts";
import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import type { OperandInput } from "../ops/array/operand.ts";
import { type DrawOptions, type DrawSource, draw } from "../ops/array/random.ts";
import { BitGenerator, type BitGeneratorKind } from "../random/bit-generator.ts";
import { bitGenerators } from "../random/bit-generators.ts";
import { type DistributionName, distributions } from "../random/distributions.ts";
import { type Seed, seedOf } from "../random/seed.ts";
import { SeedSequence } from "../random/seed-sequence.ts";
import type { Streams } from "../random/streams.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { ArrayLike } from "./array-type.ts";
import { DArray } from "./darray.ts";
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

/** NumPy's distributions: parameters by position, then `{ size, chunks, dtype }`. Integers come as int64, all else as float64 or `dtype`. */
type Draws<Options> = {
  readonly [K in keyof typeof distributions]: <const A extends Arguments<Options>>(
    ...args: A
  ) => DArray<(typeof distributions)[K]["discrete"] extends true ? "int64" : Asked<A, "float64">>;
};

/** Splits parameters from options, and puts named parameters (`{ loc, scale }`) in their places. */
function split(name: DistributionName, args: readonly unknown[]): { parameters: (OperandInput | undefined)[]; options: SeededOptions } {
  const last = args[args.length - 1];
  const named: Record<string, unknown> = isPlainRecord(last) && !(exprKey in last) ? last : {};
  const positional = named === last ? args.slice(0, -1) : args;
  const known: readonly { readonly name: string }[] = distributions[name].parameters;
  if (positional.length > known.length)
    throw new TypeError(
      `${name}: takes ${known.length} parameters (${known.map((one) => one.name).join(", ")}), not ${positional.length}; the shape goes into { size }`,
    );
  const wrong = Object.keys(named).find((key) => !["size", "chunks", "dtype", "seed"].includes(key) && !known.some((one) => one.name === key));
  if (wrong !== undefined) throw new TypeError(`${name}: no option ${JSON.stringify(wrong)}`);
  const parameters = known.map((one, i) => exprOf(positional[i] ?? named[one.name]));
  return { parameters, options: named as SeededOptions };
}

function exprOf(value: unknown): OperandInput | undefined {
  return (value instanceof DArray ? value[exprKey] : value) as OperandInput | undefined;
}

function drawsFrom<Options>(sourceOf: (options: SeededOptions) => DrawSource): Draws<Options> {
  const one =
    (name: DistributionName) =>
    (...args: readonly unknown[]) => {
      const { parameters, options } = split(name, args);
      return new DArray(draw(sourceOf(options), name, parameters, options as DrawOptions) as Expr);
    };
  return Object.fromEntries(Object.keys(distributions).map((name) => [name, one(name as DistributionName)])) as never;
}

export interface GeneratorOptions {
  readonly streams?: Streams;
}

/**
 * NumPy's `Generator` over chunks. Each array drawn from it differs from the ones before. `streams` says which bits a chunk gets: with `"invariant"` (the default)
 * the array does not change with its chunks.
 */
export interface Generator extends Draws<RandomOptions>, Picks<unknown> {
  readonly bitGenerator: BitGenerator;
  readonly streams: Streams;
}

/** A generator over chunks from a seed or a bit generator. NumPy's `default_rng`. */
export function defaultRng(seed?: Seed | SeedSequence | BitGenerator, options: GeneratorOptions = {}): Generator {
  const generator = seed instanceof BitGenerator ? seed : new BitGenerator(bitGenerators.PCG64!, seedOf(seed));
  const from: DrawSource = { generator, streams: options.streams ?? "invariant", drawn: 0, chunks: 0 };
  return { bitGenerator: generator, streams: from.streams, ...drawsFrom<RandomOptions>(() => from), ...picksFrom(() => from) };
}

const kind = (of: BitGeneratorKind) =>
  class extends BitGenerator {
    constructor(seed?: Seed | SeedSequence) {
      super(of, seedOf(seed));
    }
  };

/** Draws that have no generator of their own get one each. */
const sourceOf = ({ seed }: { readonly seed?: Seed }): DrawSource => ({
  generator: new BitGenerator(bitGenerators.PCG64!, seedOf(seed)),
  streams: "invariant",
  drawn: 0,
  chunks: 0,
});

/** `da.random`: draws with a generator of their own each, unless a seed says which. */
export const random = {
  ...drawsFrom<SeededOptions>(sourceOf),
  ...picksFrom<{ readonly seed?: Seed }>(sourceOf),
  defaultRng,
  default_rng: defaultRng,
  SeedSequence,
  PCG64: kind(bitGenerators.PCG64!),
  PCG64DXSM: kind(bitGenerators.PCG64DXSM!),
  MT19937: kind(bitGenerators.MT19937!),
  Philox: kind(bitGenerators.Philox!),
  SFC64: kind(bitGenerators.SFC64!),
};
