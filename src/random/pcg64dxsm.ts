import { BitGenerator, type BitGeneratorKind } from "./bit-generator.ts";
import { lcgKind } from "./pcg64.ts";
import type { Entropy, SeedSequence } from "./seed-sequence.ts";

/** O'Neill's cheap multiplier: the state's step costs half, the output function makes up for it. */
const MULTIPLIER = 0xda942042e4dd58b5n;

export const pcg64dxsm: BitGeneratorKind = lcgKind("PCG64DXSM", 1, MULTIPLIER);

/** NumPy's `PCG64DXSM(seed)`: the PCG64 that NumPy means to make its default. */
export function PCG64DXSM(seed?: Entropy | SeedSequence): BitGenerator {
  return new BitGenerator(pcg64dxsm, seed);
}
