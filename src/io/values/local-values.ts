// Values that cannot leave this thread, by number. They live as long as somebody else holds on to them: a run while it lasts, or the collection that a run was persisted as.

const values = new Map<number, WeakRef<object>>();
const numbers = new WeakMap<object, number>();
const forget = new FinalizationRegistry<number>((number) => values.delete(number));
let count = 0;

/** The number of a value. */
export function numberOfLocal(value: object): number {
  const known = numbers.get(value);
  if (known !== undefined) return known;
  const number = count++;
  numbers.set(value, number);
  values.set(number, new WeakRef(value));
  forget.register(value, number);
  return number;
}

/** The value; nothing if it is another thread's. */
export function localValue(number: number): object | undefined {
  return values.get(number)?.deref();
}
