import { StoppedError } from "../kernels/stopped.ts";

const name = "FunctionFailure";

/** A function of the user's failed, or gave what it may not: of which operation, since a task may carry out several. Gone where the error becomes the user's (`failure.ts`). */
class FunctionFailure extends Error {
  readonly operation: string;
  constructor(operation: string, cause: unknown) {
    super(`${operation}: a function failed`, { cause });
    this.name = name;
    this.operation = operation;
  }
}

/** Calls a function of the user's for an operation. */
export function inOperation<T>(operation: string | undefined, call: () => T | Promise<T>): T | Promise<T> {
  const fail = (thrown: unknown): never => {
    throw operation === undefined || thrown instanceof StoppedError ? thrown : new FunctionFailure(operation, thrown);
  };
  try {
    const made = call();
    return made instanceof Promise ? made.catch(fail) : made;
  } catch (thrown) {
    return fail(thrown);
  }
}

/** Of what a task failed with: what was thrown, and the operation, if that is known. It may have come from another thread, without its class. */
export function failureIn(error: unknown): { readonly operation?: string; readonly thrown: unknown } {
  if (!(error instanceof Error) || error.name !== name) return { thrown: error };
  return { operation: (error as FunctionFailure).operation, thrown: error.cause };
}
