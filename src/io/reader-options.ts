import { parseBytes } from "../util/bytes.ts";
import { ChunkwiseError } from "../util/errors.ts";
import { isPlainRecord } from "../util/plain.ts";
import { shown } from "../util/shown.ts";

/** A list of names of columns, where one is given. */
export function requireNames(operation: string, option: string, names: unknown): void {
  if (names === undefined || (Array.isArray(names) && names.every((name) => typeof name === "string"))) return;
  throw new ChunkwiseError("OPTION", `${operation}: ${option} is a list of names, not ${JSON.stringify(names)}`);
}

/** Types by the names of columns, where they are given. */
export function requireTypes(operation: string, option: string, types: unknown): void {
  if (types === undefined || isPlainRecord(types)) return;
  throw new ChunkwiseError("OPTION", `${operation}: ${option} is ${shown(types)}; give a record of types by the names of columns`);
}

/** A number of bytes, `67108864` or `"64MiB"`, of at least so many. */
export function bytesOption(operation: string, option: string, given: number | string | undefined, otherwise: number, least = 1): number {
  const bytes = typeof given === "string" ? parseBytes(given, operation) : (given ?? otherwise);
  if (typeof bytes === "number" && bytes >= least) return bytes;
  throw new RangeError(`${operation}: ${option} is ${given}; give a number of bytes, at least ${least}`);
}
