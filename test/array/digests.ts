import { createHash } from "node:crypto";
import { type DArray, NDArray } from "../../src/index.ts";
import { bases, type Lazy, last, unary } from "./expressions.ts";

/** How many programs: each last step comes once. */
const count = last.length;

/** The bits of what some expressions give, the same ones each time. Matrix products may be rounded otherwise where there is FMA: they are taken of whole numbers. */
export async function digestsOf(): Promise<string[]> {
  const digests: string[] = [];
  for (let i = 0; i < count; i++) {
    const base = bases[i % bases.length]!([
      [1, 2, 3],
      [4, 3],
    ] as never)
      .mul(4)
      .round()
      .div(4) as DArray<"float64">;
    const steps = [unary[(7 * i) % unary.length]!, unary[(11 * i + 3) % unary.length]!];
    const made = steps.reduce<Lazy>((x, step) => step(x as DArray<"float64">), base) as DArray<"float64">;
    const end = last[i % last.length]!;
    const isProduct = /matmul|einsum/.test(String(end));
    const value = await (end(isProduct ? (made.round() as DArray<"float64">) : made) as DArray).compute({ scheduler: "synchronous" });
    const bytes = value instanceof NDArray ? new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength) : JSON.stringify([value]);
    digests.push(createHash("sha256").update(bytes).digest("hex").slice(0, 16));
  }
  return digests;
}
