/** The names as Dask writes them, beside ours: `expand_dims` is `expandDims`. */
export function withSnakeNames<T extends { readonly [name: string]: unknown }>(names: T): T {
  const all: Record<string, unknown> = { ...names };
  for (const name of Object.keys(names)) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(atleast)(\d)/, "$1_$2");
    all[snake] ??= names[name];
  }
  return all as T;
}
