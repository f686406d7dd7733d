import { type DType, dtypes, type TypedArrayOf } from "../chunk/dtype.ts";

/**
 * Memory for what batch kernels make while a program runs. It is handed out from one end to the other, and all of it is free again when the results are packed: fresh pages cost more
 * than most kernels, and what the garbage collector has to find is neither free soon nor counted.
 */
export interface BatchMemory {
  readonly bytes: Uint8Array;
  /** Whether it is the thread's, to be used again. */
  readonly isOwn: boolean;
  /** Where the rest begins. */
  used: number;
}

let current: BatchMemory | undefined;

/** The thread's own, for programs that get none of the pool's. */
const ownBytes = 2 ** 23;
let own: Uint8Array | undefined;

/** Memory for a program, `given` or that of the thread; to be closed when its results have been copied. */
export function openBatchMemory(given: Uint8Array): BatchMemory {
  if (given.length > 0) return { bytes: given, isOwn: false, used: 0 };
  const bytes = own ?? new Uint8Array(new ArrayBuffer(ownBytes + 64), 64 - 16, ownBytes);
  own = undefined;
  return { bytes, isOwn: true, used: 0 };
}

export function closeBatchMemory({ bytes, isOwn }: BatchMemory): void {
  if (isOwn) own = bytes;
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

/** An array that is about to be written: anything may stand in it. */
export function room<D extends DType>(dtype: D, length: number): TypedArrayOf[D] {
  const { array, itemsize } = dtypes[dtype];
  const bytes = length * itemsize;
  if (current !== undefined && bytes >= leastBytes && current.used + bytes <= current.bytes.length) {
    const { buffer, byteOffset } = current.bytes;
    const at = byteOffset + current.used;
    current.used += (bytes + 63) & -64;
    return new array(buffer, at, length) as TypedArrayOf[D];
  }
  if (bytes < 4096) return new array(length) as TypedArrayOf[D];
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(bytes);
  return new array(buffer, byteOffset, length) as TypedArrayOf[D];
}

/** An array of zeros. */
export function zeros<D extends DType>(dtype: D, length: number): TypedArrayOf[D] {
  const { array, itemsize } = dtypes[dtype];
  const isOurs = current !== undefined && length * itemsize >= leastBytes && current.used + length * itemsize <= current.bytes.length;
  if (!isOurs) return new array(length) as TypedArrayOf[D];
  const out = room(dtype, length);
  new Uint8Array(out.buffer, out.byteOffset, out.byteLength).fill(0);
  return out;
}

/** Lets `use` have memory that is free again after it; what it makes itself must not last either. */
export function borrow<T>(bytes: number, use: (scratch: Uint8Array) => T): T {
  const memory = current;
  const before = memory?.used ?? 0;
  const result = use(room("uint8", bytes));
  if (memory !== undefined) memory.used = before;
  return result;
}
