import type { Expr, RewriteHints } from "../../expr/expr.ts";
import type { Division } from "../../expr/meta.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { indexOf } from "./divisions.ts";
import { defaultParts, parted, type Route } from "./exchange.ts";
import { hotKeysOf } from "./hot-keys.ts";
import type { JoinParams } from "./join-params.ts";
import { cameBy, placementOf, routeTo } from "./placement.ts";
import { cutBetween } from "./repartition.ts";
import { partitionsOf } from "./schema.ts";

/** How a side gets where it meets the other: by a route, or, since it is in order too, cut at other divisions. */
export type Way = Route | { readonly by: "divisions"; readonly divisions: readonly Division[] };

/** Where rows with equal keys of two sides meet: a side stays where it is, or goes there. */
export interface Meeting {
  readonly partitions: number;
  readonly ways: readonly [left: Way | undefined, right: Way | undefined];
  readonly reads: readonly ["own" | "column", "own" | "column"];
  /** Keys whose rows are dealt out to all parts, or copied to them (`hot-keys.ts`). */
  readonly hot?: Expr | undefined;
}

/** Where the keys of a join meet with as little sent as can be. */
export function meetingOf(node: Expr<JoinParams>, { stay, spread, note }: RewriteHints): Meeting {
  const [left, right] = node.inputs as [Expr, Expr];
  const { leftKeys, rightKeys } = node.params;
  const found = stayingSide(node, left, right);
  if (found !== undefined) note(stay ? found.note : `${found.note} (not so without stay)`);
  if (found !== undefined && stay) return found.meeting;
  if (found === undefined) note(`both sides of the join on ${namesOf(leftKeys)} are sent: neither is where equal keys meet`);
  const partitions = defaultParts(Math.max(partitionsOf(left), partitionsOf(right)));
  const hot = spread ? hotKeysOf(node, left, right, partitions) : undefined;
  if (hot !== undefined) note(`rows of keys that have more than a part of a join on ${namesOf(leftKeys)}, which samples tell, are spread over all parts`);
  return {
    partitions,
    ways: [
      { by: "hash", keys: leftKeys, hot: hot && { keys: hot, side: 0 } },
      { by: "hash", keys: rightKeys, hot: hot && { keys: hot, side: 1 } },
    ],
    reads: ["column", "column"],
    hot,
  };
}

const namesOf = (keys: readonly ColumnExpr[]) => keys.map((key) => ("column" in key ? key.column : "a computed key")).join(", ");

/** A side whose rows are where their keys say, so that the other one can go there; or both. */
function stayingSide({ params }: Expr<JoinParams>, left: Expr, right: Expr): { readonly meeting: Meeting; readonly note: string } | undefined {
  const { leftKeys, rightKeys } = params;
  const names = namesOf(leftKeys);
  const toLeft = wayTo(left, right, leftKeys, rightKeys);
  if (toLeft !== undefined) {
    const partitions = partitionsOf(left);
    if (toLeft === "there")
      return {
        meeting: { partitions, ways: [undefined, undefined], reads: ["own", "own"] },
        note: `both sides of the join on ${names} are where equal keys meet: none is sent`,
      };
    const how = toLeft.by === "divisions" ? "cut at its divisions" : "sent to it";
    const reads = toLeft.by === "divisions" ? (["own", "own"] as const) : (["own", "column"] as const);
    return { meeting: { partitions, ways: [undefined, toLeft], reads }, note: `the left side of the join on ${names} stays, the right one is ${how}` };
  }
  const toRight = wayTo(right, left, rightKeys, leftKeys);
  if (toRight === undefined || toRight === "there" || toRight.by === "divisions") return undefined;
  const meeting: Meeting = { partitions: partitionsOf(right), ways: [toRight, undefined], reads: ["column", "own"] };
  return { meeting, note: `the right side of the join on ${names} stays, the left one is sent to it` };
}

/** How rows of another frame get where those of a frame are that have equal keys; nothing where those are anywhere. */
function wayTo(node: Expr, other: Expr, keys: readonly ColumnExpr[], others: readonly ColumnExpr[]): Way | "there" | undefined {
  const place = partitionsOf(node) > 1 ? placementOf(node) : undefined;
  const route = place && routeTo(place, keys, others);
  if (place === undefined || route === undefined) return undefined;
  if (cameBy(other, route, partitionsOf(node))) return "there";
  const [own, index] = [indexOf(node)?.divisions, indexOf(other)];
  const key = route.by === "range" ? route.keys[0]!.expr : undefined;
  const isInOrder =
    own !== undefined && index?.divisions !== undefined && place.by === "range" && key !== undefined && "column" in key && key.column === index.column;
  return isInOrder ? { by: "divisions", divisions: own } : route;
}

/** Both sides, where they meet. */
export function sidesAt({ partitions, ways }: Meeting, left: Expr, right: Expr): [Expr, Expr] {
  const [l, r] = [left, right].map((side, i) => {
    const way = ways[i];
    if (way === undefined) return side;
    return way.by === "divisions" ? cutBetween(side, indexOf(side)!, way.divisions) : parted(side, way, partitions);
  });
  return [l!, r!];
}
