/** A function that a worker imports, with what is around it. */
const factor = 10;

export function scaled({ x }: { readonly x: readonly (number | null)[] }) {
  return { y: x.map((value) => (value === null ? null : value * factor)) };
}
