/** The flag of a run was set: what it computed is not there. */
export class StoppedError extends Error {
  constructor() {
    super("stopped");
  }
}
