import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import { type DType, dtypes } from "../../chunk/dtype.ts";
import { DTypeError } from "../../util/errors.ts";
import type { ColumnExpr, ColumnLiteral } from "./column-expr.ts";
import { isNumeric, isText, isTime, meet } from "./meet.ts";
import { timeLiteral } from "./time-literal.ts";

/** A value in an expression. A `Date` is a moment in milliseconds, null has the type of what it meets. */
export function literal(value: null | boolean | number | bigint | string | Date): ColumnLiteral {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new DTypeError("literal: the Date is invalid; null stands for a missing value");
    return { value: BigInt(value.getTime()), type: "timestamp[ms]" };
  }
  if (value === null || typeof value === "boolean") return { value, type: "bool" };
  if (typeof value === "string") return { value: wellFormed(value), type: "utf8" };
  return { value, type: typeof value === "bigint" ? "int64" : "float64" };
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new DTypeError(`literal: ${JSON.stringify(text)} has half of a surrogate pair, which no column has: no UTF-8 stands for it`);
}

export function isLiteral(expr: ColumnExpr): expr is ColumnLiteral {
  return "value" in expr;
}

function isInteger(type: ColumnType): type is DType {
  return isNumeric(type) && (dtypes[type].kind === "int" || dtypes[type].kind === "uint");
}

/** The same values as another type. */
export function castExpr(expr: ColumnExpr, type: ColumnType): ColumnExpr {
  if (expr.type === type) return expr;
  if (!isLiteral(expr)) return { call: "cast", args: [expr], params: {}, type };
  const { value } = expr;
  if (value === null) return { value, type };
  if (isNumeric(type) && (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")) return { value: numberOf(value, type), type };
  if (isText(type) && typeof value === "string") return { value, type: "utf8" };
  if (columnTypeOf(type).kind === "duration" && (typeof value === "bigint" || Number.isInteger(value)) && isNumeric(expr.type)) {
    return { value: BigInt(value as number | bigint), type };
  }
  return { call: "cast", args: [expr], params: {}, type };
}

function numberOf(value: number | bigint | boolean, dtype: DType): number | bigint | boolean {
  const { kind, itemsize } = dtypes[dtype];
  if (kind === "bool") return Boolean(value);
  if (kind === "float" || itemsize < 8) return Number(value);
  return BigInt(value);
}

/** What becomes of a whole number that an integer column cannot hold. */
type Beyond = "refused" | "float64";

/** Gives literals among arguments the type in which they meet the others. */
export function settle(operation: string, args: readonly ColumnExpr[], beyond: Beyond = "refused"): ColumnExpr[] {
  const strong = args.filter((arg) => !isWeak(arg)).map(({ type }) => type);
  if (strong.length === 0) return settleAlone(args);
  return args.map((arg) => (isWeak(arg) ? settleOne(operation, arg, strong, beyond) : arg));
}

/** Booleans, numbers and texts take the type of what they meet; the ticks of a `Date` have one. */
function isWeak(expr: ColumnExpr): expr is ColumnLiteral {
  return isLiteral(expr) && (expr.value === null || !isTime(expr.type));
}

function settleAlone(args: readonly ColumnExpr[]): ColumnExpr[] {
  const known = args.find((arg) => !isLiteral(arg) || arg.value !== null);
  return args.map((arg) => (isLiteral(arg) && arg.value === null ? { value: null, type: known?.type ?? arg.type } : arg));
}

function settleOne(operation: string, { value, type }: ColumnLiteral, strong: readonly ColumnType[], beyond: Beyond): ColumnExpr {
  const together = strong.reduce<ColumnType | undefined>((a, b) => (a === undefined ? undefined : meet(a, b)), strong[0]) ?? strong[0]!;
  if (value === null) return { value, type: together };
  if (typeof value === "number" || typeof value === "bigint") return settleNumber(operation, value, together, beyond);
  if (typeof value === "boolean") return isNumeric(together) ? castExpr({ value, type }, together) : { value, type };
  if (typeof value === "string" && isTime(together)) return timeLiteral(operation, value, together);
  return { value, type };
}

/** A whole number keeps the type of an integer column, another one makes it float64: NumPy 2's rule. */
function settleNumber(operation: string, value: number | bigint, type: ColumnType, beyond: Beyond): ColumnLiteral {
  const integral = typeof value === "bigint" || Number.isInteger(value);
  const dtype: DType = isNumeric(type) ? type : integral ? "int64" : "float64";
  if (dtypes[dtype].kind === "float" || !integral) return { value: Number(value), type: dtypes[dtype].kind === "float" ? dtype : "float64" };
  const settled: DType = dtypes[dtype].kind === "bool" ? "int64" : dtype;
  const side = sideOfRange(value, settled);
  if (side === 0) return { value: numberOf(value, settled), type: settled };
  if (beyond === "float64") return { value: Number(value), type: "float64" };
  const [least, most] = dtypes[settled].range!;
  throw new RangeError(`${operation}: ${value} is beyond ${type}, which has ${least} to ${most}; cast the column first: astype("${wider(value)}")`);
}

/** Refuses a whole number that an integer column cannot hold; a fraction makes it float64. */
export function requireHeld(operation: string, { type }: ColumnExpr, other: ColumnExpr): void {
  if (!isInteger(type) || !isLiteral(other)) return;
  const { value } = other;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) settleNumber(operation, value, type, "refused");
}

const wider = (value: number | bigint) => (sideOfRange(value, "int64") === 0 ? "int64" : "float64");

/** Whether a number is below (-1), in (0) or above (1) the range of an integer type; others have all numbers in it. */
export function sideOfRange(value: number | bigint, type: ColumnType): -1 | 0 | 1 {
  if (!isInteger(type)) return 0;
  const [least, most] = dtypes[type].range!;
  return value < least ? -1 : value > most ? 1 : 0;
}
