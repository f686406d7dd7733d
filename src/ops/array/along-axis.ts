import { parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { calleeOf } from "../define/callee.ts";
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
  const each = cores === undefined ? {} : { each: { cores, inner } };
  const chunks = [...lead, ...inner.map((extent) => [extent])];
  return whole({ kernel: operation, callee, inputs, dtype, result: dtype, chunks, reads, values: { ...values, ...each }, placed: "result" });
}

export interface GufuncOptions extends MapOptions {
  /** How long dimensions are that no array has. */
  readonly outputSizes?: { readonly [name: string]: number };
  /** Whether the function is called for each place alone; unless said it is given chunks, its own dimensions last. */
  readonly vectorize?: boolean;
}

/** "(i,j),(j)->(i)": the dimensions of each array, and of the result. */
function parseSignature(signature: string): { readonly inputs: readonly string[][]; readonly output: string[] } {
  const list = "\\(\\s*(?:\\w+\\s*(?:,\\s*\\w+\\s*)*)?\\)";
  if (typeof signature !== "string" || !new RegExp(`^\\s*${list}(?:\\s*,\\s*${list})*\\s*->\\s*${list}\\s*$`).test(signature))
    throw new ShapeError(`applyGufunc: ${JSON.stringify(signature)} is not a signature with one result like "(i,j),(j)->(i)"`);
  const [before, after] = signature.split("->") as [string, string];
  const dims = (text: string) =>
    [...text.matchAll(/\(([^)]*)\)/g)].map(([, names]) =>
      names!
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean),
    );
  return { inputs: dims(before), output: dims(after)[0]! };
}

/** A function of arrays with dimensions of its own, over the axes before them: NumPy's generalized ufuncs. */
function applyGufunc(fn: BlockFunction, signature: string, ...args: readonly unknown[]): Expr {
  const { inputs, output } = parseSignature(signature);
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
  const inner = output.map((name) => {
    const size = sizes.get(name);
    if (size === undefined) throw new ShapeError(`applyGufunc: ${signature}: no array has ${name}; give its length in outputSizes`);
    return size;
  });
  checkLengths(inner, "applyGufunc");
  const cores = inputs.map((names) => names.length);
  return eachOf("applyGufunc", fn, arrays, options.vectorize ? cores : undefined, inner, options, cores);
}

/** Functions of the user's on part of the axes. */
export const alongAxisOps = {
  /** A function on each line along an axis: it is given an `NDArray` of one axis, and gives a number, or what `shape` says. NumPy's `apply_along_axis`. */
  applyAlongAxis: func("applyAlongAxis", applyAlongAxis, "func1d axis arr", "dtype shape with params"),
  /** A function of arrays with dimensions of its own, `"(i),(i)->()"`, over all others. Dask's `apply_gufunc`. */
  applyGufunc: func("applyGufunc", applyGufunc, "func signature ...", "dtype outputSizes vectorize with params"),
};
