import type { Batch, Column } from "../../../chunk/column.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { JoinColumn, JoinHow } from "../../../ops/frame/join-params.ts";
import { ShapeError } from "../../../util/errors.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import { withoutCopies } from "../join/copies.ts";
import { joinRows } from "../join/join-rows.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeColumn } from "../rows/take.ts";

interface Params {
  readonly how: JoinHow;
  readonly leftKeys: readonly ColumnExpr[];
  readonly rightKeys: readonly ColumnExpr[];
  readonly nullsEqual: boolean;
  readonly validate: readonly ("left" | "right")[];
  readonly columns: readonly JoinColumn[];
  readonly leftNames: readonly string[];
  readonly rightNames: readonly string[];
  /** How many batches come from each side, and of keys whose rows are dealt out or copied. */
  readonly counts: readonly [left: number, right: number, hot?: number];
  readonly partition: number;
  readonly parts: number;
}

/** Rows of both sides with equal keys, side by side. */
export const join: BatchKernel = {
  run({ backend, step, args }) {
    const params = step.params as unknown as Params;
    const { how, columns, leftNames, rightNames, counts } = params;
    const left = concatBatches(backend, args.slice(0, counts[0]));
    const right = concatBatches(backend, args.slice(counts[0], counts[0] + counts[1]));
    const hot = counts[2] === 1 ? args.at(-1) : undefined;
    const leftKeys = params.leftKeys.map((key) => evaluate(backend, key, left, leftNames));
    const rightKeys = params.rightKeys.map((key) => evaluate(backend, key, right, rightNames));
    if (params.validate.includes("left")) checkUnique(backend, leftKeys, "left");
    if (params.validate.includes("right")) checkUnique(backend, rightKeys, "right");
    const found = how === "cross" ? crossRows(left.length, right.length) : joinRows(backend, leftKeys, rightKeys, { how, nullsEqual: params.nullsEqual });
    const rows = hot === undefined || how === "semi" || how === "anti" ? found : withoutCopies(backend, found, [leftKeys, rightKeys], hot, params);
    const taken = (batch: Batch, names: readonly string[], name: string, of: Int32Array) => takeColumn(backend, batch.columns[names.indexOf(name)]!, of);
    return {
      length: rows.left.length,
      columns: columns.map((column): Column => {
        if (column.side === "left") return taken(left, leftNames, column.column, rows.left);
        if (column.side === "right") return taken(right, rightNames, column.column, rows.right);
        if (column.side === "indicator") return indicatorOf(rows);
        const own = taken(left, leftNames, column.column, rows.left);
        if (how !== "right" && how !== "outer") return own;
        const type = column.type;
        const batch = { length: rows.left.length, columns: [own, taken(right, rightNames, column.other, rows.right), isTaken(rows.left)] };
        const [a, b, c] = ["left", "right", "taken"];
        const expr: ColumnExpr = {
          call: "when",
          args: [
            { column: c!, type: "bool" },
            { column: a!, type },
            { column: b!, type },
          ],
          params: {},
          type,
        };
        return evaluate(backend, expr, batch, [a!, b!, c!]);
      }),
    };
  },
};

function isTaken(rows: Int32Array): Column {
  return { type: "bool", length: rows.length, values: Uint8Array.from(rows, (row) => (row < 0 ? 0 : 1)) };
}

function crossRows(left: number, right: number): { left: Int32Array; right: Int32Array } {
  const rows = { left: new Int32Array(left * right), right: new Int32Array(left * right) };
  for (let i = 0, at = 0; i < left; i++) {
    for (let j = 0; j < right; j++, at++) {
      rows.left[at] = i;
      rows.right[at] = j;
    }
  }
  return rows;
}

const words = ["left_only", "right_only", "both"];
const encoder = new TextEncoder();

function indicatorOf({ left, right }: { readonly left: Int32Array; readonly right: Int32Array }): Column {
  const text = words.join("");
  const offsets = Int32Array.from([0, ...words.map((_, i) => words.slice(0, i + 1).join("").length)]);
  const dictionary: Column = { type: "utf8", length: words.length, values: encoder.encode(text), offsets };
  return { type: "category", length: left.length, values: Int32Array.from(left, (row, i) => (right[i]! < 0 ? 0 : row < 0 ? 1 : 2)), dictionary };
}

function checkUnique(backend: Backend, keys: readonly Column[], side: "left" | "right"): void {
  const { codes, count } = groupRows(backend, keys, { dropNull: true });
  let rows = 0;
  for (const code of codes) if (code >= 0) rows++;
  if (count < rows) throw new ShapeError(`merge: the keys of the ${side} frame repeat (${rows} rows, ${count} keys), and validate says that they do not`);
}
