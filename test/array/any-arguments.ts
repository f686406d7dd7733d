import { ChunkwiseError } from "../../src/index.ts";

/** What nobody should give. */
const odd: readonly (readonly unknown[])[] = [
  [],
  ...[
    null,
    undefined,
    {},
    [],
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "x",
    Symbol("s"),
    () => 1,
    1n,
    true,
    new Date(Number.NaN),
    new Map(),
    /x/,
    [null],
    { odd: 1 },
  ].map((value) => [value]),
];
/** What is done when it is called, or waits for something. */
const acts = /^(compute|persist|len$|to[A-Z]\w*$|get_?[Pp]artition|read|random$|visualize$|from(Npy|_npy))/;

/** Properties may have errors of their own. */
function functionAt(target: object, name: string): ((...args: unknown[]) => unknown) | undefined {
  try {
    const fn = (target as { readonly [name: string]: unknown })[name];
    return typeof fn === "function" ? (fn as () => unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** Calls every function of something with arguments of any kind; gives those errors that do not say of which operation, or are JavaScript's own. Nothing is computed. */
export function unhelpful(target: object, before: readonly unknown[] = []): string[] {
  const names = new Set<string>();
  for (let it = target; it !== null && it !== Object.prototype; it = Object.getPrototypeOf(it))
    for (const name of Object.getOwnPropertyNames(it)) names.add(name);
  const found: string[] = [];
  for (const name of names) {
    if (name === "constructor" || acts.test(name) || /^[A-Z]|_/.test(name)) continue;
    const fn = functionAt(target, name);
    if (fn === undefined) continue;
    for (const args of odd) {
      try {
        fn.apply(target, [...before, ...args]);
      } catch (error) {
        const { message } = error as Error;
        const isOurs = error instanceof ChunkwiseError || /^[\w., ]+(\(.*\))?: /.test(message);
        if (!isOurs || /Cannot (read|convert|destructure|mix)|is not (a function|iterable)/.test(message)) found.push(`${name}: ${message}`);
      }
    }
  }
  return found;
}
