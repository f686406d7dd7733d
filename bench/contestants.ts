import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Params } from "./benches.ts";
import type { Command } from "./process.ts";

const compiled = dirname(fileURLToPath(import.meta.url));
/** The folder of the sources: this runs from dist-test/bench. */
const sources = existsSync(join(compiled, "peers")) ? compiled : join(compiled, "..", "..", "bench");
/** The one that apt installs for, or the one that is named. */
const python = process.env["PYTHON"] ?? "/usr/bin/python3";

/** How a contestant is started, or why it is not there. */
type Start = (workload: string, params: Params) => Command;
interface Kind {
  /** Nothing if it is there, else what to install. */
  missing(): string | undefined;
  readonly start: Start;
}

function pythonPeer(script: string, modules: readonly string[], packages: string): Kind {
  return {
    missing: () => (spawnSync(python, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" }).status === 0 ? undefined : `apt-get install ${packages}`),
    start: (workload, params) => ({ command: python, args: [join(sources, "peers", script), workload, JSON.stringify(params)], env: threadsOf(params) }),
  };
}

function nodePeer(script: string, module: string): Kind {
  return {
    missing: () => (existsSync(join(sources, "node_modules", module)) ? undefined : "npm install --prefix bench"),
    start: (workload, params) => ({
      command: process.execPath,
      args: [join(sources, "peers", script), workload, JSON.stringify(params)],
      env: threadsOf(params),
    }),
  };
}

/** OpenBLAS reads its number of threads once. */
function threadsOf(params: Params): { readonly [name: string]: string } {
  return {
    OPENBLAS_NUM_THREADS: String(params["workers"] ?? 1),
    OMP_NUM_THREADS: String(params["workers"] ?? 1),
    POLARS_MAX_THREADS: String(params["workers"] ?? 1),
  };
}

let bandwidth: string | undefined;
function buildBandwidth(): string | undefined {
  if (bandwidth !== undefined) return bandwidth;
  const program = join(mkdtempSync(join(tmpdir(), "chunkwise-bench-")), "bandwidth");
  const { status } = spawnSync("g++", ["-O3", "-march=native", "-pthread", "-o", program, join(sources, "peers", "bandwidth.cpp")], { stdio: "ignore" });
  return status === 0 ? (bandwidth = program) : undefined;
}

/** Everyone who can take part, by name. */
export const kinds = {
  chunkwise: {
    missing: () => undefined,
    start: (workload, params) => ({ command: process.execPath, args: [join(compiled, "contestant.js"), workload, JSON.stringify(params)] }),
  },
  numpy: pythonPeer("with_numpy.py", ["numpy"], "python3-numpy"),
  numexpr: pythonPeer("with_numexpr.py", ["numexpr"], "python3-numexpr"),
  dask: pythonPeer("with_dask.py", ["dask.array"], "python3-dask"),
  pandas: pythonPeer("with_pandas.py", ["pandas"], "python3-pandas"),
  polars: nodePeer("with-polars.mjs", "nodejs-polars"),
  duckdb: nodePeer("with-duckdb.mjs", "@duckdb/node-api"),
  bandwidth: {
    missing: () => (buildBandwidth() === undefined ? "apt-get install g++" : undefined),
    start: (_, params) => ({ command: buildBandwidth()!, args: [String(params["bytes"]), String(params["workers"])] }),
  },
} as const satisfies { readonly [name: string]: Kind };

export type Who = keyof typeof kinds;
