import type { Backend } from "../../kernel.ts";
export function partitionRows(_: Backend, part: Int32Array, parts: number): { rows: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(parts + 1);
  for (const p of part) starts[p + 1]!++;
  for (let p = 0; p < parts; p++) starts[p + 1]! += starts[p]!;
  const next = starts.slice();
  const rows = new Int32Array(part.length);
  part.forEach((p, row) => { rows[next[p]!++] = row; });
  return { rows, starts };
}
