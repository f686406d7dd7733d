import { ChunkwiseError } from "./errors.ts";

/** The names of options, from a record that names each: TypeScript holds it against their type. */
export function optionNames<Options>(names: { readonly [K in keyof Required<Options>]: true }): readonly string[] {
  return Object.keys(names);
}

/** @throws ChunkwiseError (`OPTION`) for options that an operation does not have: a name with a typing error would change nothing otherwise. */
export function refuseUnknown(operation: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null)
    throw new ChunkwiseError("OPTION", `${operation}: options are ${String(options)}; give a record of some of ${known.join(", ")}`);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ChunkwiseError("OPTION", `${operation}: no option ${JSON.stringify(unknown)}; there are ${known.join(", ")}`);
}
