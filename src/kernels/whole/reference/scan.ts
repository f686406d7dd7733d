import { type DType, dtypes } from "../../../chunk/dtype.ts";
import { paramsOf } from "../params.ts";
import { flatIndex, mapRows, type Reference, type Value } from "./reference.ts";

type Join = (total: Value, x: Value) => Value;

function scan(joinOf: (dtype: DType) => Join, first: (x: Value) => Value = (x) => x): Reference {
  return (step, [x, carry]) => {
    const { axis } = paramsOf(step, "cumsum");
    const join = joinOf(step.dtype);
    return mapRows(x!, axis, step.dtype, x!.shape[axis]!, (row, index) => {
      let total = carry?.data[flatIndex(carry.shape, index)];
      return row.map((value) => {
        total = total === undefined ? first(value) : join(total, first(value));
        return total;
      });
    });
  };
}

/** Computed exactly, then wrapped around; floats rounded. */
function arithmetic(exact: (a: bigint, b: bigint) => bigint, float: (a: number, b: number) => number): (dtype: DType) => Join {
  return (dtype) => {
    const cell = new dtypes[dtype].array(1);
    return (a, b) => {
      if (dtypes[dtype].kind === "float") cell[0] = float(Number(a), Number(b)) as never;
      else {
        const wrapped = BigInt.asIntN(64, exact(BigInt(a), BigInt(b)));
        cell[0] = (typeof a === "bigint" ? wrapped : Number(BigInt.asIntN(32, wrapped))) as never;
      }
      return cell[0]!;
    };
  };
}

const sum = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);
const product = arithmetic(
  (a, b) => a * b,
  (a, b) => a * b,
);
const without = (neutral: number) => (x: Value) => (Number.isNaN(x) ? neutral : x);

export const cumsum: Reference = scan(sum);
export const cumprod: Reference = scan(product);
export const nancumsum: Reference = scan(sum, without(0));
export const nancumprod: Reference = scan(product, without(1));
export const cummax: Reference = scan(() => (most, x) => (most >= x || Number.isNaN(most) ? most : x));
export const cummin: Reference = scan(() => (least, x) => (least <= x || Number.isNaN(least) ? least : x));
