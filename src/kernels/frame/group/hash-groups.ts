import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { type DType, dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import { must } from "../../../util/must.ts";
import { lasting, room } from "../../batch-memory.ts";
import { type Backend, type KernelCall, Status } from "../../kernel.ts";
import { callKernel, noBits } from "../rows/kernel-call.ts";
import type { GroupCall, Groups, KeyIndex } from "./key-index.ts";
import { radixGroups } from "./radix-groups.ts";

/** Kernels of a kind of key (native/kernels/group.cpp), and the bytes of a slot of their tables. */
interface Kind {
  readonly group: string;
  readonly find: string;
  readonly rehash: string;
  readonly dtype: DType;
  readonly slotBytes: number;
}

/** Slots of a new table. */
const fewestSlots = 1024;
/** A table is full when it has so many groups a slot (`limit` in native/kernels/group-table.hpp). */
const fullness = 5 / 8;
/** Small tables grow faster; large ones should not be larger than they must. */
const growthOf = (bytes: number) => (bytes < 2 ** 20 ? 4 : 2);

/** A table of this many bytes is no longer in L2, and so many rows are worth the other way. */
const largeTable = 2 ** 21;
const manyRows = 2 ** 18;

/** Groups by any key of one column, through a hash table. */
export function hashGroups(grouping: GroupCall, column: Column): KeyIndex<Column> {
  const codes = room("int32", column.length);
  return grouping.searched ? searchedGroups(grouping, column, codes) : { ...passingGroups(grouping, column, codes), find: notSearched };
}

const notSearched = () => must(false, "a search in groups that are not searched") as never;

/** The table stays. */
function searchedGroups({ backend, dropNull }: GroupCall, column: Column, codes: Int32Array): KeyIndex<Column> {
  const kind = kindOf(column);
  const { table, firsts, nullCode } = fillTable({ backend, dropNull, column, codes, givesUp: false });
  return {
    codes,
    count: firsts.length,
    firsts,
    find(other) {
      const found = room("int32", other.length);
      const numbered = column.offsets === undefined ? [] : [column.values, column.offsets, firsts];
      const inputs = [...inputsOf(other), table, ...numbered];
      callKernel(backend, kind.find, kind.dtype, { n: other.length, inputs, outputs: [found], params: [Math.max(-1, nullCode)] });
      return found;
    },
  };
}

/** The memory of tables is free again. */
function passingGroups(grouping: GroupCall, column: Column, codes: Int32Array): Groups {
  const { backend, dropNull } = grouping;
  let gaveUp = false;
  const fill = (givesUp: boolean) =>
    lasting("int32", () => {
      const filled = fillTable({ backend, dropNull, column, codes, givesUp });
      gaveUp = filled.gaveUp;
      return filled.firsts;
    });
  const firsts = fill(true);
  if (!gaveUp) return { codes, count: firsts.length, firsts };
  const groups = radixGroups(grouping, column, codes);
  if (groups !== undefined) return groups;
  const all = fill(false);
  return { codes, count: all.length, firsts: all };
}

interface Filling {
  readonly backend: Backend;
  readonly dropNull: boolean;
  readonly column: Column;
  readonly codes: Int32Array;
  /** Whether to stop where there is a better way. */
  readonly givesUp: boolean;
}

interface Filled {
  readonly table: Uint8Array;
  readonly firsts: Int32Array;
  readonly nullCode: number;
  readonly gaveUp: boolean;
}

function fillTable({ backend, dropNull, column, codes, givesUp }: Filling): Filled {
  const kind = kindOf(column);
  // The next row, groups so far, the code of null (native/kernels/group-table.hpp).
  const progress = Float64Array.of(0, 0, dropNull ? -2 : -1);
  let table = vacant(fewestSlots * kind.slotBytes);
  let firsts = room("int32", fewestSlots * fullness);
  let gaveUp = false;
  const call = (): KernelCall => ({ n: column.length, inputs: inputsOf(column), outputs: [codes, firsts, table], state: progress });
  while (callKernel(backend, kind.group, kind.dtype, call(), Status.more) === Status.more) {
    gaveUp = givesUp && table.length === largeTable && column.length > manyRows && hasManyKeys(column, progress);
    if (gaveUp) break;
    const growth = growthOf(table.length);
    const larger = vacant(growth * table.length);
    callKernel(backend, kind.rehash, "int32", { n: 0, inputs: [table], outputs: [larger] });
    table = larger;
    const longer = room("int32", growth * firsts.length);
    longer.set(firsts);
    firsts = longer;
  }
  return { table, firsts: firsts.subarray(0, progress[1]), nullCode: progress[2]!, gaveUp };
}

/** Whether so many of the rows so far brought a new key that the table would grow further and further. */
function hasManyKeys({ type, offsets }: Column, [rows, groups]: Float64Array): boolean {
  const { storage } = columnTypeOf(type);
  return offsets === undefined && dtypes[storage].itemsize >= 4 && groups! > rows! / 4;
}

function kindOf({ type, offsets }: Column): Kind {
  if (offsets !== undefined) return { group: "groupTextKeys", find: "findTextKeys", rehash: "rehashTextKeys", dtype: "uint8", slotBytes: 32 };
  return { group: "groupKeys", find: "findKeys", rehash: "rehashKeys", dtype: columnTypeOf(type).storage, slotBytes: 16 };
}

function inputsOf({ values, valid, offsets }: Column): TypedArray[] {
  return [values, valid ?? noBits, ...(offsets === undefined ? [] : [offsets])];
}

function vacant(bytes: number): Uint8Array {
  return room("uint8", bytes).fill(0xff);
}
