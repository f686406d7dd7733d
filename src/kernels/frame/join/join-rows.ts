import type { Column } from "../../../chunk/column.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { must } from "../../../util/must.ts";
import { room, zeros } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { indexRows } from "../group/group-rows.ts";
import { partitionRows } from "../hash/partition-rows.ts";
import { callKernel } from "../rows/kernel-call.ts";

export type JoinHow = "inner" | "left" | "right" | "outer" | "semi" | "anti";

export interface JoinOptions {
  readonly how: JoinHow;
  /** Null meets null; otherwise it meets nothing. */
  readonly nullsEqual: boolean;
}

/** Rows that belong together; -1 where there is no partner. `semi` and `anti` give left rows only. */
export interface JoinedRows {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** The most rows of one partition. */
const mostRows = 2 ** 31 - 1;

/**
 * Pairs of rows with equal keys, in the order of the left rows, and for each of them of the right rows; then the right rows without partner that stay.
 * The keys of both sides have the same types.
 */
export function joinRows(backend: Backend, left: readonly Column[], right: readonly Column[], options: JoinOptions): JoinedRows {
  const [first, ...others] = joinPieces(backend, left, right, options);
  if (first === undefined) return { left: new Int32Array(0), right: new Int32Array(0) };
  return others.reduce((all, piece) => ({ left: appended(all.left, piece.left), right: appended(all.right, piece.right) }), first);
}

/** The same in pieces of at most so many pairs, but for a left row that alone has more: where keys repeat on both sides there may be very many. */
export function* joinPieces(
  backend: Backend,
  left: readonly Column[],
  right: readonly Column[],
  { how, nullsEqual }: JoinOptions,
  mostPairs: number = mostRows,
): Generator<JoinedRows> {
  must(left.length === right.length && left.length > 0, `a join on ${left.length} keys with ${right.length}`);
  const codes = codesOfBoth(backend, left, right, nullsEqual);
  if (how === "semi" || how === "anti") {
    yield { left: seenRows(backend, codes.left, codes.right, codes.count, how === "semi"), right: new Int32Array(0) };
    return;
  }
  const stay = how === "left" || how === "outer";
  yield* codes.rightIsUnique ? partners(backend, codes.left, stay, mostPairs) : pairsOf(backend, codes, stay, mostPairs);
  if (how !== "right" && how !== "outer") return;
  const leftovers = seenRows(backend, codes.right, codes.left, codes.count, false);
  for (let from = 0; from < leftovers.length; from += mostPairs) {
    const rows = leftovers.subarray(from, from + mostPairs);
    yield { left: room("int32", rows.length).fill(-1), right: rows };
  }
}

interface JoinCodes {
  /** Equal codes, equal keys; -1 for keys that the other side lacks, or not. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly count: number;
  /** Code and row of the right side are the same. */
  readonly rightIsUnique: boolean;
}

/** Numbers the keys of the side with fewer rows, and looks up those of the other. */
function codesOfBoth(backend: Backend, left: readonly Column[], right: readonly Column[], nullsEqual: boolean): JoinCodes {
  const [n, m] = [left[0]!.length, right[0]!.length];
  const options = { dropNull: !nullsEqual };
  if (m <= n) {
    const index = indexRows(backend, right, options);
    return { left: index.find(left), right: index.codes, count: index.count, rightIsUnique: index.count === m };
  }
  const index = indexRows(backend, left, options);
  return { left: index.codes, right: index.find(right), count: index.count, rightIsUnique: false };
}

/** The rows whose code the other side has, or lacks. */
function seenRows(backend: Backend, codes: Int32Array, others: Int32Array, count: number, wanted: boolean): Int32Array {
  const seen = zeros("uint8", count);
  callKernel(backend, "markCodes", "int32", { n: others.length, inputs: [others], outputs: [seen] });
  const rows = room("int32", codes.length);
  const found = new Float64Array(1);
  callKernel(backend, "seenRows", "int32", { n: codes.length, inputs: [codes, seen], outputs: [rows], params: [Number(wanted)], state: found });
  return rows.subarray(0, found[0]);
}

/** Every left row has at most one partner, whose row is its code. */
function* partners(backend: Backend, rows: Int32Array, stay: boolean, mostPairs: number): Generator<JoinedRows> {
  for (let from = 0; from < rows.length; from += mostPairs) {
    const found = rows.subarray(from, from + mostPairs);
    const n = found.length;
    const left = room("int32", n);
    if (stay) {
      callKernel(backend, "numberRows", "int32", { n, inputs: [], outputs: [left], params: [from] });
      yield { left, right: found };
      continue;
    }
    const right = room("int32", n);
    const count = new Float64Array(1);
    callKernel(backend, "joinPartners", "int32", { n, inputs: [found], outputs: [left, right], params: [from], state: count });
    yield { left: left.subarray(0, count[0]), right: right.subarray(0, count[0]) };
  }
}

function* pairsOf(backend: Backend, codes: JoinCodes, stay: boolean, mostPairs: number): Generator<JoinedRows> {
  const { rows, starts } = partitionRows(backend, codes.right, codes.count);
  const total = new Float64Array(1);
  const countPairs = (inputs: readonly [Int32Array, Int32Array]) => {
    callKernel(backend, "countPairs", "int32", { n: inputs[0].length, inputs, outputs: [], params: [Number(stay)], state: total });
    return total[0]!;
  };
  let next = codes.left.length;
  for (let from = 0; from < codes.left.length; ) {
    let some = codes.left.subarray(from, from + next);
    let count = countPairs([some, starts]);
    while (some.length > 1 && count > mostPairs) {
      // As many rows as would do if all had as many partners.
      some = some.subarray(0, Math.max(1, Math.min(some.length >> 1, Math.floor((some.length * mostPairs) / count))));
      count = countPairs([some, starts]);
    }
    if (count > mostRows) throw new MemoryLimitError("join: pairs of one row", 8 * count, 8 * mostRows, "join on keys that are more selective");
    const [left, right] = [room("int32", count), room("int32", count)];
    const call = { n: some.length, inputs: [some, starts, rows], outputs: [left, right], params: [Number(stay), from] };
    callKernel(backend, "joinPairs", "int32", call);
    yield { left, right };
    from += some.length;
    // The following rows may have fewer partners; to count them all again and again would take long.
    next = 2 * some.length;
  }
}

function appended(a: Int32Array, b: Int32Array): Int32Array {
  const out = room("int32", a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
