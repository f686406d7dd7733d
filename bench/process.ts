import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What a contestant says of one run. `check` is a number that all contestants of a bench must agree on. */
export interface Lap {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes?: number;
  readonly check?: number;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: { readonly [name: string]: string };
}

/** A process that does its work once whenever it is asked, so that contestants can take turns. */
export class Contestant {
  readonly facts: { readonly [fact: string]: unknown };
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, facts: { readonly [fact: string]: unknown }) {
    this.#child = child;
    this.#lines = lines;
    this.facts = facts;
  }

  /** Starts it and waits until it is set up. */
  static async start({ command, args, env }: Command): Promise<Contestant> {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
    child.on("error", () => child.stdout!.destroy());
    // One that died is noticed where its answer is missing.
    child.stdin!.on("error", () => {});
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const facts = await nextLine(lines, `${command} ${args.join(" ")}`);
    return new Contestant(child, lines, facts);
  }

  /** One turn; of a workload of several queries, which. */
  async lap(query?: string): Promise<Lap> {
    this.#child.stdin!.write(query === undefined ? "go\n" : `go ${query}\n`);
    return (await nextLine(this.#lines, this.#child.spawnargs.join(" "))) as unknown as Lap;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin!.end("quit\n");
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await exited;
    clearTimeout(late);
  }
}

async function nextLine(lines: AsyncIterator<string>, what: string): Promise<{ readonly [fact: string]: unknown }> {
  const { value, done } = await lines.next();
  if (done) throw new Error(`${what} ended without an answer`);
  return JSON.parse(value);
}
