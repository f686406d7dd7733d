import { dtypes, type Scalar } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { evenChunks } from "../define/chunks.ts";
import { joinExpr } from "../define/join.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { toScalar } from "../define/scalar-op.ts";
import { slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { fullExpr } from "./creation.ts";

/** The columns of Leighton's matrix: `count` chunks of `length` elements. */
interface Columns {
  readonly count: number;
  readonly length: number;
}

/**
 * As many columns as make them about `wanted` long, as far as the proof goes: the length is a multiple of the count, even, and at least 2 (count - 1)². Longer ones
 * where the array asks for it: their length grows with the two thirds power of its size.
 */
export function columnsOf(size: number, wanted: number): Columns {
  for (let count = Math.max(1, Math.ceil(size / wanted)); ; count = Math.max(1, Math.min(count - 1, Math.floor(count * 0.95)))) {
    const length = 2 * count * Math.max(1, Math.ceil(size / (2 * count * count)));
    if (count === 1 || length >= 2 * (count - 1) ** 2) return { count, length };
  }
}

/** What is sorted: values, and positions that go with them. Of equal values the one with the least position comes first. */
interface Sorting {
  readonly values: Expr;
  readonly positions?: Expr | undefined;
}

/**
 * An array of one axis, sorted by tasks that each hold a few columns: Columnsort (Leighton 1985). Four times all chunks are sorted, and between that their elements
 * change places in a way that does not depend on the data. With `wanted` "positions": what sorts the array.
 */
export function columnsort(x: Expr, columnElements: number, wanted: "values" | "positions"): Expr {
  const size = x.meta.shape[0]!;
  const columns = columnsOf(size, columnElements);
  const padded = pad(x, columns);
  const { chunks } = padded.meta;
  // Columns are read front to back, so that the positions of equal values ascend from column to column and sorting them needs no more than the values.
  const first: Sorting = {
    values: whole({ kernel: "sort", inputs: [padded], chunks, values: { axis: 0 } }),
    positions:
      wanted === "values"
        ? undefined
        : whole({
            kernel: "argsort",
            inputs: [padded],
            chunks,
            dtype: x.meta.dtype,
            result: "float64",
            values: { axis: 0 },
            varying: { names: ["offset"], of: "result", axis: 0 },
          }),
  };
  const dealt = sorted(moved(first, (one) => deal(one, columns)));
  const gathered = sorted(moved(dealt, (one) => gather(one, columns)));
  const shifted = sorted(moved(gathered, (one) => rechunkExpr(one, [shiftedChunks(columns)])));
  const made = wanted === "values" ? shifted.values : shifted.positions!;
  return slice(made, [{ start: 0, step: 1, count: size }]);
}

function moved({ values, positions }: Sorting, move: (one: Expr) => Expr): Sorting {
  return { values: move(values), positions: positions && move(positions) };
}

function sorted({ values, positions }: Sorting): Sorting {
  const { chunks, dtype } = values.meta;
  return {
    values: whole({ kernel: "sort", inputs: [values], chunks, values: { axis: 0 } }),
    positions: positions && whole({ kernel: "sortBeside", inputs: [values, positions], chunks, dtype, result: "float64" }),
  };
}

/** Filled up with values that no other is greater than: they end up behind all. */
function pad(x: Expr, { count, length }: Columns): Expr {
  const missing = count * length - x.meta.shape[0]!;
  const { dtype } = x.meta;
  const long = missing === 0 ? x : joinExpr([x, fullExpr([missing], greatest(dtype), { dtype, chunks: -1 })], 0);
  return rechunkExpr(long, [evenChunks(count * length, length)]);
}

function greatest(dtype: Expr["meta"]["dtype"]): Scalar {
  const { kind, range } = dtypes[dtype];
  return kind === "bool" ? true : toScalar(kind === "float" ? Number.NaN : range![1], dtype);
}

/** Element i of the whole goes to column i modulo their count. */
function deal(x: Expr, { count, length }: Columns): Expr {
  const rows = reshapeExpr(x, [length, count], "sort");
  const across = rechunkExpr(permute(rows, [1, 0]), [evenChunks(count, 1), [length]]);
  return reshapeExpr(across, [-1], "sort");
}

/** The other way round: column k gets the k-th part of each. */
function gather(x: Expr, { count, length }: Columns): Expr {
  const rows = reshapeExpr(x, [count, length], "sort");
  const across = rechunkExpr(permute(rows, [1, 0]), [evenChunks(length, length / count), [count]]);
  return reshapeExpr(across, [-1], "sort");
}

/** Columns from the middle of one to the middle of the next. */
function shiftedChunks({ count, length }: Columns): number[] {
  return [length / 2, ...new Array<number>(count - 1).fill(length), length / 2];
}
