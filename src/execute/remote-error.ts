import * as errors from "../util/errors.ts";

/** An error as it crosses threads: a structured clone would lose its class and its own fields. */
export interface RemoteError {
  readonly thrown: unknown;
  readonly name?: string;
  readonly stack?: string | undefined;
  readonly fields?: { readonly [name: string]: unknown };
}

/** Whatever was thrown: a function of the user's may throw anything. */
export function toRemote(thrown: unknown): RemoteError {
  try {
    return remoteOf(thrown, []);
  } catch {
    return { thrown: "something was thrown that cannot be looked at" };
  }
}

/** `within` are the errors that name this one, which may name them again. */
function remoteOf(thrown: unknown, within: readonly Error[]): RemoteError {
  if (!(thrown instanceof Error)) return { thrown: cloneable(thrown) };
  const around = [...within, thrown];
  const told = (value: unknown) => (value instanceof Error && !around.includes(value) ? remoteOf(value, around) : cloneable(value));
  const fields: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(thrown)) fields[name] = told(value);
  if (thrown.cause !== undefined) fields.cause = thrown.cause instanceof Error ? told(thrown.cause) : remoteOf(thrown.cause, around);
  return { thrown: String(thrown.message), name: String(thrown.name), stack: typeof thrown.stack === "string" ? thrown.stack : undefined, fields };
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
    return asText(value);
  }
}

function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
