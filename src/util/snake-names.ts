/** A name as Python writes it. */
type Snake<Name extends string> = Name extends `atleast${infer Axes}d`
  ? `atleast_${Axes}d`
  : Name extends `${infer Letter}${infer Rest}`
    ? `${Letter extends Lowercase<Letter> ? Letter : `_${Lowercase<Letter>}`}${Snake<Rest>}`
    : Name;
/** A namespace by both spellings. */
export type WithSnakeNames<T> = T & { readonly [K in keyof T & string as Snake<K> extends keyof T ? never : Snake<K>]: T[K] };

/** The names as Dask writes them, beside ours: `expand_dims` is `expandDims`. */
export function withSnakeNames<T extends object>(names: T): WithSnakeNames<T> {
  const own = Object.entries(names);
  const all: Record<string, unknown> = Object.fromEntries(own);
  for (const [name, value] of own) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(atleast)(\d)/, "$1_$2");
    all[snake] ??= value;
  }
  return all as unknown as WithSnakeNames<T>;
}
