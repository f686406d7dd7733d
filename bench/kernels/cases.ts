import { sizeOf, stridesOf } from "../../src/chunk/chunk.ts";
import { type DType, dtypes } from "../../src/chunk/dtype.ts";
import type { Operand } from "../../src/kernels/kernel.ts";
import type { WholeName, WholeParams } from "../../src/kernels/whole/names.ts";

/** One kernel on one operand (and what goes with it), and the same in NumPy, where the operands are called a, b, c. */
export interface KernelCase {
  readonly name: string;
  readonly kernel: WholeName;
  readonly params?: object;
  readonly result?: DType;
  readonly args: readonly Operand[];
  readonly numpy: string;
}

/** Values that `numpy.py` makes too: the same multiplicative sequence, so that both sides see the same data. */
export function filled(dtype: DType, shape: readonly number[], modulus: number): Operand {
  const data = new dtypes[dtype].array(sizeOf(shape));
  const big = dtypes[dtype].itemsize === 8 && dtypes[dtype].kind !== "float";
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    const value = modulus === 0 ? (state >>> 0) / 2 ** 32 : (state >>> 8) % modulus;
    data[i] = (big ? BigInt(value) : value) as never;
  }
  return { dtype, data, offset: 0, shape, strides: stridesOf(shape) };
}

function turned(x: Operand): Operand {
  return { ...x, shape: x.shape.toReversed(), strides: x.strides.toReversed() };
}

function one<K extends WholeName>(name: string, kernel: K, params: WholeParams[K], args: readonly Operand[], numpy: string, result?: DType): KernelCase {
  return { name, kernel, params, args, numpy, ...(result === undefined ? {} : { result }) };
}

/** Built one at a time, so that only one set of operands is in memory. */
export const cases: readonly (() => KernelCase)[] = [
  ...(["float64", "float32", "uint8"] as const).map(
    (dtype) => () => one(`transpose ${dtype}`, "copy", {}, [turned(filled(dtype, [4000, 4000], 100))], "np.ascontiguousarray(a.T)"),
  ),
  ...(["float64", "float32", "int64", "int32", "uint8"] as const).map(
    (dtype) => () => one(`sort 1e7 ${dtype}`, "sort", { axis: 0 }, [filled(dtype, [1e7], dtype.startsWith("f") ? 0 : 2 ** 24)], "np.sort(a)"),
  ),
  () => one("sort rows of 1000", "sort", { axis: 1 }, [filled("float64", [1000, 1000], 0)], "np.sort(a, 1)"),
  () => one("sort columns of 1000", "sort", { axis: 0 }, [filled("float64", [1000, 1000], 0)], "np.sort(a, 0)"),
  () => one("argsort 1e6", "argsort", { axis: 0 }, [filled("float64", [1e6], 0)], "np.argsort(a, kind='stable')"),
  () => one("quantile of 1e7", "quantile", { axis: 0, q: [0.5], method: "linear" }, [filled("float64", [1e7], 0)], "np.quantile(a, 0.5)"),
  () => one("median along rows", "quantile", { axis: 1, q: [0.5], method: "median" }, [filled("float64", [1000, 1000], 0)], "np.median(a, 1)"),
  () => one("topk 10 of 1e7", "topk", { axis: 0, k: 10 }, [filled("float64", [1e7], 0)], "np.sort(np.partition(a, -10)[-10:])"),
  () => one("unique of 1e6, 1000 values", "unique", {}, [filled("int64", [1e6], 1000)], "np.unique(a)"),
  () => one("searchsorted 1e6 in 1e5", "searchsorted", { side: "left" }, [sorted(1e5), filled("float64", [1e6], 0)], "np.searchsorted(a, b)", "float64"),
  () => one("bincount 1e7", "bincount", { length: 1000 }, [filled("int64", [1e7], 1000)], "np.bincount(a, minlength=1000)", "float64"),
  () => one("histogram 1e7, 100 bins", "histogram", { bins: 100, lo: 0, hi: 1 }, [filled("float64", [1e7], 0)], "np.histogram(a, 100, (0, 1))", "float64"),
  () => one("compress 1e7", "compress", { axis: 0 }, [filled("float64", [1e7], 0), filled("bool", [1e7], 2)], "a[b]"),
  () => one("extract 1e7", "extract", {}, [filled("float64", [1e7], 0), filled("bool", [1e7], 2)], "a[b]"),
  () => one("nonzero 1e7", "nonzero", {}, [filled("bool", [1e7], 2)], "np.flatnonzero(a)", "float64"),
  () => one("take 1e6 of 1e6", "take", { axis: 0 }, [filled("float64", [1e6], 0), filled("int64", [1e6], 1e6)], "np.take(a, b)"),
  () => one("take rows", "take", { axis: 0 }, [filled("float64", [10_000, 500], 0), filled("int64", [10_000], 10_000)], "np.take(a, b, 0)"),
  () => one("take columns", "take", { axis: 1 }, [filled("float64", [1000, 5000], 0), filled("int64", [5000], 5000)], "np.take(a, b, 1)"),
  () => one("cumsum 1e7", "cumsum", { axis: 0 }, [filled("float64", [1e7], 0)], "np.cumsum(a)"),
  () => one("cumsum along rows", "cumsum", { axis: 1 }, [filled("float64", [3000, 3000], 0)], "np.cumsum(a, 1)"),
  () => one("cumsum along columns", "cumsum", { axis: 0 }, [filled("float64", [3000, 3000], 0)], "np.cumsum(a, 0)"),
  ...[64, 500, 2000].flatMap((n) =>
    (["float64", "float32"] as const).map(
      (dtype) => () => one(`matmul ${n} ${dtype}`, "matmul", {}, [filled(dtype, [n, n], 100), filled(dtype, [n, n], 101)], "np.matmul(a, b)"),
    ),
  ),
  () =>
    one("matmul transposed", "matmul", {}, [turned(filled("float64", [1000, 1000], 100)), turned(filled("float64", [1000, 1000], 101))], "np.matmul(a.T, b.T)"),
  () => one("matmul 1000 int32", "matmul", {}, [filled("int32", [300, 300], 100), filled("int32", [300, 300], 101)], "np.matmul(a, b)"),
  () => one("matrix times vector", "matmul", {}, [filled("float64", [4000, 4000], 100), filled("float64", [4000, 1], 101)], "np.matmul(a, b)"),
];

function sorted(n: number): Operand {
  const x = filled("float64", [n], 0);
  x.data.sort();
  return x;
}
