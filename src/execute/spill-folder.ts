import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { isMainThread, threadId } from "node:worker_threads";
import { StorageError } from "../util/errors.ts";
import { makeFolder } from "../util/make-folder.ts";

/** `chunkwise-<host>-<process>-<thread>`: other hosts may share the disk. */
const prefix = `chunkwise-${hostname()}-`;
const made = new Map<string, string>();

/** This thread's own folder below `root`, made when it is first asked for; it goes when the process exits. */
export function spillFolder(root: string = tmpdir()): string {
  const known = made.get(root);
  // Somebody may have cleaned up.
  if (known !== undefined && existsSync(known)) return known;
  const folder = join(root, `${prefix}${process.pid}-${threadId}`);
  try {
    makeFolder(root);
    removeStale(root);
    rmSync(folder, { recursive: true, force: true });
    makeFolder(folder, 0o700);
  } catch (cause) {
    throw new StorageError(root, `the spill folder cannot be written (${(cause as Error).message}); set spillFolder to one that can, or raise memoryLimit`, {
      cause,
    });
  }
  if (made.size === 0) process.on("exit", removeOwn);
  made.set(root, folder);
  return folder;
}

/** The main thread also cleans up after workers, which may have been terminated. */
function removeOwn(): void {
  for (const [root, folder] of made) {
    if (!existsSync(root)) continue;
    const own = isMainThread ? readdirSync(root).filter((name) => name.startsWith(`${prefix}${process.pid}-`)) : [basename(folder)];
    for (const name of own) rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** Removes what processes left behind that ended without a chance to do so. */
function removeStale(root: string): void {
  for (const name of readdirSync(root)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (pid > 0 && pid !== process.pid && !isRunning(pid)) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
