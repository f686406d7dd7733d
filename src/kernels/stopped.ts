/** The flag of a run was set: what it computed is not there. */
export class StoppedError extends Error {
  constructor() {
    super("stopped");
  }
}

/** After something was waited for: memory of a run that was told to stop may be another's by now. */
export function throwIfStopped(stop: Int32Array | undefined): void {
  if (stop !== undefined && Atomics.load(stop, 0) !== 0) throw new StoppedError();
}
