import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import { type DType, dtypes } from "../chunk/dtype.ts";
import { NDArray } from "../chunk/ndarray.ts";
import type { Operand } from "../kernels/kernel.ts";
import { ShapeError } from "../util/errors.ts";
import { resultOf } from "./function-result.ts";

/** Which leading axes of an argument a function is called along: all but the last `core` ones. */
interface Argument {
  readonly array: NDArray;
  readonly lead: readonly number[];
  readonly core: readonly number[];
}

/**
 * Calls a function once for each place of the leading axes, which broadcast, with what stands there: `cores` says how many last axes of each argument that is.
 * What it gives has `inner` for its shape.
 */
export function callEach(
  call: (...arrays: readonly NDArray[]) => unknown,
  arrays: readonly NDArray[],
  cores: readonly number[],
  inner: readonly number[],
  dtype: DType,
): Operand | Promise<Operand> {
  const given = arrays.map((array, k): Argument => {
    const at = array.shape.length - cores[k]!;
    return { array, lead: array.shape.slice(0, at), core: array.shape.slice(at) };
  });
  const ndim = Math.max(0, ...given.map(({ lead }) => lead.length));
  const lead = Array.from({ length: ndim }, (_, axis) => Math.max(...given.map((one) => one.lead[axis - ndim + one.lead.length] ?? 1)));
  const [count, size] = [given.some((one) => one.lead.includes(0)) ? 0 : sizeOf(lead), sizeOf(inner)];
  const shape = [
    ...(count === 0 ? lead.map((extent, axis) => (given.some((one) => one.lead[axis - ndim + one.lead.length] === 0) ? 0 : extent)) : lead),
    ...inner,
  ];
  const out = new dtypes[dtype].array(count * size);
  const keep = (i: number, value: unknown): void => {
    const found = resultOf(value, dtype, inner);
    if (sizeOf(found.shape) !== size) throw new ShapeError(`the function gave shape [${found.shape}] where [${inner}] was declared`);
    out.set(found.data as never, i * size);
  };
  const argumentsAt = (i: number) => given.map((one) => slotOf(one, lead, i));
  const finish = (): Operand => ({ dtype, data: out, offset: 0, shape, strides: stridesOf(shape) });
  for (let i = 0; i < count; i++) {
    const value = call(...argumentsAt(i));
    if (!isThenable(value)) keep(i, value);
    else return finishLater(value, i);
  }
  return finish();

  async function finishLater(first: PromiseLike<unknown>, from: number): Promise<Operand> {
    keep(from, await first);
    for (let i = from + 1; i < count; i++) keep(i, await call(...argumentsAt(i)));
    return finish();
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** What stands at the i-th place, in memory of its own. */
function slotOf({ array, lead: own, core }: Argument, lead: readonly number[], i: number): NDArray {
  let [rest, at, step] = [i, 0, 1];
  for (let axis = lead.length - 1; axis >= 0; axis--) {
    const index = rest % lead[axis]!;
    rest = Math.floor(rest / lead[axis]!);
    const extent = own[axis - lead.length + own.length];
    if (extent === undefined) continue;
    if (extent !== 1) at += index * step;
    step *= extent;
  }
  const size = sizeOf(core);
  return new NDArray(array.dtype, array.data.slice(at * size, (at + 1) * size) as never, core);
}
