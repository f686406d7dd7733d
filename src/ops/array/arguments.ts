import { ShapeError } from "../../util/errors.ts";

/** Lengths of axes are whole numbers from 0 on. */
export function checkLengths(shape: readonly number[], operation: string): void {
  const wrong = shape.find((extent) => !Number.isSafeInteger(extent) || extent < 0);
  if (wrong !== undefined || shape.includes(undefined as never)) throw new ShapeError(`${operation}: ${String(wrong)} is not a length`);
}

export function checkInteger(value: number, operation: string, what: string): void {
  if (!Number.isInteger(value)) throw new ShapeError(`${operation}: ${what} ${String(value)} is not a whole number`);
}
