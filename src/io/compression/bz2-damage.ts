import { StorageError } from "../../util/errors.ts";

/** What `Bz2Fault` of native/kernels/bz2-block.hpp means, in its order. */
const faults = [
  "",
  "it does not begin with the mark of a block",
  "its text begins beyond its end",
  "no bytes occur in it",
  "it has fewer than 2 or more than 6 code tables",
  "its list of code tables is wrong",
  "the lengths of its codes are wrong",
  "it has a code that means nothing",
  "it is longer than its stream says",
  "the file ends in it",
] as const;

/** The fault that more bytes may mend. */
export const isCut = faults.length - 1;

export function damaged(path: string, bit: number, why: string): StorageError {
  return new StorageError(path, `is damaged: in the bzip2 block at byte ${Math.floor(bit / 8)} (bit ${bit % 8}) ${why}`);
}

export function damagedBlock(path: string, bit: number, fault: number): StorageError {
  return damaged(path, bit, faults[fault]!);
}
