import { ChunkwiseError } from "./errors.ts";
import { isPlainRecord } from "./plain.ts";
import { shown } from "./shown.ts";

/** The names of options, from a record that names each: TypeScript holds it against their type. */
export function optionNames<Options>(names: { readonly [K in keyof Required<Options>]: true }): readonly string[] {
  return Object.keys(names);
}

/** @throws ChunkwiseError (`OPTION`) for what is no record: nothing in it would be seen. */
export function requireOptions(operation: string, options: unknown, known: readonly string[]): void {
  if (!isPlainRecord(options)) throw new ChunkwiseError("OPTION", `${operation}: options are ${shown(options)}; give a record of some of ${known.join(", ")}`);
}

/** @throws ChunkwiseError (`OPTION`) for options that an operation does not have: a name with a typing error would change nothing otherwise. */
export function refuseUnknown(operation: string, options: object, known: readonly string[]): void {
  requireOptions(operation, options, known);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ChunkwiseError("OPTION", `${operation}: no option ${JSON.stringify(unknown)}; there are ${known.join(", ")}`);
}
