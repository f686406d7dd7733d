import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { TypedArray } from "../chunk/dtype.ts";
import { pool } from "../chunk/pool.ts";
import { packageRoot } from "../util/package-root.ts";
import type { Status } from "./kernel.ts";

/** What native/binding.cpp exports. */
export interface Addon {
  /** The builds of the kernels that this machine runs, slowest first. */
  readonly isas: readonly string[];
  open(level: number): Kernels;
  /** Gives the whole pages in an array back to the system; they hold zeros when they are next looked at. Not there where the system cannot. */
  readonly discard?: (bytes: Uint8Array) => void;
  /** Lets what is not resident yet of an array come in pages of 2 MiB. */
  readonly useLargePages?: (bytes: Uint8Array) => void;
  /** Collects the garbage of this thread, and makes its heap as small as it can be. */
  readonly collect?: () => void;
  /** Gives back what the process has resident that comes again when it is used: the program's own code, and what malloc holds free. */
  readonly giveBack?: () => void;
}

/** One build of the kernels. */
export interface Kernels {
  readonly isa: string;
  /** `add:float64` … by index. */
  readonly kernels: readonly string[];
  run(
    kernel: number,
    n: number,
    inputs: readonly TypedArray[],
    outputs: readonly TypedArray[],
    params: Float64Array | undefined,
    state: TypedArray | undefined,
    scratch: Uint8Array | undefined,
    stop: Int32Array | undefined,
  ): Status;
  runTiles(
    words: Float64Array,
    frame: Float64Array,
    frameLength: number,
    inputs: readonly TypedArray[],
    outputs: readonly TypedArray[],
    state: Uint8Array,
    stop: Int32Array | undefined,
  ): Status;
}

/** Loads the addon, or throws what `require` throws. */
export function loadAddon(file: string): Addon {
  return createRequire(import.meta.url)(file) as Addon;
}

export const platform = `${process.platform}-${process.arch}`;

/** The addon, or why there is none. */
export function openAddon(): Addon | Error {
  // What was built here comes before what was delivered, and a build under sanitizers before both.
  const folders = ["build/Release", `prebuilds/${platform}`].map((folder) => join(packageRoot, folder, "chunkwise.node"));
  const named = process.env["CHUNKWISE_ADDON"];
  const file = [...(named ? [named] : []), ...folders].find(existsSync);
  if (file === undefined) return new Error("none was built");
  try {
    const addon = loadAddon(file);
    return addon.isas.length > 0 ? addon : new Error("this processor is older than all of its builds");
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type Relief = Pick<Addon, "discard" | "useLargePages" | "collect" | "giveBack">;

let found: Relief | undefined;

/** How memory goes back to the system at once, as far as that can be. */
export function relief(): Relief {
  found ??= process.env["CHUNKWISE_ISA"] === "wasm" ? withoutAddon() : reliefOf(openAddon());
  return found;
}

pool.pagesFrom(relief);

const reliefOf = (addon: Addon | Error): Relief => (addon instanceof Error ? withoutAddon() : addon);

/** From V8 12 on, in Node.js 22, the young generation can be given back too. */
const knowsHow = Number.parseInt(process.versions.v8, 10) >= 12;

/** V8's own function, which contexts have that are made from now on. The flag is that of all threads, so nobody takes it back. */
function withoutAddon(): Relief {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("globalThis.gc") as ((how?: object) => void) | undefined;
  if (collect === undefined) return {};
  return { collect: knowsHow ? () => collect({ type: "major", execution: "sync", flavor: "last-resort" }) : () => collect() };
}
