import { type DType, dtypes, type Scalar } from "../../chunk/dtype.ts";
import { toScalar } from "../define/scalar-op.ts";

/** A number as a value of the dtype; a fraction is cut. @throws RangeError for what the dtype does not hold. */
export function exactScalar(value: number | bigint | boolean, dtype: DType, operation: string): Scalar {
  const { range, kind } = dtypes[dtype];
  if (range !== undefined && kind !== "bool") {
    if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`${operation}: ${value} is not a value of ${dtype}`);
    const whole = BigInt(typeof value === "number" ? Math.trunc(value) : value);
    if (whole < range[0] || whole > range[1]) throw new RangeError(`${operation}: ${value} is out of the range of ${dtype}, ${range[0]} to ${range[1]}`);
    return toScalar(whole, dtype);
  }
  return toScalar(value, dtype);
}
