import type * as Minizlib from "minizlib";
import { loadPackage } from "../../util/load-module.ts";

/** A decoder that is given compressed bytes and gives what it makes of them. */
export interface PushDecoder {
  push(bytes: Uint8Array): readonly Uint8Array[];
  /** There is no more. */
  end(): readonly Uint8Array[];
}

/** minizlib runs the streams of Node.js to the end of each write, so that tasks need not wait. */
export function syncDecoder(name: "BrotliDecompress" | "Gunzip" | "ZstdDecompress"): PushDecoder {
  const stream = new (loadPackage<typeof Minizlib>("minizlib")[name])({});
  let given: Uint8Array[] = [];
  let failed: Error | undefined;
  stream.on("data", (bytes) => given.push(bytes));
  stream.on("error", (error) => {
    failed ??= error as Error;
  });
  function take(): readonly Uint8Array[] {
    if (failed !== undefined) throw failed;
    const taken = given;
    given = [];
    return taken;
  }
  return {
    push(bytes) {
      stream.write(bytes);
      return take();
    },
    end() {
      stream.end();
      return take();
    },
  };
}
