// Functions that cannot leave this thread, by what stands for their source.

const numbers = new WeakMap<object, number>();
const functions = new Map<string, unknown>();
let count = 0;

/** What stands for the source of a function that only this thread has. */
export function localSource(fn: object): string {
  const number = numbers.get(fn) ?? count++;
  numbers.set(fn, number);
  const source = `local function ${number}`;
  functions.set(source, fn);
  return source;
}

export function isLocal(source: string): boolean {
  return source.startsWith("local function ");
}

/** The function, or nothing if it belongs to another thread. */
export function localFunction(source: string): unknown {
  return functions.get(source);
}
