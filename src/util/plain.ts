/** An object literal, of this realm or another (`vm`, test runners): what options and schemas are, and class instances, arrays and typed arrays are not. */
export function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === null || proto === Object.prototype || (Object.getPrototypeOf(proto) === null && Object.hasOwn(proto as object, "hasOwnProperty"));
}
