import { indexedShape } from "./index-shapes.ts";

/** `[…, m, n]` of the first two arguments, leading axes broadcast over all of them. */
export function productShape(args: readonly (readonly (number | undefined)[])[]): readonly (number | undefined)[] {
  return [...indexedShape(args.map((shape) => shape.slice(0, -2))), args[0]!.at(-2), args[1]!.at(-1)];
}

export function pairsOf<T>(args: readonly T[]): [T, T][] {
  return Array.from({ length: Math.floor(args.length / 2) }, (_, i) => [args[2 * i]!, args[2 * i + 1]!]);
}
