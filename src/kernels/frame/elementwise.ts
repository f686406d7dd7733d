import { type DType, dtypes, type TypedArray } from "../../chunk/dtype.ts";
import { must } from "../../util/must.ts";
import { room } from "../batch-memory.ts";
import { type Backend, Status } from "../kernel.ts";

/** An elementwise kernel of arrays over columns: which, in what dtype, and what comes out. */
export interface ElementwiseCall {
  readonly kernel: string;
  readonly dtype: DType;
  readonly result: DType;
  readonly inputs: readonly TypedArray[];
  /** Further inputs that have nothing to do with rows. */
  readonly tables?: readonly TypedArray[];
  readonly params?: readonly number[];
}

/** Runs it over `n` rows; an input of one element stands for as many. Throws `RangeError` if the values are outside what the kernel takes. */
export function elementwise(backend: Backend, { kernel, dtype, result, inputs, tables = [], params }: ElementwiseCall, n: number): TypedArray {
  const out: TypedArray = room(result, n);
  // A backend with memory of its own takes a piece at a time.
  const piece = backend.maxBytes === undefined ? n : Math.floor(backend.maxBytes / 2 / (8 * (inputs.length + 1)));
  for (let from = 0; from < n; from += piece) {
    const to = Math.min(n, from + piece);
    const status = backend.run(kernel, dtype, {
      n: to - from,
      inputs: [...inputs.map((input) => (input.length === 1 ? input : input.subarray(from, to))), ...tables],
      outputs: [out.subarray(from, to)],
      ...(params !== undefined && { params }),
    });
    if (status === Status.domain) throw new RangeError(`${kernel}: ${outside[kernel] ?? "a value is out of range"}`);
    must(status === Status.ok, `${kernel} of ${dtype} ended with status ${status}`);
  }
  return out;
}

const outside: { readonly [kernel: string]: string } = {
  power: "an integer to a negative integer power is not an integer; cast to float64 first",
};

/** Numbers of one dtype as another, as the kernel `cast` does it. */
export function castValues(backend: Backend, values: TypedArray, from: DType, to: DType): TypedArray {
  if (from === to) return values;
  return elementwise(backend, { kernel: "cast", dtype: to, result: to, inputs: [values], params: [dtypes[from].code] }, values.length);
}
