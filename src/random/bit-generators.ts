import type { BitGeneratorKind } from "./bit-generator.ts";
import { pcg64 } from "./pcg64.ts";

/** Every kind of bit generator by its name. */
export const bitGenerators: { readonly [name: string]: BitGeneratorKind } = {
  PCG64: pcg64,
};
