import type { Column } from "../../../chunk/column.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import { must } from "../../../util/must.ts";
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
export function joinRows(backend: Backend, left: readonly Column[], right: readonly Column[], { how, nullsEqual }: JoinOptions): JoinedRows {
  must(left.length === right.length && left.length > 0, `a join on ${left.length} keys with ${right.length}`);
  const codes = codesOfBoth(backend, left, right, nullsEqual);
  if (how === "semi" || how === "anti") return { left: seenRows(backend, codes.left, codes.right, codes.count, how === "semi"), right: new Int32Array(0) };
  const stay = how === "left" || how === "outer";
  const pairs = codes.rightIsUnique ? partners(backend, codes.left, stay) : pairsOf(backend, codes, stay);
  if (how !== "right" && how !== "outer") return pairs;
  const leftovers = seenRows(backend, codes.right, codes.left, codes.count, false);
  return { left: appended(pairs.left, new Int32Array(leftovers.length).fill(-1)), right: appended(pairs.right, leftovers) };
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
  const seen = new Uint8Array(count);
  callKernel(backend, "markCodes", "int32", { n: others.length, inputs: [others], outputs: [seen] });
  const rows = new Int32Array(codes.length);
  const found = new Float64Array(1);
  callKernel(backend, "seenRows", "int32", { n: codes.length, inputs: [codes, seen], outputs: [rows], params: [Number(wanted)], state: found });
  return rows.subarray(0, found[0]);
}

/** Every left row has at most one partner, whose row is its code. */
function partners(backend: Backend, rows: Int32Array, stay: boolean): JoinedRows {
  const n = rows.length;
  const left = new Int32Array(n);
  if (stay) {
    callKernel(backend, "numberRows", "int32", { n, inputs: [], outputs: [left], params: [0] });
    return { left, right: rows };
  }
  const right = new Int32Array(n);
  const count = new Float64Array(1);
  callKernel(backend, "joinPartners", "int32", { n, inputs: [rows], outputs: [left, right], state: count });
  return { left: left.subarray(0, count[0]), right: right.subarray(0, count[0]) };
}

function pairsOf(backend: Backend, codes: JoinCodes, stay: boolean): JoinedRows {
  const { rows, starts } = partitionRows(backend, codes.right, codes.count);
  const n = codes.left.length;
  const total = new Float64Array(1);
  const params = [Number(stay)];
  callKernel(backend, "countPairs", "int32", { n, inputs: [codes.left, starts], outputs: [], params, state: total });
  const count = total[0]!;
  if (count > mostRows)
    throw new MemoryLimitError("join: row numbers of one partition", 8 * count, 8 * mostRows, "use more partitions, or keys that are more selective");
  const [left, right] = [new Int32Array(count), new Int32Array(count)];
  callKernel(backend, "joinPairs", "int32", { n, inputs: [codes.left, starts, rows], outputs: [left, right], params });
  return { left, right };
}

function appended(a: Int32Array, b: Int32Array): Int32Array {
  const out = new Int32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
