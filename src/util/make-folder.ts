import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Makes a folder, and those around it. (Where none can be, as in /proc, `mkdirSync` with `recursive` never comes back.) */
export function makeFolder(path: string, mode?: number): void {
  try {
    make(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    make(path, mode);
  }
}

function make(path: string, mode: number | undefined): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !statSync(path).isDirectory()) throw error;
  }
}
