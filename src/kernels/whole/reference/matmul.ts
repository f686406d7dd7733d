import { dtypes } from "../../../chunk/dtype.ts";
import { pairsOf, productShape } from "../product-shape.ts";
import { type Dense, flatIndex, indicesOf, makeDense, put, type Reference, type Value } from "./reference.ts";

export const matmul: Reference = (step, args) => {
  const made = makeDense(step.dtype, productShape(args.map((arg) => arg.shape)) as number[]);
  const sum = args.length % 2 === 1 ? args.at(-1)! : undefined;
  const { kind } = dtypes[step.dtype];
  for (const index of indicesOf(made.shape)) {
    const start = sum === undefined ? 0 : sum.data[flatIndex(sum.shape, index)]!;
    const terms = pairsOf(args).flatMap(([a, b]) => factorsOf(a, b, index));
    if (kind === "float")
      put(
        made,
        index,
        terms.reduce((total, [x, y]) => total + Number(x) * Number(y), Number(start)),
      );
    else if (kind === "bool") put(made, index, Number(start !== 0 || terms.some(([x, y]) => x && y)));
    else
      put(
        made,
        index,
        wrapped(
          made,
          terms.reduce((total, [x, y]) => total + BigInt(x) * BigInt(y), BigInt(start)),
        ),
      );
  }
  return made;
};

function factorsOf(a: Dense, b: Dense, index: readonly number[]): [Value, Value][] {
  const leading = index.slice(0, -2);
  const [i, j] = index.slice(-2) as [number, number];
  return Array.from({ length: a.shape.at(-1)! }, (_, k) => [a.data[flatIndex(a.shape, [...leading, i, k])]!, b.data[flatIndex(b.shape, [...leading, k, j])]!]);
}

function wrapped({ dtype }: Dense, value: bigint): Value {
  return dtypes[dtype].itemsize === 8 ? BigInt.asIntN(64, value) : Number(BigInt.asIntN(32, value));
}
