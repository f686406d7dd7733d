import { type DType, parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { calleeOf, ownParams } from "../define/callee.ts";
import { commonChunks } from "../define/elementwise.ts";
import { func } from "../define/entry.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { type ReadAxis, whole } from "../define/whole.ts";
import { checkLengths } from "./arguments.ts";
import type { BlockFunction, MapOptions } from "./map.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { knownShape } from "./shape.ts";

export interface AlongAxisOptions extends MapOptions {
  /** The shape of what the function gives: a number unless said. */
  readonly shape?: number | readonly number[];
}

/** A function on each line along an axis. What it gives stands where the axis was. */
function applyAlongAxis(fn: BlockFunction, axis: Axis, x: OperandInput, options: AlongAxisOptions = {}): Expr {
  const from = asExpr(x, "applyAlongAxis");
  const shape = knownShape(from, "applyAlongAxis");
  const along = normalizeAxis(axis, shape.length, "applyAlongAxis");
  const inner = options.shape === undefined ? [] : [options.shape].flat();
  checkLengths(inner, "applyAlongAxis");
  const rest = shape.map((_, i) => i).filter((i) => i !== along);
  const lines = permute(from, [...rest, along]);
  const found = eachOf("applyAlongAxis", fn, [lines], [1], inner, options);
  const order = rest.map((_, i) => i);
  order.splice(along, 0, ...inner.map((_, i) => rest.length + i));
  return permute(found, order);
}

/** A function on what stands at each place of leading axes, which broadcast: the last `cores` axes of each array are the function's. */
function eachOf(
  operation: string,
  fn: BlockFunction,
  arrays: readonly Expr[],
  cores: readonly number[] | undefined,
  inner: readonly number[],
  options: MapOptions,
  own = cores ?? [],
  output?: number,
): Expr {
  const dtype = options.dtype === undefined ? arrays[0]!.meta.dtype : parseDType(options.dtype, operation);
  const split = arrays.map(({ meta }, k) => meta.shape.length - own[k]!);
  const lead = commonChunks(
    operation,
    arrays.map(({ meta }, k) => ({ ...meta, shape: meta.shape.slice(0, split[k]), chunks: meta.chunks.slice(0, split[k]) })),
  );
  const place = (axis: number, k: number) => axis + lead.length - split[k]!;
  const inputs = arrays.map((x, k) =>
    rechunkExpr(
      x,
      knownShape(x, operation).map((extent, axis) => (axis >= split[k]! || extent === 1 ? [extent] : lead[place(axis, k)]!)),
    ),
  );
  const reads = inputs.map((input, k) =>
    input.meta.shape.map((_, axis): ReadAxis => (axis >= split[k]! || input.meta.chunks[axis]!.length === 1 ? "only" : place(axis, k))),
  );
  const { callee, values } = calleeOf(operation, fn, options);
  const each = { ...(cores !== undefined && { [ownParams.each]: { cores, inner } }), ...(output !== undefined && { [ownParams.output]: output }) };
  const chunks = [...lead, ...inner.map((extent) => [extent])];
  return whole({ kernel: operation, callee, inputs, dtype, result: dtype, chunks, reads, values: { ...values, ...each }, placed: "result" });
}

export interface GufuncOptions extends MapOptions {
  /** How long dimensions are that no array has. */
  readonly outputSizes?: { readonly [name: string]: number };
  /** The dtype of the result, or of each of several. */
  readonly outputDtypes?: DType | readonly DType[];
  /** Whether the function is called for each place alone; unless said it is given chunks, its own dimensions last. */
  readonly vectorize?: boolean;
}

/** "(i,j),(j)->(i)": the dimensions of each array, and of each result. */
function parseSignature(signature: string): { readonly inputs: readonly string[][]; readonly outputs: readonly string[][] } {
  const list = "\\(\\s*(?:\\w+\\s*(?:,\\s*\\w+\\s*)*)?\\)";
  const lists = `${list}(?:\\s*,\\s*${list})*`;
  if (typeof signature !== "string" || !new RegExp(`^\\s*${lists}\\s*->\\s*${lists}\\s*$`).test(signature))
    throw new ShapeError(`applyGufunc: ${JSON.stringify(signature)} is not a signature like "(i,j),(j)->(i)"`);
  const [before, after] = signature.split("->") as [string, string];
  const dims = (text: string) =>
    [...text.matchAll(/\(([^)]*)\)/g)].map(([, names]) =>
      names!
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean),
    );
  return { inputs: dims(before), outputs: dims(after) };
}

/** The dtype of each result. */
function dtypesOf({ dtype, outputDtypes }: GufuncOptions, count: number): readonly (DType | undefined)[] {
  if (dtype !== undefined && outputDtypes !== undefined) throw new TypeError("applyGufunc: dtype and outputDtypes say the same; give one of them");
  const told = outputDtypes ?? dtype;
  if (!Array.isArray(told)) return new Array<DType | undefined>(count).fill(told as DType | undefined);
  if (told.length !== count) throw new DTypeError(`applyGufunc: ${told.length} outputDtypes for ${count} results; give one for each`);
  return told as readonly DType[];
}

/** A function of arrays with dimensions of its own, over the axes before them: NumPy's generalized ufuncs. Of several results each is a list's element; whoever needs one calls the function. */
function applyGufunc(fn: BlockFunction, signature: string, ...args: readonly unknown[]): Expr | Expr[] {
  const { inputs, outputs } = parseSignature(signature);
  const options = (args.length > inputs.length ? args[inputs.length] : {}) as GufuncOptions;
  if (args.length < inputs.length) throw new TypeError(`applyGufunc: ${signature} takes ${inputs.length} arrays, not ${args.length}`);
  const arrays = inputs.map((_, k) => asExpr(args[k] as OperandInput, "applyGufunc"));
  const sizes = new Map(Object.entries(options.outputSizes ?? {}));
  for (const [k, names] of inputs.entries()) {
    const shape = knownShape(arrays[k]!, "applyGufunc");
    if (shape.length < names.length) throw new ShapeError(`applyGufunc: array ${k} of shape [${shape}] has fewer axes than (${names})`);
    for (const [i, name] of names.entries()) {
      const extent = shape[shape.length - names.length + i]!;
      if (sizes.has(name) && sizes.get(name) !== extent)
        throw new ShapeError(`applyGufunc: ${signature}: ${name} is ${sizes.get(name)} long and ${extent} long`);
      sizes.set(name, extent);
    }
  }
  const cores = inputs.map((names) => names.length);
  const types = dtypesOf(options, outputs.length);
  const results = outputs.map((names, k) => {
    const inner = names.map((name) => {
      const size = sizes.get(name);
      if (size === undefined) throw new ShapeError(`applyGufunc: ${signature}: no array has ${name}; give its length in outputSizes`);
      return size;
    });
    checkLengths(inner, "applyGufunc");
    const { dtype: _, ...rest } = options;
    const told = types[k] === undefined ? rest : { ...rest, dtype: types[k] };
    return eachOf("applyGufunc", fn, arrays, options.vectorize ? cores : undefined, inner, told, cores, outputs.length > 1 ? k : undefined);
  });
  return outputs.length > 1 ? results : results[0]!;
}

/** Functions of the user's on part of the axes. */
export const alongAxisOps = {
  /** A function on each line along an axis: it is given an `NDArray` of one axis, and gives a number, or what `shape` says. NumPy's `apply_along_axis`. */
  applyAlongAxis: func("applyAlongAxis", applyAlongAxis, "func1d axis arr", "dtype shape with params"),
  /** A function of arrays with dimensions of its own, `"(i),(i)->()"`, over all others. Dask's `apply_gufunc`. */
  applyGufunc: func("applyGufunc", applyGufunc, "func signature ...", "dtype outputDtypes outputSizes vectorize with params"),
};
