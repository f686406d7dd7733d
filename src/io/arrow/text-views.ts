import type { Data } from "apache-arrow";
import type { Column } from "../../chunk/column.ts";

/** Short texts stand in their views, of longer ones the views say where they are. */
const [viewBytes, shortest] = [16, 12];

/** Text that is seen through views (length; the bytes, or their beginning, the number of their buffer and where in it), as text with offsets. */
export function viewedText(data: Data, valid: Uint8Array | undefined): Required<Pick<Column, "values" | "offsets">> {
  const { length } = data;
  const views = data.values as unknown as Uint8Array;
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  const isMissing = (row: number) => valid !== undefined && (valid[row >> 3]! & (1 << (row & 7))) === 0;
  const offsets = new Int32Array(length + 1);
  let bytes = 0;
  for (let row = 0; row < length; row++) {
    if (!isMissing(row)) bytes += view.getUint32(viewBytes * row, true);
    if (bytes > 0x7fff_ffff) throw new RangeError(`${length} rows have more than 2 GiB of text; write smaller batches`);
    offsets[row + 1] = bytes;
  }
  const values = new Uint8Array(bytes);
  for (let row = 0; row < length; row++) {
    const size = offsets[row + 1]! - offsets[row]!;
    if (size === 0) continue;
    const at = viewBytes * row;
    const isShort = size <= shortest;
    const source = isShort ? views : data.variadicBuffers[view.getUint32(at + 8, true)];
    const from = isShort ? at + 4 : view.getUint32(at + 12, true);
    if (source === undefined || from + size > source.length) throw new RangeError(`the text of row ${row} lies beyond its buffer`);
    values.set(source.subarray(from, from + size), offsets[row]!);
  }
  return { values, offsets };
}
