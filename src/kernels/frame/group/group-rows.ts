import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { valuesOf } from "../sort/key-values.ts";
export function groupRows(_: Backend, keys: readonly Column[], { dropNull }: { dropNull: boolean }): { codes: Int32Array; count: number; firsts: Int32Array } {
  const values = keys.map(valuesOf);
  const seen = new Map<string, number>();
  const firsts: number[] = [];
  const codes = Int32Array.from({ length: keys[0]!.length }, (_, row) => {
    const key = values.map((c) => c[row]);
    if (dropNull && key.includes(null)) return -1;
    const text = key.map((v) => `${typeof v}${Object.is(v, -0) ? 0 : v}`).join("\0");
    let code = seen.get(text);
    if (code === undefined) { seen.set(text, (code = firsts.length)); firsts.push(row); }
    return code;
  });
  return { codes, count: firsts.length, firsts: Int32Array.from(firsts) };
}
