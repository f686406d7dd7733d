/** What is larger is given back. */
const mostKept = 2 ** 26;

/** Memory of a thread that is used again and again, and grows as it must. What is in it does not matter. */
export function growing(): (bytes: number) => Uint8Array {
  let memory = new Uint8Array(0);
  return (bytes) => {
    if (bytes <= memory.length) return memory.subarray(0, bytes);
    const own = new Uint8Array(Math.max(bytes, Math.min(mostKept, 2 * memory.length)));
    if (own.length <= mostKept) memory = own;
    return own.subarray(0, bytes);
  };
}
