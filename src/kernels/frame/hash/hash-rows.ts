import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { valuesOf } from "../sort/key-values.ts";
export function hashRows(_: Backend, keys: readonly Column[]): Uint32Array {
  const values = keys.map(valuesOf);
  return Uint32Array.from({ length: keys[0]!.length }, (_, row) => {
    let h = 2166136261;
    for (const ch of values.map((c) => String(Object.is(c[row], -0) ? 0 : c[row])).join("\0")) h = Math.imul(h ^ ch.charCodeAt(0), 16777619);
    return Math.imul(h ^ (h >>> 15), 0x85ebca6b) >>> 0;
  });
}
