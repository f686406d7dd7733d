import { StorageError } from "../util/errors.ts";

/** Runs what reads a structure that a damaged file may have wrong: what it trips over becomes an error that names the file and what was read. */
export function whileReading<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError)
      throw new StorageError(path, `is damaged: ${what} cannot be read: ${cause.message}`, { cause });
    throw cause;
  }
}
