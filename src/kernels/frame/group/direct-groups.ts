import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { callKernel, noBits } from "../rows/kernel-call.ts";
import type { GroupCall, KeyIndex } from "./key-index.ts";

/** The values that a column of integers may have: `size` of them from the least on. */
export interface KeyRange {
  readonly least: bigint;
  readonly size: number;
}

/** The range of the values of a column of integers or booleans; `undefined` if there are more than 2^31 - 4. */
export function keyRange(backend: Backend, { type, values, valid, length }: Column): KeyRange | undefined {
  const { storage } = columnTypeOf(type);
  const out = new dtypes[storage].array(2);
  const any = new Float64Array(1);
  callKernel(backend, "keyRange", storage, { n: length, inputs: [values, valid ?? noBits], outputs: [out], state: any });
  if (any[0] === 0 || length === 0) return { least: 0n, size: 0 };
  const least = BigInt(out[0]!);
  const size = BigInt(out[1]!) - least + 1n;
  return size > 2n ** 31n - 4n ? undefined : { least, size: Number(size) };
}

/** Whether a table with a place for each value of a range is worth its memory for so many rows. */
export function isDense({ size }: KeyRange, rows: number): boolean {
  return size <= Math.max(4 * rows, 65_536);
}

/** Groups by a column of integers or booleans with few different values. */
export function directGroups({ backend, dropNull }: GroupCall, column: Column, range: KeyRange): KeyIndex<Column> {
  const { storage } = columnTypeOf(column.type);
  const { length } = column;
  const codes = room("int32", length);
  const firsts = room("int32", Math.min(length, range.size + 1));
  // The codes of all values, that of null, and -1 for what is outside (native/kernels/group-direct.cpp).
  const table = room("int32", range.size + 2).fill(-1);
  if (dropNull) table[range.size] = -2;
  const groups = new Float64Array(1);
  const params = paramsOf(range);
  const inputs = (keys: Column): TypedArray[] => [keys.values, keys.valid ?? noBits];
  callKernel(backend, "groupDirect", storage, { n: length, inputs: inputs(column), outputs: [codes, firsts, table], params, state: groups });
  table[range.size] = Math.max(-1, table[range.size]!);
  return {
    codes,
    count: groups[0]!,
    firsts: firsts.subarray(0, groups[0]),
    find(keys) {
      const found = room("int32", keys.length);
      callKernel(backend, "findDirect", storage, { n: keys.length, inputs: [...inputs(keys), table], outputs: [found], params });
      return found;
    },
  };
}

/** The place of each value in a range; `nullCode` for null, -1 outside. */
export function rangeCodes(backend: Backend, { type, values, valid, length }: Column, range: KeyRange, nullCode: number): Int32Array {
  const codes = room("int32", length);
  const call = { n: length, inputs: [values, valid ?? noBits], outputs: [codes], params: [...paramsOf(range), nullCode] };
  callKernel(backend, "rangeCodes", columnTypeOf(type).storage, call);
  return codes;
}

/** The least value as two words, and the size. */
function paramsOf({ least, size }: KeyRange): number[] {
  return [...wordsOf(least), size];
}

/** A number of 64 bits as its lower and its higher 32. */
export function wordsOf(number: bigint): [number, number] {
  const bits = BigInt.asUintN(64, number);
  return [Number(bits & 0xffff_ffffn), Number(bits >> 32n)];
}
