let last: Promise<unknown> = Promise.resolve();

/**
 * Calls `start` when all that was given before is over: runs share workers and a memory limit. What `start` gives to its argument belongs to its turn too,
 * though the result need not wait for it.
 */
export function inTurn<T>(start: (lasts: (until: Promise<unknown>) => void) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const before = last;
  let rest: Promise<unknown> | undefined;
  const result = new Promise<T>((resolve, reject) => {
    const giveUp = () => reject(signal!.reason);
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted) giveUp();
    void before.then(() => {
      signal?.removeEventListener("abort", giveUp);
      if (!signal?.aborted) start((until) => (rest = until)).then(resolve, reject);
    });
  });
  last = Promise.allSettled([before, result]).then(() => rest);
  return result;
}
