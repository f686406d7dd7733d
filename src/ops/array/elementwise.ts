import type { Expr } from "../../expr/expr.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { castTo } from "../define/elementwise.ts";
import { type Entry, elementwiseEntry } from "../define/entry.ts";
import type { ScalarOp, ScalarParam } from "../define/scalar-op.ts";
import { applyScalarOp } from "./apply.ts";
import { pairs, scalarOps } from "./definitions/scalar-ops.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";

/** The arrays, then the parameters: by position, or by name in one object. */
function applyTo(op: ScalarOp, args: readonly unknown[]): Expr {
  const arrays = args.slice(0, op.arity) as OperandInput[];
  if (arrays.length < op.arity || arrays.includes(undefined as never))
    throw new TypeError(`${op.name}: takes ${op.arity} ${op.arity === 1 ? "array" : "arrays"}, not ${args.length}`);
  const rest = args.slice(op.arity);
  const named = isPlainRecord(rest[0]) && !isExpr(rest[0]) ? rest[0] : undefined;
  const unknown = Object.keys(named ?? {}).find((key) => !op.params.some((param) => param.name === key));
  if (unknown !== undefined)
    throw new TypeError(`${op.name}: no option ${JSON.stringify(unknown)}; it has ${op.params.map((param) => param.name).join(", ") || "none"}`);
  if (rest.length > (named === undefined ? op.params.length : 1))
    throw new TypeError(`${op.name}: takes ${op.arity + op.params.length} arguments, not ${args.length}`);
  const params = op.params.map((param, i) => numberOf(op, param, (named === undefined ? rest[i] : named[param.name]) ?? param.default));
  return applyScalarOp(op, arrays, params);
}

function numberOf({ name }: ScalarOp, param: ScalarParam, value: unknown): number {
  const isNumber = typeof value === "number" || typeof value === "boolean";
  if (!isNumber || (param.integer && !Number.isInteger(value)))
    throw new TypeError(`${name}: ${param.name} is ${text(value)}, not ${param.integer ? "a whole number" : "a number"}`);
  return Number(value);
}

const text = (value: unknown) => (typeof value === "string" ? JSON.stringify(value) : String(value));

type ScalarTable = typeof scalarOps;

/** The operations on single elements as users see them: one entry each, made from their definitions. */
export const elementwiseOps: { readonly [K in keyof ScalarTable]: Entry<"elementwise"> } = Object.fromEntries(
  Object.entries(scalarOps).map(([name, op]) => [name, elementwiseEntry((...args: readonly unknown[]) => applyTo(op, args))]),
) as never;

/** Other names of the operations: the method of an operator, NumPy's second name. */
export const elementwiseAliases: ReadonlyMap<string, string> = new Map(
  Object.values<ScalarOp>(scalarOps).flatMap((op) => op.aliases.map((alias) => [alias, op.name] as const)),
);

const pair = (name: keyof typeof pairs): Entry<"pair"> => ({
  kind: "pair",
  apply: (...args: readonly unknown[]) => pairs[name].map((part) => applyTo(scalarOps[part], args)),
  functionOnly: true,
});

/** Both parts are floats, of integers too. */
function modf(...args: readonly unknown[]): Expr[] {
  const fraction = applyTo(scalarOps.modfFraction, args);
  return [fraction, applyTo(scalarOps.trunc, [castTo(asExpr(args[0] as OperandInput, "modf"), fraction.meta.dtype)])];
}

/** Operations that give two arrays. */
export const pairOps = {
  /** Quotient, rounded down, and remainder. NumPy's `divmod`. */
  divmod: pair("divmod"),
  /** Mantissa and exponent of two. NumPy's `frexp`. */
  frexp: pair("frexp"),
  /** Fractional and whole part. NumPy's `modf`. */
  modf: { ...pair("modf"), apply: modf },
};
