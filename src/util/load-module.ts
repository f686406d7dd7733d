import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/**
 * Loads an ES module at once, for work that cannot wait and code that few need: it is the same module that `import` gives. `from` is the asker's `import.meta.url`, `path` is relative to
 * it and without extension.
 */
export function loadBeside<T>(from: string, path: string): T {
  const key = `${path} ${from}`;
  let module = beside.get(key);
  if (module === undefined) beside.set(key, (module = require(fileURLToPath(new URL(path + from.slice(from.lastIndexOf(".")), from)))));
  return module as T;
}
/** Finding a module that is there takes longer than many a call of it. */
const beside = new Map<string, unknown>();

/** Loads a package at once, its CommonJS copy: nothing may `import` it besides, but its types. */
export function loadPackage<T>(name: string): T {
  return require(name) as T;
}

/** Forgets a package, so that loading it again gives another copy. */
export function unloadPackage(name: string): void {
  delete require.cache[require.resolve(name)];
}
