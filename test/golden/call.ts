import { type DArray, da, ellipsis, newaxis, slice } from "../../src/index.ts";
import { decodeArray, decodeNumber, type GoldenArray, type GoldenInput } from "./decode.ts";

/** An argument as `ask.py` writes it: "@name" is an input of the family, objects are what JSON has no word for. */
export type GoldenArg =
  | null
  | boolean
  | number
  | string
  | readonly GoldenArg[]
  | GoldenArray
  | { readonly number: string }
  | { readonly bigint: string }
  | { readonly slice: readonly [number | null, number | null, number | null] }
  | { readonly selection: "newaxis" | "ellipsis" };

export interface GoldenCall {
  readonly call: string;
  readonly args: readonly GoldenArg[];
  readonly options?: { readonly [name: string]: GoldenArg };
}

/** How arrays of a shape are cut. */
export type Cut = (shape: readonly number[]) => readonly (readonly number[])[];
export type Inputs = { readonly [name: string]: GoldenInput };

type AnyFunction = (...args: readonly unknown[]) => unknown;
type AnyMethods = { readonly [name: string]: AnyFunction };

/** Makes the call that a case describes, arrays cut as `cut` says. */
export function makeCall({ call, args, options }: GoldenCall, inputs: Inputs, cut: Cut): unknown {
  const decode = (arg: GoldenArg): unknown => decodeArg(arg, inputs, cut);
  const given = args.map(decode);
  if (options !== undefined) given.push(Object.fromEntries(Object.entries(options).map(([name, value]) => [name, decode(value)])));
  const [first, ...rest] = given;
  if (methods.has(call)) return (first as AnyMethods)[call]!(...rest);
  const named = (da as unknown as AnyMethods)[call];
  if (named === undefined) throw new TypeError(`da has no ${call}`);
  return named(...given);
}

/** Calls that only exist as methods. */
const methods: ReadonlySet<string> = new Set(["get", "vindex", "astype", "with"]);

function decodeArg(arg: GoldenArg, inputs: Inputs, cut: Cut): unknown {
  if (typeof arg === "string") return arg.startsWith("@") ? toArray(inputs[arg.slice(1)]!, cut) : arg;
  if (typeof arg !== "object" || arg === null) return arg;
  if (isList(arg)) return arg.map((one) => decodeArg(one, inputs, cut));
  if ("number" in arg) return decodeNumber("float64", arg.number);
  if ("bigint" in arg) return BigInt(arg.bigint);
  if ("slice" in arg) return slice(arg.slice[0], arg.slice[1], arg.slice[2]);
  if ("selection" in arg) return arg.selection === "newaxis" ? newaxis : ellipsis;
  return toArray(arg, cut);
}

const isList = (arg: GoldenArg): arg is readonly GoldenArg[] => Array.isArray(arg);

/** Arrays made before: many cases share an input, and copying it in costs more than what is asked. */
const made = new WeakMap<Cut, Map<GoldenInput, DArray>>();

function toArray(golden: GoldenInput, cut: Cut): DArray {
  let arrays = made.get(cut);
  if (arrays === undefined) made.set(cut, (arrays = new Map()));
  let array = arrays.get(golden);
  if (array === undefined) arrays.set(golden, (array = da.fromArray(decodeArray(golden), { chunks: cut(golden.shape) })));
  return array;
}
