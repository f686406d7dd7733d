import { type Chunk, elements } from "../../chunk/chunk.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { castTo } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { fromModule } from "../define/module-function.ts";
import { permute } from "../define/region-op.ts";
import { isStored } from "../define/stored.ts";
import { whole } from "../define/whole.ts";
import { checkInteger, checkLengths } from "./arguments.ts";
import { creationOps } from "./creation.ts";
import { on, part } from "./on-elements.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";
import { selectOps } from "./select.ts";
import { knownShape } from "./shape.ts";

const checking = fromModule(new URL("./in-bounds.js", import.meta.url).href, "inBounds");

/** Positions from 0 to below a length: those in memory are looked at now, others when they are computed. */
function checked(x: Expr, length: number, operation: string): Expr {
  if (dtypes[x.meta.dtype].kind === "bool") throw new DTypeError(`${operation}: positions are numbers, not bool`);
  if (isStored(x)) {
    for (const chunk of x.held as readonly Chunk[]) {
      const wrong = Array.from<number | bigint>(elements(chunk)).find((one) => !(one >= 0 && one < length) || !Number.isInteger(Number(one)));
      if (wrong !== undefined) throw new ShapeError(`${operation}: index ${wrong} is out of bounds for ${length} elements`);
    }
    return castTo(x, "float64");
  }
  const { module, name } = checking;
  const { chunks } = x.meta;
  return whole({
    kernel: operation,
    callee: { module, name },
    inputs: [castTo(x, "float64")],
    dtype: "float64",
    chunks,
    reads: [chunks.map((_, axis) => axis)],
    values: { operation, length },
  });
}

interface OrderOptions {
  /** Which axis runs fastest: the last (`"C"`) or the first (`"F"`). */
  readonly order?: "C" | "F";
}
type Mode = "raise" | "wrap" | "clip";

/** The axes of a shape from the one that runs fastest, each with how many elements one step is. */
function stepsOf(shape: readonly number[], { order = "C" }: OrderOptions, operation: string): readonly { readonly axis: number; readonly step: number }[] {
  checkLengths(shape, operation);
  if (order !== "C" && order !== "F") throw new DTypeError(`${operation}: order is ${JSON.stringify(order)}, not "C" or "F"`);
  const axes = shape.map((_, axis) => axis);
  let step = 1;
  return (order === "C" ? axes.reverse() : axes).map((axis) => {
    const own = { axis, step };
    step *= shape[axis]!;
    return own;
  });
}

const sizeOf = (shape: readonly number[]) => shape.reduce((size, extent) => size * extent, 1);

function unravelIndex(x: Expr, shape: readonly number[] | number, options: OrderOptions = {}): Expr[] {
  const extents = [shape].flat();
  const steps = stepsOf(extents, options, "unravelIndex");
  const from = checked(x, sizeOf(extents), "unravelIndex");
  return extents.map((extent, axis) => {
    const { step } = steps.find((one) => one.axis === axis)!;
    return on("remainder", on("floorDivide", from, step), extent);
  });
}

function ravelMultiIndex(
  multiIndex: OperandInput | readonly OperandInput[],
  dims: readonly number[] | number,
  mode: Mode | readonly Mode[] = "raise",
  options: OrderOptions = {},
): Expr {
  const shape = [dims].flat();
  const steps = stepsOf(shape, options, "ravelMultiIndex");
  const rows =
    Array.isArray(multiIndex) && multiIndex.length === shape.length
      ? multiIndex.map((one) => asExpr(one, "ravelMultiIndex"))
      : rowsOf(multiIndex as OperandInput);
  if (rows.length !== shape.length) throw new ShapeError(`ravelMultiIndex: positions along ${rows.length} axes for shape [${shape}]`);
  const positions = rows.map((row, axis) => {
    const [own, extent] = [typeof mode === "string" ? mode : mode[axis], shape[axis]!];
    if (own === "raise") return checked(row, extent, "ravelMultiIndex");
    const numbers = castTo(row, "float64");
    if (own === "wrap") return on("remainder", numbers, extent);
    if (own === "clip") return on("clip", numbers, 0, extent - 1);
    throw new DTypeError(`ravelMultiIndex: mode is ${JSON.stringify(own)}, not "raise", "wrap" or "clip"`);
  });
  return steps.map(({ axis, step }) => on("multiply", positions[axis]!, step)).reduce((a, b) => on("add", a, b));
}

/** The rows of an array as arrays. */
function rowsOf(value: OperandInput): Expr[] {
  const x = isExpr(value) ? value : asExpr(value, "ravelMultiIndex");
  const [count, ...rest] = knownShape(x, "ravelMultiIndex");
  return Array.from({ length: count ?? 0 }, (_, i) =>
    permute(
      part(x, 0, i, 1),
      rest.map((_, axis) => axis + 1),
    ),
  );
}

type Triangle = "tril" | "triu";
const indicesOf =
  (which: Triangle) =>
  (n: number, k = 0, m: number | null = null): Expr[] => {
    checkInteger(k, `${which}Indices`, "diagonal");
    const below = creationOps.tri.apply(n, m, which === "tril" ? k : k - 1, { dtype: "bool" });
    return selectOps.nonzero.apply(which === "tril" ? below : on("logicalNot", below));
  };
const indicesFrom =
  (which: Triangle) =>
  (x: Expr, k = 0) => {
    const shape = knownShape(x, `${which}IndicesFrom`);
    if (shape.length !== 2) throw new ShapeError(`${which}IndicesFrom: takes two axes, shape [${shape}] has ${shape.length}`);
    return indicesOf(which)(shape[0]!, k, shape[1]!);
  };

/** Positions in arrays of more than one axis. Positions are float64. */
export const positionOps = {
  /** Positions in a flattened array as positions along each axis. NumPy's `unravel_index`. */
  unravelIndex: method("unravelIndex", unravelIndex, "shape", "order"),
  /** Positions along each axis as positions in the flattened array. NumPy's `ravel_multi_index`. */
  ravelMultiIndex: func("ravelMultiIndex", ravelMultiIndex, "multiIndex dims mode", "order"),
  /** Where the elements at and below a diagonal are: rows and columns. NumPy's `tril_indices`. */
  trilIndices: func("triangleIndices", indicesOf("tril"), "n k m"),
  /** Where the elements at and above a diagonal are. NumPy's `triu_indices`. */
  triuIndices: func("triangleIndices", indicesOf("triu"), "n k m"),
  /** The same of an array's shape. NumPy's `tril_indices_from`. */
  trilIndicesFrom: method("triangleIndicesFrom", indicesFrom("tril"), "k"),
  /** The same of an array's shape. NumPy's `triu_indices_from`. */
  triuIndicesFrom: method("triangleIndicesFrom", indicesFrom("triu"), "k"),
};
