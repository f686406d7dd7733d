import { ChunkwiseError } from "../util/errors.ts";
import { shown } from "../util/shown.ts";
import { type Key, rules, type Settings } from "./settings.ts";

/** Settings that someone wrote: names may have hyphens or underscores (`num-workers`). `from` says where, for errors. */
export function checkSettings(written: { readonly [name: string]: unknown }, from: string): Partial<Settings> {
  const settings: { [name: string]: unknown } = {};
  if (typeof written !== "object" || written === null)
    throw new ChunkwiseError("CONFIG", `${from}: settings are ${shown(written)}; give a record of some of ${Object.keys(rules).join(", ")}`);
  for (const [name, value] of Object.entries(written)) {
    const key = keyFor(name, from);
    const { holds, expected } = rules[key];
    if (value !== undefined && !holds(value)) throw new ChunkwiseError("CONFIG", `${from}: ${name} is ${shown(value)}, not ${expected}`);
    settings[key] = value;
  }
  return settings as Partial<Settings>;
}

export function keyFor(name: string, from: string): Key {
  const key = String(name).replace(/[-_]+(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(rules, key)) return key as Key;
  const all = Object.keys(rules);
  const near = all.find((each) => distance(each.toLowerCase(), key.toLowerCase()) <= 3);
  throw new ChunkwiseError(
    "CONFIG",
    `${from}: there is no setting ${JSON.stringify(String(name))}; ${near ? `did you mean ${near}?` : `there are ${all.join(", ")}`}`,
  );
}

/** How many letters must be added, left out or changed to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
