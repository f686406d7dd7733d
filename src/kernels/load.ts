import { isMainThread } from "node:worker_threads";
import { ChunkwiseError } from "../util/errors.ts";
import { openAddon, platform } from "./addon.ts";
import type { Backend } from "./kernel.ts";
import { nativeBackend } from "./native.ts";
import { wasmBackend } from "./wasm.ts";

/** What `CHUNKWISE_ISA` may say, and what it caps the level at. */
const caps: { readonly [name: string]: string } = { v2: "x86-64-v2", v3: "x86-64-v3", v4: "x86-64-v4" };

let loaded: Backend | undefined;

/**
 * The kernels that this thread uses: those of the addon, in the best build for this machine, or WebAssembly where there is no addon.
 * `CHUNKWISE_ISA` = `wasm`, `v2`, `v3` or `v4` caps the choice.
 */
export function loadBackend(): Backend {
  loaded ??= chooseBackend(process.env["CHUNKWISE_ISA"]);
  return loaded;
}

/** The same, if this thread has used them. */
export const loadedBackend = (): Backend | undefined => loaded;

/**
 * Every way in which this machine can run kernels, for tests: each build of the addon, and WebAssembly.
 * Where one is asked for it is alone, as the others run where none is: the build that `CHUNKWISE_ISA` caps, or those of the addon `CHUNKWISE_ADDON`.
 */
export function allBackends(): Backend[] {
  const cap = process.env["CHUNKWISE_ISA"];
  if (cap) return [chooseBackend(cap)];
  const addon = openAddon();
  const native = addon instanceof Error ? [] : addon.isas.map((_, level) => nativeBackend(addon, level));
  return process.env["CHUNKWISE_ADDON"] && native.length > 0 ? native : [...native, wasmBackend()];
}

export function chooseBackend(cap: string | undefined): Backend {
  if (cap === "wasm") return wasmBackend();
  if (cap && !Object.hasOwn(caps, cap)) {
    throw new ChunkwiseError("CONFIG", `CHUNKWISE_ISA: ${JSON.stringify(cap)} is none of wasm, ${Object.keys(caps).join(", ")}`);
  }
  const addon = openAddon();
  if (addon instanceof Error) {
    // Workers would say the same again.
    if (isMainThread) process.stderr.write(`chunkwise: no native addon for ${platform} (${addon.message}), using WebAssembly\n`);
    return wasmBackend();
  }
  const capped = cap ? addon.isas.indexOf(caps[cap]!) : -1;
  return nativeBackend(addon, capped < 0 ? addon.isas.length - 1 : capped);
}
