/** The greater of two numbers or bigints. Of a zero and a negative zero it is the second, as the machine has it; `Math.max` would take the positive one. */
export function greaterOf<T extends number | bigint>(x: T, y: T): T {
  return x > y ? x : y;
}

/** The smaller of two numbers or bigints; of a zero and a negative zero the second. */
export function smallerOf<T extends number | bigint>(x: T, y: T): T {
  return x < y ? x : y;
}
