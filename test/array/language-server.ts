import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** A place in a file, both counted from 0. */
export interface Location {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** TypeScript's own language server, as editors talk to it. */
export class LanguageServer implements Disposable {
  readonly #child;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #received = Buffer.alloc(0);

  private constructor(command: string, folder: string) {
    this.#child = spawn(command, ["--lsp", "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    this.#child.stdin.on("error", () => {});
    this.#child.stdout.on("data", (bytes: Buffer) => this.#take(bytes));
  }

  static async start(folder: string): Promise<LanguageServer> {
    const { resolve } = createRequire(import.meta.url);
    const { default: executable } = await import(pathToFileURL(join(dirname(resolve("typescript/package.json")), "lib", "getExePath.js")).href);
    const server = new LanguageServer(executable(), folder);
    await server.ask("initialize", { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} });
    server.#send({ method: "initialized", params: {} });
    return server;
  }

  open(uri: string, text: string): void {
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "typescript", version: 1, text } } });
  }

  ask(method: string, params: object): Promise<unknown> {
    const id = this.#waiting.size + 1;
    return new Promise((answered) => {
      this.#waiting.set(id, answered);
      this.#send({ id, method, params });
    });
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, end).toString())![1]);
      if (this.#received.length < end + 4 + length) return;
      const message = JSON.parse(this.#received.subarray(end + 4, end + 4 + length).toString());
      this.#received = this.#received.subarray(end + 4 + length);
      if (message.method === undefined) this.#waiting.get(message.id)?.(message.result);
      // What the server asks of an editor has no answer here.
      else if (message.id !== undefined) this.#send({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
    }
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
