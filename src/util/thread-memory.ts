/** What is larger is given back. */
const mostKept = 2 ** 28;

let memory = new Uint8Array(0);

/** Memory of this thread to put something together in, until someone else asks for it: fresh memory often costs more than what is done with it. What is in it does not matter. */
export function threadMemory(bytes: number): Uint8Array {
  const own = bytes <= memory.length ? memory : new Uint8Array(bytes);
  if (own.length <= mostKept) memory = own;
  return own.subarray(0, bytes);
}

/** Leaves it to the garbage collector. */
export function dropThreadMemory(): void {
  memory = new Uint8Array(0);
}
