const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/** Says in few words what an object is, in consoles, in text and in JSON: what is lazy has no values to show, and is not computed for it. Without `text`, as its `toString` says. */
export function printed<T extends object>(target: T, text?: (it: T) => string): T {
  const say = function (this: T): string {
    return text === undefined ? String(this) : text(this);
  };
  for (const key of ["toString", "toJSON", inspectKey])
    if (!Object.hasOwn(target, key)) Object.defineProperty(target, key, { value: say, writable: true, configurable: true });
  return target;
}
