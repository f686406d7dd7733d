import { binary, integers, numeric, unary } from "../../define/scalar-op.ts";

const float = Math.fround;

/** Toward minus infinity; bigints divide toward zero. */
function floorDivideInt(x: bigint, y: bigint): bigint {
  if (y === 0n) return 0n;
  const quotient = x / y;
  return quotient * y !== x && x < 0n !== y < 0n ? quotient - 1n : quotient;
}

/** NumPy's floats: the remainder has the divisor's sign, and a quotient that rounding left just below an integer is that integer. */
function floorDivide(x: number, y: number, round: (value: number) => number): number {
  if (y === 0) return x / y;
  const rest = x % y;
  let quotient = round(round(x - rest) / y);
  if (rest !== 0 && y < 0 !== rest < 0) quotient = round(quotient - 1);
  if (quotient === 0) return Object.is(Math.sign(x / y), -0) || x / y < 0 ? -0 : 0;
  const below = Math.floor(quotient);
  return quotient - below > 0.5 ? round(below + 1) : below;
}

function remainder(x: number, y: number): number {
  const rest = x % y;
  if (y === 0) return rest;
  if (rest === 0) return y < 0 || Object.is(y, -0) ? -0 : 0;
  return y < 0 !== rest < 0 ? rest + y : rest;
}

function gcd(x: bigint, y: bigint): bigint {
  let [a, b] = [x < 0n ? -x : x, y < 0n ? -y : y];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function lcm(x: bigint, y: bigint): bigint {
  const common = gcd(x, y);
  const product = common === 0n ? 0n : (x / common) * y;
  return product < 0n ? -product : product;
}

/** x to the power y modulo 2^64, by squaring. */
function powerInt(x: bigint, y: bigint): bigint {
  if (y < 0n) throw new RangeError(`power: an integer to the negative integer power ${y} is not an integer; cast to float64 first`);
  let [base, exponent, result] = [x, y, 1n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = BigInt.asUintN(64, result * base);
    base = BigInt.asUintN(64, base * base);
  }
  return result;
}

/** C's pow: 1 to any power is 1, and so is -1 to an infinite one. */
export function power(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
}

export const division = {
  /** The quotient of two arrays rounded down. An integer divided by zero gives 0. NumPy's `floor_divide`. */
  floorDivide: binary("floorDivide", {
    dtypes: numeric,
    aliases: ["floordiv"],
    of: { int: floorDivideInt, float: (x, y) => floorDivide(x, y, (value) => value), float32: (x, y) => floorDivide(x, y, float) },
  }),
  /** What `floorDivide` leaves, with the sign of the divisor. An integer modulo zero gives 0. NumPy's `remainder`. */
  remainder: binary("remainder", {
    dtypes: numeric,
    aliases: ["mod"],
    of: { int: (x, y) => (y === 0n ? 0n : x - floorDivideInt(x, y) * y), float: remainder },
  }),
  /** What division toward zero leaves, with the sign of the dividend. An integer modulo zero gives 0. NumPy's `fmod`. */
  fmod: binary("fmod", {
    dtypes: numeric,
    of: { int: (x, y) => (y === 0n ? 0n : x % y), float: (x, y) => x % y },
  }),
  /** 1 divided by each element; of integers toward zero, and 0 for 0. NumPy's `reciprocal`. */
  reciprocal: unary("reciprocal", {
    dtypes: numeric,
    of: { int: (x) => (x === 1n || x === -1n ? x : 0n), float: (x) => 1 / x },
  }),
  /** Each element of the first array to the power of that of the second. Integers wrap around; an integer to a negative integer power is an error. NumPy's `power`. */
  power: binary("power", {
    dtypes: numeric,
    aliases: ["pow"],
    ulp: 1,
    of: { int: powerInt, float: power },
  }),
  /** Each element of the first array to the power of that of the second, in float64. NumPy's `float_power`. */
  floatPower: binary("floatPower", {
    dtypes: ["float64"],
    ulp: 1,
    of: { float: power },
  }),
  /** The greatest common divisor of two integers; that of 0 and 0 is 0. NumPy's `gcd`. */
  gcd: binary("gcd", {
    dtypes: integers,
    refuses: ["bool"],
    of: { int: gcd },
  }),
  /** The least common multiple of two integers; 0 if one of them is 0. It wraps around. NumPy's `lcm`. */
  lcm: binary("lcm", {
    dtypes: integers,
    refuses: ["bool"],
    of: { int: lcm },
  }),
};
