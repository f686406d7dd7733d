import { closeSync, openSync, readSync } from "node:fs";
import type { CsvPart } from "../../ops/frame/csv-scan.ts";
import { StorageError } from "../../util/errors.ts";

/** The bytes of a part one after the other, and those after it. */
export interface PartReader extends Disposable {
  /** Fills `target` as far as the part goes, and returns how many bytes came: fewer than asked for only at its end. */
  read(target: Uint8Array): number;
  /** As `read`, to the end of the file. */
  readOn(target: Uint8Array): number;
}

export function openPart(path: string, part: CsvPart): PartReader {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (cause) {
    throw new StorageError(path, `cannot be opened: ${(cause as Error).message}`, { cause });
  }
  let at = part.start;
  const fill = (target: Uint8Array, end: number) => {
    const wanted = Math.min(target.length, end - at);
    let done = 0;
    while (done < wanted) {
      const got = readSync(file, target, done, wanted - done, at + done);
      if (got === 0) break;
      done += got;
    }
    at += done;
    return done;
  };
  return {
    read: (target) => fill(target, part.end),
    readOn: (target) => fill(target, Number.POSITIVE_INFINITY),
    [Symbol.dispose]: () => closeSync(file),
  };
}
