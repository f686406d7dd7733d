/** How a domain is cut into tiles. */
export interface TileShape {
  /** Elements of a tile that goes through registers, and the length of the rows at whose ends tiles end (0: anywhere). */
  readonly tile: number;
  readonly row: number;
  /** The same where every kernel reads its inputs in place; 0 where that cannot be. */
  readonly direct: number;
  readonly directRow: number;
}

/** What the cut depends on, of an instruction: a reduction (`sink`) over rows of so many elements, or over columns so many apart. */
interface Walk {
  readonly kind: string;
  readonly row: number;
  readonly columns: boolean;
}

/** Rows of columns that a reduction reads together (`rows_at_once` in native/kernels/reduce-walk.hpp); multiples of any such number; and as many as it joins to its slots at most (`column_block`). */
const rowsAtOnce = 8;
const rowsInStep = 24;
const rowsJoined = 480;
/** Elements of the largest tile. */
const largest = 2 ** 23;

/** What goes through registers has to stay in L1; what several kernels read one after the other, in L2. */
export function tileShape(instructions: readonly Walk[], registers: number, loads: number, size: number): TileShape {
  const sinks = instructions.filter(({ kind }) => kind === "sink");
  const row = sinks.length > 0 ? Math.min(...sinks.map((one) => one.row)) : 0;
  const tile = size <= 256 ? 256 : registers + loads <= 4 ? 1024 : 512;
  const columns = Math.max(0, ...sinks.filter((one) => one.columns).map((one) => one.row));
  const alone = instructions.length === 1;
  const steps = Math.floor(Math.min(rowsJoined, largest / columns) / rowsInStep);
  const together = columns * (alone && steps > 0 ? steps * rowsInStep : rowsAtOnce);
  const direct = registers > 0 ? 0 : Math.min(largest, Math.max(alone ? 2 ** 18 : 2 ** 13, together));
  return { tile, row, direct, directRow: together > 0 ? together : row };
}
