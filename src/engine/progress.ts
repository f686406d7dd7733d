import type * as CliProgress from "cli-progress";
import type { RunEvent } from "../execute/run-event.ts";
import { loadPackage } from "../util/load-module.ts";

/** A bar on standard error: silent when that is not a terminal. */
export function progressBar(): { hear(event: RunEvent): void } & Disposable {
  const { SingleBar } = loadPackage<typeof CliProgress>("cli-progress");
  const bar = new SingleBar({
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
    hideCursor: true,
    format: "{bar} {percentage}% | {value}/{total} tasks | {duration_formatted}",
  });
  let started = false;
  return {
    hear({ counters }) {
      if (started) bar.update(counters.finished);
      else bar.start(counters.tasks, counters.finished);
      started = true;
    },
    [Symbol.dispose]: () => bar.stop(),
  };
}
