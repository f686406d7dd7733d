import { type Chunk, elements } from "../chunk/chunk.ts";
import { loadBeside } from "../util/load-module.ts";

const decoder = () => loadBeside<typeof import("../io/values/decode.ts")>(import.meta.url, "../io/values/decode");

/** What computing a value gives. */
export interface ValueResult {
  readonly made: unknown;
}

export function valueAssembly(): { take(flat: number, chunk: Chunk): void; finish(): ValueResult } {
  let made: unknown;
  return {
    take(_, chunk) {
      made = decoder().decodeValue(elements(chunk) as Uint8Array);
    },
    finish: () => ({ made }),
  };
}
