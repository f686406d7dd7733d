import { sizeOf } from "./chunk.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { formatFloats } from "./format-floats.ts";

/** What printing needs to know of an array. */
interface Printable {
  readonly dtype: DType;
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

// NumPy's print options.
const threshold = 1000;
const edge = 3;
const lineWidth = 75;

const prefix = "array(";
/** Dtypes that the elements tell by themselves. */
const evident: ReadonlySet<DType> = new Set<DType>(["float64", "int64", "bool"]);

/** The text of NumPy's `repr`: aligned columns, `...` for the middle of long axes, lines of at most 75 characters. */
export function printNDArray(array: Printable): string {
  const size = sizeOf(array.shape);
  const facts: string[] = [];
  const shown = array.shape.map((extent) => shownAlong(extent, size > threshold));
  const summarized = shown.some((indices) => indices.includes(gap));
  if (summarized || (size === 0 && array.shape.length > 1)) facts.push(`shape=[${array.shape.join(", ")}]`);
  if (!evident.has(array.dtype) || size === 0) facts.push(`dtype=${array.dtype}`);

  const body = size === 0 ? "[]" : printBody(array, shown);
  const tail = facts.map((fact) => `, ${fact}`).join("");
  const lastLine = body.length - (body.lastIndexOf("\n") + 1) + (body.includes("\n") ? 0 : prefix.length);
  const fits = lastLine + tail.length + 1 <= lineWidth;
  return `${prefix}${body}${fits ? tail : `,\n${" ".repeat(prefix.length)}${tail.slice(2)}`})`;
}

/** Stands for the indices left out. */
const gap = -1;

function shownAlong(extent: number, summarize: boolean): readonly number[] {
  const all = Array.from({ length: summarize ? Math.min(extent, 2 * edge) : extent }, (_, i) => i);
  if (!summarize || extent <= 2 * edge) return all;
  return [...all.slice(0, edge), gap, ...all.slice(edge).map((i) => extent - 2 * edge + i)];
}

function printBody(array: Printable, shown: readonly (readonly number[])[]): string {
  const offsets: number[] = [];
  collect(0, 0);
  const words = formatElements(array, offsets);
  let next = 0;
  return print(0, prefix.length + 1);

  function collect(axis: number, offset: number): void {
    if (axis === shown.length) offsets.push(offset);
    else for (const at of shown[axis]!) if (at !== gap) collect(axis + 1, offset + at * array.stride[axis]!);
  }

  function print(axis: number, indent: number): string {
    if (axis === shown.length) return words[next++]!;
    const parts = shown[axis]!.map((at) => (at === gap ? "..." : print(axis + 1, indent + 1)));
    const below = shown.length - axis - 1;
    if (below === 0) return `[${wrap(parts, indent, lineWidth - 1 - axis)}]`;
    return `[${parts.join(`,${"\n".repeat(below)}${" ".repeat(indent)}`)}]`;
  }
}

/** Joins words by commas; a line begins anew, at `indent`, where it would reach `width`. */
function wrap(words: readonly string[], indent: number, width: number): string {
  let text = "";
  let column = indent;
  words.forEach((word, i) => {
    if (i > 0) {
      text += ",";
      column += 1;
      // One more for the comma or bracket that follows.
      const fits = column + 1 + word.length + 1 <= width;
      text += fits ? " " : `\n${" ".repeat(indent)}`;
      column = fits ? column + 1 : indent;
    }
    text += word;
    column += word.length;
  });
  return text;
}

/** Elements as words of one width. */
function formatElements({ dtype, data }: Printable, offsets: readonly number[]): readonly string[] {
  const values = offsets.map((offset) => data[offset]!);
  if (dtype === "float64" || dtype === "float32") return formatFloats(values as number[], dtype);
  const words = values.map(dtype === "bool" ? (value) => (value ? "true" : "false") : String);
  // NumPy keeps room for `false` where there is only `true`.
  const width = words.reduce((most, word) => Math.max(most, word.length), dtype === "bool" ? 5 : 0);
  return words.map((word) => word.padStart(width));
}
