import type { TypedArray } from "../../chunk/dtype.ts";

/** What is larger is not kept. */
const mostKept = 2 ** 28;

/** Memory that the columns of a task are put in, and those of the next one over them: fresh memory costs as much as the copy. */
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
    const { buffer, byteOffset } = this.take(view.byteLength);
    const out = new (view.constructor as new (buffer: ArrayBufferLike, byteOffset: number, length: number) => A)(buffer, byteOffset, view.length);
    out.set(view as never);
    return out;
  }

  /** So many bytes, from a multiple of 64 on. What is in them does not matter. */
  take(bytes: number): Uint8Array {
    const whole = Math.ceil(bytes / 64) * 64;
    this.#wanted += whole;
    if (this.#used + whole > this.#memory.byteLength) return new Uint8Array(bytes);
    const from = this.#used;
    this.#used += whole;
    return new Uint8Array(this.#memory, from, bytes);
  }
}
