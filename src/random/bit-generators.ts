import type { BitGeneratorKind } from "./bit-generator.ts";
import { mt19937 } from "./mt19937.ts";
import { pcg64 } from "./pcg64.ts";
import { pcg64dxsm } from "./pcg64dxsm.ts";
import { philox } from "./philox.ts";
import { sfc64 } from "./sfc64.ts";

/** Every kind of bit generator by its name. */
export const bitGenerators: { readonly [name: string]: BitGeneratorKind } = {
  PCG64: pcg64,
  PCG64DXSM: pcg64dxsm,
  MT19937: mt19937,
  Philox: philox,
  SFC64: sfc64,
};
