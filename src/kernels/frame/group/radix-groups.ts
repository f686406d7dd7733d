import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { borrow, room } from "../../batch-memory.ts";
import { Status } from "../../kernel.ts";
import { callKernel, canCall, noBits } from "../rows/kernel-call.ts";
import type { GroupCall, Groups } from "./key-index.ts";

/** Rows of a part, on average: tables of parts stay in L2. */
const rowsPerPart = 4096;
const mostPartBits = 11;

/** Groups by a column of numbers that has very many different ones, whose numbers go to `codes`; nothing where parts do not come out even, or the backend lacks memory. */
export function radixGroups({ backend, dropNull }: GroupCall, { type, values, valid, length: n }: Column, codes: Int32Array): Groups | undefined {
  const { storage } = columnTypeOf(type);
  const partBits = Math.max(1, Math.min(mostPartBits, Math.round(Math.log2(n / rowsPerPart))));
  const slotBits = Math.ceil(Math.log2((2 * n) / 2 ** partBits)) + 1;
  const bits = valid ?? noBits;
  const firsts = room("int32", n);
  // Keys with rows, the ends of parts, a table, ranks (native/kernels/group-radix.cpp), each from a cache line on.
  const scratchBytes = Math.ceil(12 * n + 4 * 2 ** partBits + 4 * 2 ** slotBits + 16 * (n / 64 + 2) + 512);
  const count = new Float64Array(1);
  const params = [partBits, slotBits, Number(!dropNull)];
  const status = borrow(scratchBytes, (scratch) => {
    if (!canCall(backend, "groupRadix", storage, values, bits, codes, firsts, scratch)) return Status.more;
    const call = { n, inputs: [values, bits], outputs: [codes, firsts], params, state: count, scratch };
    return callKernel(backend, "groupRadix", storage, call, Status.more);
  });
  return status === Status.more ? undefined : { codes, count: count[0]!, firsts: firsts.subarray(0, count[0]) };
}
