import { type Batch, bitmapBytes, type Column, textBytes } from "../../chunk/column.ts";
import { columnTypeOf, ticksPerSecond } from "../../chunk/column-type.ts";
import { type DType, dtypes, type TypedArray } from "../../chunk/dtype.ts";
import { writeColumn } from "../../kernels/frame/cast/write.ts";
import { type Backend, Status } from "../../kernels/kernel.ts";
import { ChunkwiseError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";
import { type CsvWriteFormat, inQuotes, needsQuotes, plainCsv } from "./write-format.ts";
import { adapted, type ColumnWriter } from "./written-texts.ts";

/** Rows that are written at once: their texts stay in the second-level cache. */
const panelRows = 2048;

/** A line with names. */
export function csvHeader(names: readonly string[], format: CsvWriteFormat = plainCsv): Uint8Array {
  const { quoting, delimiter } = format;
  const fields = names.map((name) => {
    const isSpecial = needsQuotes(name, format) || (name === "" && names.length === 1);
    if (isSpecial && quoting === "none")
      throw new ChunkwiseError("OPTION", `toCsv: the name ${JSON.stringify(name)} needs quotes, which quoting: "none" leaves out; give others with header`);
    return isSpecial || quoting === "all" || quoting === "nonnumeric" ? inQuotes(name, format) : name;
  });
  return Buffer.from(`${fields.join(String.fromCharCode(delimiter))}\n`);
}

/** The rows of a batch as UTF-8, some thousands at a time: integers and floats as Python writes them, `True` and `False`, ISO dates and times. A piece is there until the next one is asked for. */
export function* csvRows(backend: Backend, batch: Batch, format: CsvWriteFormat = plainCsv): Generator<Uint8Array> {
  // The kernel ends each record in the place of its last delimiter.
  must(batch.columns.length > 0, "records without a column");
  const columns = batch.columns.map((column) => adapted(backend, column, writerOf(backend, column, format), format, batch.columns.length === 1));
  let memory = new Uint8Array(0);
  let out = new Uint8Array(0);
  for (let from = 0; from < batch.length; from += panelRows) {
    const rows = Math.min(panelRows, batch.length - from);
    let bytes = 0;
    const take = (size: number) => {
      const at = bytes;
      bytes += Math.ceil((size + 16) / 64) * 64;
      return at;
    };
    const places = columns.map(({ longest }) => [take(longest(from, rows)), take(4 * (rows + 1))] as const);
    if (memory.length < bytes) memory = new Uint8Array(2 * bytes);
    let most = 64 + 3 * rows;
    columns.forEach(({ write }, c) => {
      const [text, ends] = places[c]!;
      const endsOf = new Uint32Array(memory.buffer, ends, rows + 1);
      write(from, rows, memory.subarray(text, places[c]![1]), endsOf);
      most += endsOf[rows]! + rows;
    });
    if (out.length < most) out = new Uint8Array(2 * most);
    const state = new Float64Array(1);
    call(backend, "csvJoin", "uint8", {
      n: rows,
      inputs: [memory.subarray(0, Math.max(1, bytes))],
      outputs: [out],
      params: [columns.length, format.delimiter, ...places.flat()],
      state,
    });
    yield out.subarray(0, state[0]);
  }
}

const nothing = new Uint8Array(0);

/** The longest text of a number or time. */
const longestNumber = 40;

function writerOf(backend: Backend, column: Column, format: CsvWriteFormat): ColumnWriter {
  const { type, values, valid } = column;
  const { kind, storage, unit, zone } = columnTypeOf(type);
  // Panels begin with whole bytes of the bitmap.
  const bits = (from: number, rows: number) => (valid === undefined ? nothing : valid.subarray(from >> 3, (from >> 3) + bitmapBytes(rows)));
  const of = (kernel: string, dtype: DType, others: readonly TypedArray[] = [], params: readonly number[] = []): ColumnWriter["write"] => {
    return (from, rows, text, ends) =>
      call(backend, kernel, dtype, { n: rows, inputs: [values.subarray(from, from + rows), bits(from, rows), ...others], outputs: [text, ends], params });
  };
  const number = (write: ColumnWriter["write"]): ColumnWriter => ({ longest: (_, rows) => longestNumber * rows, write });
  if (kind === "utf8") {
    const offsets = column.offsets!;
    return {
      longest: (from, rows) => 2 * (offsets[from + rows]! - offsets[from]!) + 2 * rows,
      write(from, rows, text, ends) {
        const [first, last] = [offsets[from]!, offsets[from + rows]!];
        const inputs = [values.subarray(first, last), bits(from, rows), offsets.subarray(from, from + rows + 1)];
        call(backend, "csvQuote", "uint8", { n: rows, inputs, outputs: [text, ends], params: [first, format.delimiter, format.quote] });
      },
    };
  }
  if (kind === "category") {
    const [texts, ends] = quoted(backend, column.dictionary!, format);
    const lengths = ends.reduce((most, end, i) => (i === 0 ? 0 : Math.max(most, end - ends[i - 1]!)), 0);
    return { longest: (_, rows) => lengths * rows, write: of("csvCodes", "int32", [texts, ends]) };
  }
  if (kind === "date") return number(of("csvDate", "int32"));
  if (kind === "timestamp" && zone === undefined) {
    const perSecond = ticksPerSecond[unit!];
    return number(of("csvTimestamp", "int64", [], [perSecond, Math.round(Math.log10(perSecond)), 0]));
  }
  // Zones and durations have their texts elsewhere.
  if (kind === "timestamp" || kind === "duration") return writerOf(backend, { ...writeColumn(backend, column, column.valid), valid: column.valid }, format);
  must(storage in dtypes, `no text for ${type}`);
  return number(of("csvText", storage));
}

/** The words of a dictionary as they are written, and where each ends. */
function quoted(backend: Backend, dictionary: Column, { delimiter, quote }: CsvWriteFormat): [Uint8Array, Uint32Array] {
  const text = new Uint8Array(2 * textBytes(dictionary) + 2 * dictionary.length + 16);
  const ends = new Uint32Array(dictionary.length + 1);
  call(backend, "csvQuote", "uint8", {
    n: dictionary.length,
    inputs: [dictionary.values, nothing, dictionary.offsets!],
    outputs: [text, ends],
    params: [0, delimiter, quote],
  });
  return [text, ends];
}

function call(backend: Backend, kernel: string, dtype: DType, kernelCall: Parameters<Backend["run"]>[2]): void {
  must(backend.run(kernel, dtype, kernelCall) === Status.ok, `${kernel} failed`);
}

/** All rows in one piece. */
export function csvBytes(backend: Backend, batch: Batch, format?: CsvWriteFormat): Uint8Array {
  return Buffer.concat(Array.from(csvRows(backend, batch, format), (piece) => piece.slice()));
}
