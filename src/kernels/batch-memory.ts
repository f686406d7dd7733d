import { type DType, dtypes, type TypedArray, type TypedArrayOf } from "../chunk/dtype.ts";
import { relief } from "./addon.ts";
import { cacheLine, createSpareMemory, type Stretch } from "./spare-memory.ts";

/**
 * Memory for what batch kernels make while a program runs. It is handed out from one end to the other, and all of it is free again when the results are packed: fresh pages cost more
 * than most kernels, and what the garbage collector has to find is neither free soon nor counted.
 */
export interface BatchMemory {
  /** First what was given, then what the thread adds. */
  readonly stretches: Stretch[];
  /** How many of them were given. */
  readonly given: number;
}

let current: BatchMemory | undefined;
const spare = createSpareMemory(() => relief().discard);

/** How much memory for batch kernels a thread keeps for itself from task to task. */
export const keepBatchMemory = spare.keep;
export const cleanBatchMemory = spare.clean;

/** Memory for a program, `given` and what the thread adds; to be closed when its results have been copied. */
export function openBatchMemory(given: Uint8Array): BatchMemory {
  return given.length > 0 ? { stretches: [{ bytes: given, used: 0, touched: 0 }], given: 1 } : { stretches: [], given: 0 };
}

export function closeBatchMemory({ stretches, given }: BatchMemory): void {
  for (let i = given; i < stretches.length; i++) spare.put(stretches[i]!);
}

/** Runs kernels, which take their memory there. */
export function withBatchMemory<T>(memory: BatchMemory, run: () => T): T {
  const before = current;
  current = memory;
  try {
    return run();
  } finally {
    current = before;
  }
}

/** What is smaller than this is no matter. */
const leastBytes = 512;

/** Takes so many bytes of a stretch. */
function take({ stretches }: BatchMemory, bytes: number): { readonly buffer: ArrayBufferLike; readonly start: number } {
  let at = 0;
  while (at < stretches.length && stretches[at]!.used + bytes > stretches[at]!.bytes.length) at++;
  if (at === stretches.length) stretches.push(spare.take(bytes));
  const stretch = stretches[at]!;
  const { buffer, byteOffset } = stretch.bytes;
  const start = byteOffset + stretch.used;
  stretch.used += cacheLine(bytes);
  if (stretch.used > stretch.touched) stretch.touched = stretch.used;
  return { buffer, start };
}

/** An array that is about to be written: anything may stand in it. */
export function room<D extends DType>(dtype: D, length: number): TypedArrayOf[D] {
  const { array, itemsize } = dtypes[dtype];
  const bytes = length * itemsize;
  if (current !== undefined && bytes >= leastBytes) {
    const { buffer, start } = take(current, bytes);
    return new array(buffer, start, length) as TypedArrayOf[D];
  }
  if (bytes < 4096) return new array(length) as TypedArrayOf[D];
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(bytes);
  return new array(buffer, byteOffset, length) as TypedArrayOf[D];
}

/** An array of zeros. */
export function zeros<D extends DType>(dtype: D, length: number): TypedArrayOf[D] {
  const { array, itemsize } = dtypes[dtype];
  if (current === undefined || length * itemsize < leastBytes) return new array(length) as TypedArrayOf[D];
  const out = room(dtype, length);
  new Uint8Array(out.buffer, out.byteOffset, out.byteLength).fill(0);
  return out;
}

/** What `use` takes is free again after it; what it gives must not lie there. */
export function passing<T>(use: () => T): T {
  const memory = current;
  const before = memory?.stretches.map(({ used }) => used);
  const result = use();
  memory?.stretches.forEach((stretch, i) => {
    stretch.used = before![i] ?? 0;
  });
  return result;
}

/** Lets `use` have memory that is free again after it; what it makes itself must not last either. */
export function borrow<T>(bytes: number, use: (scratch: Uint8Array) => T): T {
  return passing(() => use(room("uint8", bytes)));
}

/** What `make` takes is free again after it, but for a copy of the array it gives. */
export function lasting<T extends TypedArray>(dtype: DType, make: () => T): T {
  const made = passing(make);
  // It may lie where the copy goes: elements are moved as if all were read before.
  const kept = room(dtype, made.length);
  (kept as TypedArray).set(made as never);
  return kept as TypedArray as T;
}
