/** Says that `condition` holds, or that we have made a mistake. */
export function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`bug: ${what}`);
}
