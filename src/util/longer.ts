/** The same list with room for `length` numbers, and some more: one that grows is copied a few times only. */
export function longer<Numbers extends Int32Array | Float64Array>(list: Numbers, length: number): Numbers {
  const twice = new (list.constructor as new (length: number) => Numbers)(Math.max(length, 2 * list.length));
  twice.set(list);
  return twice;
}
