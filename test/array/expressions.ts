import { type DArray, type DType, da, slice } from "../../src/index.ts";

// What random expressions are made of.

export type Lazy = DArray | DArray<DType, "scalar">;
export type Build = (x: DArray<"float64">) => Lazy;
export const shape = [6, 7];
const data = Float64Array.from({ length: 42 }, (_, i) => (i === 17 ? -0 : ((i * 37) % 23) - 11.5));

export const unary: Build[] = [
  (x) => x.add(1.5),
  (x) => x.mul(x),
  (x) => x.neg().sub(2),
  (x) => x.abs().sqrt(),
  (x) => da.where(x.gt(0), x, 0.25),
  (x) => x.sub(x.mean(0)),
  (x) => x.div(x.max()),
  (x) => x.cumsum(1),
  (x) => x.sort(1),
  (x) => x.get(slice(null, null, -1)),
  (x) => da.concatenate([x, x], 0).get(slice(2, 8)),
  (x) => x.T.add(1).T,
  (x) => x.roll(2, 1),
  (x) => x.reshape(7, 6).reshape(6, 7),
  (x) => x.add(da.random.normal(0, 1, { size: shape, seed: 5, chunks: [4, 3] })),
  (x) => x.rechunk([2, 7]),
  (x) => x.with([slice(1, 5, 2), null], 3),
  (x) => x.take([5, 0, 0, 3, 2, 1], 0),
  (x) => x.cumprod(0).clip(-5, 5),
  (x) => x.nancumsum(0),
  (x) => x.flip(1),
  (x) => da.stack([x, x.mul(2)], 1).sum(1),
  (x) => x.pad([1, 0]).get(slice(1, null), slice(1, null)),
  (x) => x.with(x.gt(1), x.min()),
  (x) => x.with([null, [1, 3]], x.get(null, slice(0, 2))),
  (x) => x.mul(x.get(slice(0, 1))).add(x.get(null, slice(2, 3))),
  (x) => x.astype("int16").astype("float64"),
  (x) => x.repeat(2, 0).get(slice(null, null, 2)),
  (x) => x.sub(x.sort(0)),
  (x) => da.outer(x.get(null, 0), x.get(0)),
  (x) => x.swapaxes(0, 1).ravel().reshape(7, 6).T,
  (x) => x.tril().sub(x.triu(1)),
];
export const last: Build[] = [
  (x) => x,
  (x) => x.sum(),
  (x) => x.mean(1),
  (x) => x.var(0),
  (x) => x.argmax(1),
  (x) => x.min(0, { keepdims: true }),
  (x) => x.median(0),
  (x) => x.matmul(x.T),
  (x) => x.get(x.gt(0)),
  (x) => x.get(x.gt(0)).sort().get(slice(1, null)).sub(1),
  (x) => x.get(x.get(null, 0).lt(3)).T.cumsum(1),
  (x) => x.any(1),
  (x) => x.std(),
  (x) => x.argsort(0),
  (x) => x.quantile([0.2, 0.5], 0),
  (x) => x.nanmedian(),
  (x) => x.topk(3, 1),
  (x) => x.unique(),
  (x) => x.floor().histogram({ bins: 4 })[0],
  (x) => x.round().astype("int64").sub(-30).clip(0, 60).ravel().bincount(),
  (x) => x.diff(1, 0),
  (x) => x.prod(1),
  (x) => x.ptp(0),
  (x) => x.argmin(),
  (x) => da.einsum("ij,kj->ik", x, x),
  (x) => x.ravel().searchsorted([0, 1]).add(x.nonzero()[0]!.sum()),
];

/** The array that all is done to: in memory, or made anew wherever it is needed. */
export const bases: readonly ((chunks: never) => DArray<"float64">)[] = [
  (chunks) => da.fromArray(data, { shape, chunks }),
  (chunks) => da.random.normal(0, 4, { size: shape, seed: 3, chunks }),
];
