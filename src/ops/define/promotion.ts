import { type DType, dtypes, type Scalar } from "../../chunk/dtype.ts";

const [b1, i1, i2, i4, i8] = ["bool", "int8", "int16", "int32", "int64"] as const;
const [u1, u2, u4, u8] = ["uint8", "uint16", "uint32", "uint64"] as const;
const [f4, f8] = ["float32", "float64"] as const;

/** The least dtype that holds both, as NumPy has it: uint64 meets a signed one in float64, a large integer meets float32 there. */
// biome-ignore format: a table is read by its columns
const table = {
  //           b1  i1  i2  i4  i8  u1  u2  u4  u8  f4  f8
  bool:    row(b1, i1, i2, i4, i8, u1, u2, u4, u8, f4, f8),
  int8:    row(i1, i1, i2, i4, i8, i2, i4, i8, f8, f4, f8),
  int16:   row(i2, i2, i2, i4, i8, i2, i4, i8, f8, f4, f8),
  int32:   row(i4, i4, i4, i4, i8, i4, i4, i8, f8, f8, f8),
  int64:   row(i8, i8, i8, i8, i8, i8, i8, i8, f8, f8, f8),
  uint8:   row(u1, i2, i2, i4, i8, u1, u2, u4, u8, f4, f8),
  uint16:  row(u2, i4, i4, i4, i8, u2, u2, u4, u8, f4, f8),
  uint32:  row(u4, i8, i8, i8, i8, u4, u4, u4, u8, f8, f8),
  uint64:  row(u8, f8, f8, f8, f8, u8, u8, u8, u8, f8, f8),
  float32: row(f4, f4, f4, f8, f8, f4, f4, f8, f8, f4, f8),
  float64: row(f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8),
};

// biome-ignore format: one line as in the table
function row<const B, const I1, const I2, const I4, const I8, const U1, const U2, const U4, const U8, const F4, const F8>(
  bool: B, int8: I1, int16: I2, int32: I4, int64: I8, uint8: U1, uint16: U2, uint32: U4, uint64: U8, float32: F4, float64: F8,
) {
  return { bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64 };
}

type Table = typeof table;

/** The dtype of two arrays brought together. */
export type Promote<A extends DType, B extends DType> = Table[A][B];

/** The dtype of arrays brought together: NumPy's `result_type`. */
export function promote(...all: readonly [DType, ...DType[]]): DType {
  // Floats come first, so that int16 and uint16 (int32 together) still fit into a float32 beside them.
  const isFloat = (dtype: DType) => dtypes[dtype].kind === "float";
  const ordered = [...all.filter(isFloat), ...all.filter((dtype) => !isFloat(dtype))];
  return ordered.reduce((a, b) => table[a][b]);
}

/** Whether every value of one dtype is a value of another: NumPy's `can_cast(…, "safe")`. */
export function holds(dtype: DType, from: DType): boolean {
  return table[dtype][from] === dtype;
}

/** The dtype of a scalar that meets no array. */
export function scalarDType(value: Scalar): DType {
  return typeof value === "boolean" ? "bool" : typeof value === "bigint" ? "int64" : "float64";
}

/**
 * The dtype of an array with a scalar, which gives way (NumPy 2's weak scalars): an integral number or a bigint keeps the dtype of integers,
 * a fractional one makes it float64; floats stay as they are; booleans become int64 or float64. A scalar beyond the range of the integers
 * is a `RangeError`.
 */
export function promoteScalar(dtype: DType, value: Scalar, operation: string): DType {
  const { kind, range } = dtypes[dtype];
  if (typeof value === "boolean" || kind === "float") return dtype;
  if (typeof value === "number" && !Number.isInteger(value)) return "float64";
  if (kind === "bool") return promoteScalar("int64", value, operation);
  const [least, most] = range!;
  if (value < least || value > most) {
    throw new RangeError(`${operation}: ${value} is out of range for ${dtype} (${least} to ${most}); cast the array with astype first`);
  }
  return dtype;
}

/** The dtype of arrays and scalars together: arrays decide among themselves, then each scalar gives way to them. */
export function resultDType(operation: string, operands: readonly (DType | { readonly scalar: Scalar })[]): DType {
  const arrays = operands.filter((one): one is DType => typeof one === "string");
  const scalars = operands.flatMap((one) => (typeof one === "string" ? [] : [one.scalar]));
  const [first, ...rest] = arrays.length > 0 ? arrays : scalars.map(scalarDType);
  const together = promote(first!, ...rest);
  if (arrays.length === 0) return together;
  return scalars.map((scalar) => promoteScalar(together, scalar, operation)).reduce((a, b) => promote(a, b), together);
}

/**
 * What functions that only know floats (`sqrt`, `sin`) compute in. NumPy has float16 for bool, int8 and uint8; here, where there is none,
 * they give float64.
 */
// biome-ignore format: a table on one line
export const floatDType = {
  bool: f8, int8: f8, int16: f4, int32: f8, int64: f8, uint8: f8, uint16: f4, uint32: f8, uint64: f8, float32: f4, float64: f8,
} as const satisfies Record<DType, DType>;

/** The dtype of means, variances, medians and quotients. */
// biome-ignore format: a table on one line
export const meanDType = {
  bool: f8, int8: f8, int16: f8, int32: f8, int64: f8, uint8: f8, uint16: f8, uint32: f8, uint64: f8, float32: f4, float64: f8,
} as const satisfies Record<DType, DType>;

/** The dtype of products, running ones too: integers widen, so that sums of small ones do not wrap around. */
// biome-ignore format: a table on one line
export const prodDType = {
  bool: i8, int8: i8, int16: i8, int32: i8, int64: i8, uint8: u8, uint16: u8, uint32: u8, uint64: u8, float32: f4, float64: f8,
} as const satisfies Record<DType, DType>;

/** The dtype of sums: as products, but a sum of booleans is a count, and counts are float64 here (NumPy: int64). */
export const sumDType = { ...prodDType, bool: f8 } as const satisfies Record<DType, DType>;
