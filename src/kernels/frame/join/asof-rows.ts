import { type Column, isValid } from "../../../chunk/column.ts";

/** Rows `from … to - 1` of the right side, in order: those for a direction. */
export interface AsofSide {
  readonly from: number;
  readonly to: number;
}

export interface AsofOptions {
  /** "nearest" looks before a row on the first side, and after it on the second. */
  readonly direction: "backward" | "forward" | "nearest";
  readonly exact: boolean;
  readonly tolerance?: number | bigint | undefined;
  /** The group of each row, -1 for none; all rows are one group without. */
  readonly leftCodes: Int32Array | undefined;
  readonly rightCodes: Int32Array | undefined;
  readonly groups: number;
}

/** For each left row its partner, -1 for none: of equal keys before it the last one, of those after it the first; of two that are equally near the one before. */
export function asofRows(left: Column, right: Column, sides: readonly AsofSide[], options: AsofOptions): Int32Array {
  const { direction, tolerance } = options;
  const [a, b] = [left.values, right.values];
  const found = direction === "forward" ? forward(left, right, sides[0]!, options) : backward(left, right, sides[0]!, options);
  if (direction === "nearest") {
    const after = forward(left, right, sides[1]!, options);
    after.forEach((row, i) => {
      if (row < 0) return;
      const before = found[i]!;
      if (before < 0 || apart(b[row]!, a[i]!) < apart(a[i]!, b[before]!)) found[i] = row;
    });
  }
  if (tolerance === undefined) return found;
  return found.map((row, i) => (row < 0 || apart(a[i]!, b[row]!) > tolerance ? -1 : row));
}

/** The distance of two keys of one type. */
function apart(x: number | bigint, y: number | bigint): number | bigint {
  if (typeof x === "bigint") return x > y ? x - (y as bigint) : (y as bigint) - x;
  return Math.abs(x - (y as number));
}

type Options = Pick<AsofOptions, "exact" | "leftCodes" | "rightCodes" | "groups">;

/** Both sides from the start: the last row of each group that has been passed. */
function backward(left: Column, right: Column, { from, to }: AsofSide, { exact, leftCodes, rightCodes, groups }: Options): Int32Array {
  const [a, b] = [left.values, right.values];
  const last = new Int32Array(groups).fill(-1);
  const found = new Int32Array(left.length).fill(-1);
  let next = from;
  for (let row = 0; row < left.length; row++) {
    const key = a[row]!;
    if (!isKey(left, row)) continue;
    for (; next < to && (b[next]! < key || (exact && b[next]! === key)); next++) {
      const group = rightCodes === undefined ? 0 : rightCodes[next]!;
      if (group >= 0) last[group] = next;
    }
    const group = leftCodes === undefined ? 0 : leftCodes[row]!;
    if (group >= 0) found[row] = last[group]!;
  }
  return found;
}

/** Both sides from the end. */
function forward(left: Column, right: Column, { from, to }: AsofSide, { exact, leftCodes, rightCodes, groups }: Options): Int32Array {
  const [a, b] = [left.values, right.values];
  const first = new Int32Array(groups).fill(-1);
  const found = new Int32Array(left.length).fill(-1);
  let next = to - 1;
  for (let row = left.length - 1; row >= 0; row--) {
    const key = a[row]!;
    if (!isKey(left, row)) continue;
    for (; next >= from && (b[next]! > key || (exact && b[next]! === key)); next--) {
      const group = rightCodes === undefined ? 0 : rightCodes[next]!;
      if (group >= 0) first[group] = next;
    }
    const group = leftCodes === undefined ? 0 : leftCodes[row]!;
    if (group >= 0) found[row] = first[group]!;
  }
  return found;
}

function isKey(column: Column, row: number): boolean {
  return isValid(column, row) && !Number.isNaN(column.values[row]);
}
