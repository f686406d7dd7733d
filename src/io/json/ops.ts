import type { Expr } from "../../expr/expr.ts";
import type { Schema } from "../../expr/meta.ts";
import { loadBackend } from "../../kernels/load.ts";
import type { PartFacts } from "../../ops/frame/part-facts.ts";
import { type ScanParams, scan } from "../../ops/frame/scan.ts";
import { ChunkwiseError, ColumnError, ParseError } from "../../util/errors.ts";
import { optionNames, refuseUnknown } from "../../util/option-names.ts";
import { type Compression, codecOf, withCompression } from "../compression/codecs.ts";
import { findData } from "../files/find-data.ts";
import type { PathPattern } from "../files/paths.ts";
import { openRandomAccess } from "../files/random-access.ts";
import { knownFile } from "../files/unchanged.ts";
import { readSchema, type SchemaOption } from "../objects/from-columns.ts";
import { bytesOption, requireTypes } from "../reader-options.ts";
import { SeenColumns } from "./infer.ts";
import { type JsonPart, linePieces, linesBeforePart } from "./line-pieces.ts";
import { withoutMark } from "./read-part.ts";

export interface ReadJsonOptions {
  /** The columns to read and their types; other keys are left out. Without it all keys of the lines that are looked at are columns. */
  readonly schema?: SchemaOption | undefined;
  /** Types of some columns; the others are inferred. */
  readonly dtype?: SchemaOption | undefined;
  /** What types are inferred from: some lines of every file, or `all` of them. */
  readonly infer?: "sample" | "all" | undefined;
  readonly compression?: Compression | undefined;
  /** About how many bytes of a file become a partition; compressed files are read whole. Default 16 MiB. */
  readonly blocksize?: number | string | undefined;
}

const readOptions = optionNames<ReadJsonOptions>({ schema: true, dtype: true, infer: true, compression: true, blocksize: true });

const endings = [".jsonl", ".ndjson", ".json"].flatMap(withCompression);

/** From a file's beginning, and from its middle and end. */
const [headBytes, furtherBytes] = [2 ** 18, 2 ** 16];

/** The rows of files of JSON lines: an object a line, a column a key. */
export function readJsonExpr(paths: PathPattern | readonly PathPattern[], options: ReadJsonOptions = {}): Expr<ScanParams> {
  refuseUnknown("readJson", options, readOptions);
  const { infer = "sample" } = options;
  if (infer !== "sample" && infer !== "all") throw new ChunkwiseError("OPTION", `readJson: infer is "sample" or "all", not ${JSON.stringify(infer)}`);
  requireTypes("readJson", "dtype", options.dtype);
  requireTypes("readJson", "schema", options.schema);
  const files = findData(paths, endings).map((path) => filePart(path, options));
  const given = options.schema && readSchema(options.schema, "readJson");
  const schema = given ?? inferred(files, options);
  const blocksize = bytesOption("readJson", "blocksize", options.blocksize, 2 ** 24);
  const parts = files.flatMap((file) => cut(file, blocksize));
  return scan(
    "frame/read-json",
    schema,
    parts,
    parts.map((part) => factsOf(part, schema)),
    { known: given === undefined ? schema.map(({ name }) => name) : null },
  );
}

function filePart(path: string, { compression = "infer" }: ReadJsonOptions): JsonPart {
  using file = openRandomAccess(path);
  return { file: knownFile(file), compression: codecOf(path, compression, "readJson")?.name ?? "none", start: 0, end: file.size };
}

function cut(file: JsonPart, blocksize: number): JsonPart[] {
  const count = file.compression === "none" ? Math.max(1, Math.round(file.end / blocksize)) : 1;
  const border = (part: number) => Math.floor((file.end * part) / count);
  return Array.from({ length: count }, (_, part) => ({ ...file, start: border(part), end: border(part + 1) }));
}

/** Of text nothing is known but its length: a value takes about as much in memory as in JSON. */
function factsOf({ start, end, compression }: JsonPart, schema: Schema): PartFacts {
  const bytes = ((end - start) * (compression === "none" ? 1 : 8)) / Math.max(1, schema.length);
  return { rows: Math.ceil(bytes / 16), columns: Object.fromEntries(schema.map(({ name }) => [name, { bytes }])) };
}

function inferred(files: readonly JsonPart[], { infer, dtype = {} }: ReadJsonOptions): Schema {
  const asked = readSchema(dtype, "readJson");
  const seen = new SeenColumns();
  for (const file of files) lookAt(file, seen, infer === "all");
  const schema = seen.schema(new Map(asked.map(({ name, type }) => [name, type])));
  const names = schema.map(({ name }) => name);
  const missing = asked.find(({ name }) => !names.includes(name));
  if (missing === undefined) return schema;
  throw new ColumnError(
    `readJson: { dtype } has ${JSON.stringify(missing.name)}, which no line that was looked at has; the columns are ${names.map((name) => JSON.stringify(name)).join(", ")}`,
    missing.name,
    names,
  );
}

function lookAt(file: JsonPart, seen: SeenColumns, all: boolean): void {
  const { path } = file.file;
  const backend = loadBackend();
  // What is compressed is only read from its beginning.
  const headOnly = !all && file.compression !== "none";
  for (const stretch of all || headOnly ? [file] : samplesOf(file)) {
    for (const { text, linesBefore } of linePieces(stretch, backend)) {
      const own = withoutMark(text, stretch, linesBefore);
      if (stretch.start === 0 && linesBefore === 0 && own.trimStart().startsWith("["))
        throw new ParseError(`readJson: ${path} begins with "[": it is one array; write one object a line (JSON lines)`, { file: path, line: 1 });
      seen.add(headOnly ? headOf(own) : own, path, () => 1 + linesBeforePart(stretch) + linesBefore);
      if (headOnly) break;
    }
  }
}

function headOf(text: string): string {
  const end = text.indexOf("\n", headBytes);
  return end < 0 ? text : text.slice(0, end);
}

function samplesOf(file: JsonPart): JsonPart[] {
  const size = file.end;
  if (size <= headBytes + 2 * furtherBytes) return [file];
  const from = (start: number, length: number) => ({ ...file, start, end: start + length });
  return [from(0, headBytes), from(Math.floor(size / 2), furtherBytes), from(size - furtherBytes, furtherBytes)];
}
