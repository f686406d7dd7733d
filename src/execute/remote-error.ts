import * as errors from "../util/errors.ts";

/** An error as it crosses threads: a structured clone would lose its class and its own fields. */
export interface RemoteError {
  readonly thrown: unknown;
  readonly name?: string;
  readonly stack?: string | undefined;
  readonly fields?: { readonly [name: string]: unknown };
}

export function toRemote(thrown: unknown): RemoteError {
  if (!(thrown instanceof Error)) return { thrown: cloneable(thrown) };
  const fields: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(thrown)) fields[name] = value instanceof Error ? toRemote(value) : cloneable(value);
  const cause = thrown.cause === undefined ? {} : { cause: toRemote(thrown.cause) };
  return { thrown: thrown.message, name: thrown.name, stack: thrown.stack, fields: { ...fields, ...cause } };
}

export function fromRemote({ thrown, name, stack, fields }: RemoteError): unknown {
  if (name === undefined) return thrown;
  const error = new Error(String(thrown));
  const known = (errors as { readonly [name: string]: unknown })[name] ?? (globalThis as { readonly [name: string]: unknown })[name];
  if (typeof known === "function" && known.prototype instanceof Error) Object.setPrototypeOf(error, known.prototype as object);
  // A class that only the worker knows.
  else if (name !== "Error") Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  for (const [field, value] of Object.entries(fields ?? {})) {
    const restored = isRemote(value) ? fromRemote(value) : value;
    Object.defineProperty(error, field, { value: restored, enumerable: field !== "cause", configurable: true, writable: true });
  }
  if (stack !== undefined) error.stack = stack;
  return error;
}

function isRemote(value: unknown): value is RemoteError {
  return typeof value === "object" && value !== null && "thrown" in value;
}

/** The value, or what it looks like if it cannot be sent. */
function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
