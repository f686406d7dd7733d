let last: Promise<unknown> = Promise.resolve();

/** Calls `start` when all that was given before has settled: runs share workers and a memory limit. */
export function inTurn<T>(start: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const before = last;
  const result = new Promise<T>((resolve, reject) => {
    const giveUp = () => reject(signal!.reason);
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted) giveUp();
    void before.then(() => {
      signal?.removeEventListener("abort", giveUp);
      if (!signal?.aborted) start().then(resolve, reject);
    });
  });
  // Nothing of what they gave: each turn would hold on to all before it.
  last = Promise.allSettled([before, result]).then(() => undefined);
  return result;
}
