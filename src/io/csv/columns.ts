import { type Batch, bitmapBytes, type Column } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf, ticksPerSecond } from "../../chunk/column-type.ts";
import { dtypes, viewOf } from "../../chunk/dtype.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { MemoryLimitError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";

/** A column to read: the field of the record that it is, and its type; `null`: anything but missing values is wrong. */
export interface WantedColumn {
  readonly field: number;
  readonly type: ColumnType | "null";
  /** Booleans are words alone. */
  readonly words?: boolean | undefined;
}

/** Words of `State` in native/kernels/csv.cpp. */
export const stateWords = { next: 0, rows: 1, reason: 2, detail: 3, begin: 4, end: 5, quotes: 6, skipped: 7, columns: 8, perColumn: 3 } as const;

const typeCodes: { readonly [kind: string]: number } = { null: -1, utf8: 11, category: 12, date: 13, timestamp: 14 };

/** Where one column lies in the memory, in bytes from its start. */
interface Home {
  readonly values: number;
  readonly valid: number;
  readonly offsets: number;
  readonly text: number;
  readonly slots: number;
}

interface Room {
  text: number;
  slots: number;
}

/** What parts before needed: the next one is given as much from the beginning. */
export interface Sizes {
  rows: number;
  readonly room: Room[];
}

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;
const kindOf = (type: ColumnType | "null") => (type === "null" ? "null" : columnTypeOf(type).kind);
const itemsizeOf = (type: ColumnType | "null") => (type === "null" ? 1 : type === "utf8" ? 0 : dtypes[columnTypeOf(type).storage].itemsize);

/** Ticks in a second; negative where a text without an offset is no moment, as clocks in the zone show it at another one. */
function perSecondOf(type: ColumnType): number {
  const { unit, zone } = columnTypeOf(type);
  const ticks = unit === undefined ? 1 : ticksPerSecond[unit];
  return zone === undefined || zone === "UTC" ? ticks : -ticks;
}

const isText = (type: ColumnType | "null") => type === "utf8" || type === "category";

/** A guess: so many rows, and so many bytes of text in each column that has some. */
export function sizesOf(columns: readonly WantedColumn[], rows: number, textBytes: number): Sizes {
  return {
    rows,
    room: columns.map(({ type }) => ({ text: isText(type) ? aligned(Math.max(131072, textBytes)) : 0, slots: type === "category" ? 65536 : 0 })),
  };
}

/** Memory that parsed columns are written to, which grows as it must. */
export class ColumnMemory {
  readonly state: Float64Array;
  memory: Uint8Array;
  private homes: readonly Home[] = [];
  private readonly sizes: Sizes;
  private readonly columns: readonly WantedColumn[];
  private readonly allocate: (bytes: number) => Uint8Array;

  /** `sizes` grow with what is needed. */
  constructor(columns: readonly WantedColumn[], sizes: Sizes, allocate: (bytes: number) => Uint8Array) {
    this.columns = columns;
    this.allocate = allocate;
    this.sizes = sizes;
    this.state = new Float64Array(stateWords.columns + stateWords.perColumn * columns.length);
    const { homes, bytes } = this.layout();
    this.homes = homes;
    this.memory = allocate(bytes);
    this.clear();
  }

  get rowCapacity(): number {
    return this.sizes.rows;
  }

  /** What a kernel is told of the columns. */
  params(): number[] {
    return this.columns.flatMap(({ field, type, words }, c) => {
      const { values, valid, offsets, text, slots } = this.homes[c]!;
      const kind = kindOf(type);
      const code = typeCodes[kind] ?? dtypes[kind as "int8"].code;
      return [
        field,
        code,
        values,
        valid,
        offsets,
        this.sizes.room[c]!.text,
        words ? 0 : type === "null" ? 1 : perSecondOf(type),
        slots,
        this.sizes.room[c]!.slots,
        text,
      ];
    });
  }

  /** Room for so many rows. */
  growRows(backend: Backend, rows: number): void {
    this.sizes.rows = Math.max(rows + 64, Math.ceil(1.5 * this.sizes.rows));
    this.move(backend);
  }

  /** Twice as much room for one column. */
  growColumn(backend: Backend, column: number): void {
    const room = this.sizes.room[column]!;
    must(room.text > 0, `column ${column} cannot be full`);
    // Offsets of text are 32 bits.
    if (room.text >= 2 ** 30)
      throw new MemoryLimitError(
        "readCsv: text of one column in one partition",
        2 * room.text,
        2 ** 31 - 1,
        "pass a smaller blocksize, or read a file that can be cut (not compressed, or bz2)",
      );
    room.text *= 2;
    room.slots *= 2;
    this.move(backend);
  }

  /** What has been read, as it stands in the memory. */
  batch(types: readonly ColumnType[]): Batch {
    const length = this.state[stateWords.rows]!;
    const { buffer, byteOffset } = this.memory;
    const columns = types.map((type, c): Column => {
      const home = this.homes[c]!;
      const [used, nulls, entries] = this.columnState(c);
      const valid = nulls > 0 ? new Uint8Array(buffer, byteOffset + home.valid, bitmapBytes(length)) : undefined;
      const text = new Uint8Array(buffer, byteOffset + home.text, used);
      const offsets = (count: number) => new Int32Array(buffer, byteOffset + home.offsets, count + 1);
      if (type === "utf8") return { type, length, values: text, offsets: offsets(length), valid };
      const { storage } = columnTypeOf(type);
      const values = viewOf(storage, buffer, byteOffset + home.values, length);
      if (type !== "category") return { type, length, values, valid };
      return { type, length, values, valid, dictionary: { type: "utf8", length: entries, values: text, offsets: offsets(entries) } };
    });
    return { length, columns };
  }

  private columnState(column: number): [used: number, nulls: number, entries: number] {
    const at = stateWords.columns + stateWords.perColumn * column;
    return [this.state[at]!, this.state[at + 1]!, this.state[at + 2]!];
  }

  private layout(): { homes: Home[]; bytes: number } {
    let at = 0;
    const take = (bytes: number) => {
      const from = at;
      at += aligned(bytes);
      return from;
    };
    const homes = this.columns.map(({ type }, c): Home => {
      const { text, slots } = this.sizes.room[c]!;
      return {
        values: take(this.sizes.rows * itemsizeOf(type)),
        valid: take(8 * Math.ceil(this.sizes.rows / 64) + 8),
        offsets: take(type === "utf8" ? 4 * (this.sizes.rows + 1) : 2 * slots + 4),
        text: take(text),
        slots: take(4 * slots),
      };
    });
    return { homes, bytes: at };
  }

  /** What is read without having been written. */
  private clear(): void {
    this.homes.forEach(({ offsets, slots }, c) => {
      this.memory.fill(0, offsets, offsets + 4);
      this.memory.fill(0, slots, slots + 4 * this.sizes.room[c]!.slots);
    });
  }

  private move(backend: Backend): void {
    const { memory, homes: old } = this;
    const { homes, bytes } = this.layout();
    this.homes = homes;
    this.memory = this.allocate(bytes);
    const from = this.memory.buffer === memory.buffer ? memory.slice() : memory;
    this.clear();
    const rows = this.state[stateWords.rows]!;
    const copy = (part: keyof Home, column: number, count: number) =>
      this.memory.set(from.subarray(old[column]![part], old[column]![part] + count), homes[column]![part]);
    this.columns.forEach(({ type }, c) => {
      const [used, , entries] = this.columnState(c);
      copy("values", c, rows * itemsizeOf(type));
      copy("valid", c, 8 * Math.ceil(rows / 64));
      copy("text", c, used);
      if (type === "utf8") copy("offsets", c, 4 * (rows + 1));
      if (type !== "category") return;
      copy("offsets", c, 4 * (entries + 1));
      const { text, offsets, slots } = homes[c]!;
      backend.run("csvNumber", "uint8", { n: 0, inputs: [], outputs: [this.memory], params: [entries, text, offsets, slots, this.sizes.room[c]!.slots] });
    });
  }
}
