import { DTypeError } from "../../util/errors.ts";
import { isPlainRecord } from "../../util/plain.ts";

/** What stands for a part of a value that V8 is not to write itself; nothing if it may. Throws where neither will do. */
export type Replace = (part: object, where: () => string) => object | undefined;

/**
 * A value that V8 can write: with some parts replaced, it is a copy of what holds them. (V8 alone would make records of what has a class of the user's, without a word.)
 */
export function plainOf(value: unknown, replace: Replace): unknown {
  return holdsOther(value, replace) ? copyOf(value, replace) : value;
}

const isPart = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";

/** Whether anything in it has to be replaced. Looks at each part once: values may go round in circles. */
function holdsOther(value: unknown, replace: Replace): boolean {
  const seen = new Set<object>();
  const path: (string | number)[] = [];
  const where = () => textOf(path);
  return look(value);

  function look(part: unknown): boolean {
    if (typeof part === "symbol") throw new DTypeError(`${where()} is a symbol, which means nothing elsewhere`);
    if (!isPart(part) || seen.has(part)) return false;
    if (replace(part, where) !== undefined) return true;
    if (Array.isArray(part)) {
      seen.add(part);
      for (let i = 0; i < part.length; i++) if (isDeep(part[i]) && lookAt(part[i], i)) return true;
    } else if (part instanceof Map) {
      seen.add(part);
      for (const [key, item] of part) if (lookAt(key, "key") || lookAt(item, "value")) return true;
    } else if (part instanceof Set) {
      seen.add(part);
      for (const item of part) if (lookAt(item, "item")) return true;
    } else if (isPlainRecord(part)) {
      seen.add(part);
      for (const name of Object.keys(part)) {
        const field = part[name];
        if (isDeep(field) && lookAt(field, name)) return true;
      }
    }
    return false;
  }

  function lookAt(part: unknown, step: string | number): boolean {
    path.push(step);
    const found = look(part);
    path.pop();
    return found;
  }
}

const isDeep = (value: unknown): boolean => (typeof value === "object" && value !== null) || typeof value === "function" || typeof value === "symbol";

function copyOf(value: unknown, replace: Replace): unknown {
  const copies = new Map<object, unknown>();
  return copy(value, []);

  function copy(part: unknown, path: readonly (string | number)[]): unknown {
    if (typeof part === "symbol") throw new DTypeError(`${textOf(path)} is a symbol, which means nothing elsewhere`);
    if (!isPart(part)) return part;
    if (copies.has(part)) return copies.get(part);
    const keep = <T>(made: T): T => {
      copies.set(part, made);
      return made;
    };
    const other = replace(part, () => textOf(path));
    if (other !== undefined) return keep(other);
    if (Array.isArray(part)) {
      const list = keep(part.slice());
      for (let i = 0; i < part.length; i++) if (isDeep(part[i])) list[i] = copy(part[i], [...path, i]);
      return list;
    }
    if (part instanceof Map) {
      const map = keep(new Map<unknown, unknown>());
      for (const [key, item] of part) map.set(copy(key, [...path, "key"]), copy(item, [...path, "value"]));
      return map;
    }
    if (part instanceof Set) {
      const set = keep(new Set<unknown>());
      for (const item of part) set.add(copy(item, [...path, "item"]));
      return set;
    }
    if (!isPlainRecord(part)) return keep(part);
    const record = keep<Record<string, unknown>>({});
    for (const name of Object.keys(part)) {
      // Not an assignment: a name may be `__proto__`.
      Object.defineProperty(record, name, { value: copy(part[name], [...path, name]), enumerable: true, configurable: true, writable: true });
    }
    return record;
  }
}

/** `[0].name` of what is looked at. */
function textOf(path: readonly (string | number)[]): string {
  return path.length === 0 ? "it" : path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
}
