import type { Expr } from "../../expr/expr.ts";
import type { ColumnExpr } from "./column-expr.ts";
import type { JoinParams } from "./join-params.ts";
import { namesOf, partitionsOf } from "./schema.ts";
import { stage } from "./stage.ts";

// A key that has more rows than a part should have would make one task of a join as long as all others together. Its rows are dealt out to all parts in turn, and the rows of the other
// side that have it are copied to all of them: each pair still meets once. Of each partition the first row of such a key goes to the part that the key's hash tells: if a copy finds no partner
// there, there is none, and that copy alone stays without one (`kernels/frame/join/copies.ts`). (Partial replication: DeWitt, Naughton, Schneider, Seshadri, "Practical skew handling in parallel joins", 1992.)

/** So many partitions of a side are looked at: the others need not wait until those are there. */
const most = 8;

/** Of which sides rows may be dealt out: a left row that is copied would come several times where it comes alone. */
const dealtSides: { readonly [how in JoinParams["how"]]: readonly (0 | 1)[] } = {
  inner: [0, 1],
  left: [0, 1],
  right: [0, 1],
  outer: [0, 1],
  semi: [0],
  anti: [0],
  cross: [],
};

/** The keys of a join, from samples, that have too many rows on one side and few on the other; and which side (`side`, bool: the right one). */
export function hotKeysOf({ params }: { readonly params: JoinParams }, left: Expr, right: Expr, parts: number): Expr | undefined {
  // Whether keys repeat is seen where all rows of a side that have them are.
  const sides = dealtSides[params.how].filter((side) => !params.validate.includes(side === 0 ? "left" : "right"));
  if (parts < 2 || sides.length === 0) return undefined;
  const [fromLeft, scaleLeft] = sampleOf(left, params.leftKeys);
  const [fromRight, scaleRight] = sampleOf(right, params.rightKeys);
  const values = { parts, sides, scales: [scaleLeft, scaleRight] };
  return stage({ kernel: "hot-keys", inputs: [fromLeft, fromRight], schema: [], values, partitions: 1, reads: ["all", "all"], numbered: true });
}

/** Some keys of some partitions, and how many partitions each of those stands for. */
function sampleOf(input: Expr, keys: readonly ColumnExpr[]): [sample: Expr, scale: number] {
  const count = partitionsOf(input);
  const seen = Math.min(count, most);
  const of = Array.from({ length: seen }, (_, i) => Math.floor(((i + 0.5) * count) / seen));
  const order = keys.map(() => false);
  const values = { keys, descending: order, nullsFirst: order, names: namesOf(input) };
  return [stage({ kernel: "sample", inputs: [input], schema: [], values, partitions: seen, reads: seen === count ? ["own"] : [{ of }] }), count / seen];
}
