/** What we use of WebAssembly: TypeScript has its types only in lib.dom, which promises much that Node.js lacks. */
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB; `buffer` is another one afterwards. */
  grow(pages: number): number;
}

/** Compiles a module that imports nothing; what it gives starts it anew, with memory of its own. */
export function compile<Exports>(bytes: Uint8Array): () => Exports {
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssembly }).WebAssembly;
  const module = new Module(bytes);
  return () => new Instance(module).exports as Exports;
}
