import { test } from "node:test";
import type { ComputeOptions } from "../../src/index.ts";

export const schedulers: readonly ComputeOptions[] = [{ scheduler: "synchronous" }, { scheduler: "threads", numWorkers: 2 }];

/** The same test with each scheduler. */
export function testEach(sentence: string, run: (options: ComputeOptions) => Promise<void>): void {
  for (const options of schedulers) test(`${sentence} (${options.scheduler})`, () => run(options));
}
