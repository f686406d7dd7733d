import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { valuesOf } from "../sort/key-values.ts";
export function joinRows(_: Backend, left: readonly Column[], right: readonly Column[], { how, nullsEqual }: { how: string; nullsEqual: boolean }): { left: Int32Array; right: Int32Array } {
  const key = (cols: unknown[][], row: number) => { const v = cols.map((c) => c[row]); return !nullsEqual && v.includes(null) ? undefined : v.map((x) => `${typeof x}${x}`).join("\0"); };
  const [l, r] = [left.map(valuesOf), right.map(valuesOf)];
  const table = new Map<string, number[]>();
  for (let i = 0; i < right[0]!.length; i++) { const k = key(r, i); if (k !== undefined) table.set(k, [...(table.get(k) ?? []), i]); }
  const out: [number, number][] = []; const met = new Set<number>();
  for (let i = 0; i < left[0]!.length; i++) {
    const k = key(l, i); const found = k === undefined ? [] : (table.get(k) ?? []);
    if (how === "semi") { if (found.length) out.push([i, -1]); continue; }
    if (how === "anti") { if (!found.length) out.push([i, -1]); continue; }
    for (const j of found) { out.push([i, j]); met.add(j); }
    if (!found.length && (how === "left" || how === "outer")) out.push([i, -1]);
  }
  if (how === "right" || how === "outer") for (let j = 0; j < right[0]!.length; j++) if (!met.has(j)) out.push([-1, j]);
  return { left: Int32Array.from(out, ([i]) => i), right: Int32Array.from(out, ([, j]) => j) };
}
