import { type DType, dtypes, type Scalar } from "../../chunk/dtype.ts";
import { toScalar } from "./to-scalar.ts";

export { toScalar };

/** How many arrays an operation takes. */
export type Arity = 1 | 2 | 3;

/** The dtype that comes out: the one it computes in, or a fixed one. */
export type ResultRule = "same" | DType;

type Args<T, A extends Arity> = A extends 1 ? [x: T] : A extends 2 ? [x: T, y: T] : [x: T, y: T, z: T];
type Definition<T, A extends Arity> = (...args: [...Args<T, A>, ...params: number[]]) => boolean | number | bigint;

/**
 * What an operation gives for one element, a function for each kind of dtype; parameters follow the elements. It need not
 * mind the dtype: `evaluate` brings what comes back to that of the result.
 */
export interface Definitions<A extends Arity> {
  readonly bool?: Definition<boolean, A>;
  /** Every integer dtype, as bigints. */
  readonly int?: Definition<bigint, A>;
  readonly float?: Definition<number, A>;
  /** Where float32 rounds on the way, so that rounding the float64 result once would not give its bits. */
  readonly float32?: Definition<number, A>;
}

/** A number that goes with a call, the same for all elements; the kernel reads them in turn. */
export interface ScalarParam {
  readonly name: string;
  readonly default: number;
  readonly integer?: boolean;
}

/** An operation on single elements. One object holds what it means; function, method, kernel and tests have its name, and what is written above it in its table is their tooltip. */
export interface ScalarOp<A extends Arity = Arity, D extends DType = DType, R extends ResultRule = ResultRule> {
  /** NumPy's name in camelCase: the function, and the kernel. */
  readonly name: string;
  /** What NumPy calls it. */
  readonly numpy: string;
  /** Other names it goes by: the method of an operator (`add` has none, `subtract` has `sub`), NumPy's second name. */
  readonly aliases: readonly string[];
  readonly arity: A;
  /** What it computes in; each has a kernel. Another dtype is cast to the first of these that it promotes to (bool → int8, int16 → float32, int64 → float64). */
  readonly dtypes: readonly D[];
  /** Dtypes that NumPy refuses, though a cast would do. */
  readonly refuses: readonly DType[];
  /** The dtypes of the arguments where they are not all the one it computes in. */
  readonly args: readonly ResultRule[] | undefined;
  readonly result: R;
  readonly params: readonly ScalarParam[];
  /** How many units in the last place a kernel may differ from the true value: 0 means that it gives the bits of `of`, everywhere. */
  readonly ulp: number;
  readonly of: Definitions<A>;
}

interface Spec<A extends Arity, D extends DType, R extends ResultRule> {
  readonly dtypes: readonly D[];
  readonly of: Definitions<A>;
  readonly result?: R;
  readonly numpy?: string;
  readonly aliases?: readonly string[];
  readonly refuses?: readonly DType[];
  readonly args?: readonly ResultRule[];
  readonly params?: readonly ScalarParam[];
  readonly ulp?: number;
}

function scalarOp<A extends Arity, D extends DType, R extends ResultRule>(name: string, arity: A, spec: Spec<A, D, R>): ScalarOp<A, D, R> {
  return {
    name,
    numpy: spec.numpy ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    aliases: spec.aliases ?? [],
    arity,
    dtypes: spec.dtypes,
    refuses: spec.refuses ?? [],
    args: spec.args,
    result: spec.result ?? ("same" as R),
    params: spec.params ?? [],
    ulp: spec.ulp ?? 0,
    of: spec.of,
  };
}

export const unary = <D extends DType, const R extends ResultRule = "same">(name: string, spec: Spec<1, D, R>) => scalarOp(name, 1, spec);
export const binary = <D extends DType, const R extends ResultRule = "same">(name: string, spec: Spec<2, D, R>) => scalarOp(name, 2, spec);
export const ternary = <D extends DType, const R extends ResultRule = "same">(name: string, spec: Spec<3, D, R>) => scalarOp(name, 3, spec);

/** Lists of dtypes, each in the order in which a dtype that is not listed looks for one to be cast to. */
export const integers = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"] as const;
export const floats = ["float32", "float64"] as const;
export const numeric = [...integers, ...floats] as const;
export const boolsAndIntegers = ["bool", ...integers] as const;
export const all = ["bool", ...numeric] as const;

/** The dtype of each argument of a kernel that computes in `dtype`. */
export function argTypes(op: ScalarOp, dtype: DType): DType[] {
  return Array.from({ length: op.arity }, (_, k) => ruled(op.args?.[k] ?? "same", dtype));
}

/** The dtype that comes out when an operation computes in `dtype`. */
export function resultType(op: ScalarOp, dtype: DType): DType {
  return ruled(op.result, dtype);
}

function ruled(rule: ResultRule, dtype: DType): DType {
  return rule === "same" ? dtype : rule;
}

/** What an operation gives for one element by its definition, when it computes in `dtype`. */
export function evaluate(op: ScalarOp, dtype: DType, args: readonly Scalar[], params: readonly number[] = op.params.map((param) => param.default)): Scalar {
  const kind = dtypes[dtype].kind === "uint" ? "int" : (dtypes[dtype].kind as "bool" | "int" | "float");
  const definition = ((dtype === "float32" && op.of.float32) || op.of[kind]) as ((...args: unknown[]) => boolean | number | bigint) | undefined;
  if (definition === undefined) throw new Error(`bug: ${op.name} has no definition for ${dtype}`);
  const types = argTypes(op, dtype);
  // `int` sees every integer as a bigint, so that one definition serves eight dtypes.
  const exact = args.map((arg, k) => (typeof arg === "number" && dtypes[types[k] as DType].range !== undefined ? BigInt(arg) : arg));
  return toScalar(definition(...exact, ...params), resultType(op, dtype));
}
