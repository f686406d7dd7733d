import type { TypedArray } from "../../chunk/dtype.ts";

/** What is larger is not kept. */
const mostKept = 2 ** 28;

/** Memory that the columns of a task are copied to, and those of the next one over them: fresh memory costs as much as the copy. */
export class Arena {
  #memory = new ArrayBuffer(0);
  #used = 0;
  #wanted = 0;

  /** Begins again: what was copied before is lost. */
  clear(): void {
    if (this.#wanted > this.#memory.byteLength && this.#wanted <= mostKept) this.#memory = new ArrayBuffer(this.#wanted);
    this.#used = 0;
    this.#wanted = 0;
  }

  copy<A extends TypedArray>(view: A): A {
    const bytes = Math.ceil(view.byteLength / 64) * 64;
    this.#wanted += bytes;
    if (this.#used + bytes > this.#memory.byteLength) return view.slice() as A;
    const out = new (view.constructor as new (buffer: ArrayBuffer, byteOffset: number, length: number) => A)(this.#memory, this.#used, view.length);
    out.set(view as never);
    this.#used += bytes;
    return out;
  }
}
