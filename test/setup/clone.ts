import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";

/** An empty folder that goes away with the test. */
export function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "chunkwise-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The repository as a fresh clone would have it, with what is not committed yet. */
export function cloneInto(folder: string): string {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: packageRoot, encoding: "utf8", maxBuffer: 1 << 26 });
  for (const file of files.split("\0").filter((name) => name !== "" && existsSync(join(packageRoot, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(packageRoot, file), join(folder, file), { preserveTimestamps: true });
  }
  return folder;
}

/** A PATH on which there are only these programs. */
export function pathWith(folder: string, ...programs: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    const found = (process.env["PATH"] ?? "").split(delimiter).find((place) => existsSync(join(place, program)));
    if (found !== undefined) symlinkSync(realpathSync(join(found, program)), join(folder, program));
  }
  return folder;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with an environment of its own: npm's settings and ours do not come along. */
export function runIn(cwd: string, program: string, args: readonly string[], extra: Record<string, string> = {}): Outcome {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_(lifecycle|package|command)|CHUNKWISE_|NODE_TEST|INIT_CWD)/i.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env: { ...env, ...extra }, encoding: "utf8", maxBuffer: 1 << 26 });
  return { status, stdout: stdout ?? "", stderr: stderr ?? "" };
}
