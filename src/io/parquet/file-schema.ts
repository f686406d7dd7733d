import type { Schema as ArrowSchema } from "apache-arrow";
import type { ColumnType } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import { ColumnError, DTypeError } from "../../util/errors.ts";
import { type ArrowReadOptions, columnTypeFrom, Type } from "../arrow/column-type-from.ts";
import { schemaOfStream } from "../arrow/ipc-schema.ts";
import { withParquet } from "./decoder.ts";
import type { Footer } from "./footer.ts";

export interface ParquetSchemaOptions extends ArrowReadOptions {
  /** The columns to read, in this order; default: all. */
  readonly columns?: readonly string[] | undefined;
  /** What text columns become: `utf8` or `category`, instead of what the file says. Bytes that are not said to be text can be read as `utf8`. */
  readonly dtype?: { readonly [name: string]: ColumnType } | undefined;
}

/** The Arrow schema that a file is decoded to. */
export function arrowSchemaOfFile(path: string, footer: Footer): ArrowSchema {
  const empty = Buffer.concat([Buffer.from("PAR1"), footer.bytes]);
  return withParquet(path, "its schema cannot be read", (parquet) => schemaOfStream(parquet.readSchema(empty).intoIPCStream()));
}

/** The columns that are read from a file. */
export function schemaOfFile(path: string, schema: ArrowSchema, options: ParquetSchemaOptions): Schema {
  const operation = `readParquet: ${path}`;
  const fields = new Map(schema.fields.map((field) => [field.name, field]));
  const names = schema.fields.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ColumnError(`${operation}: two columns are named ${JSON.stringify(twice)}`, twice, names);
  const wanted = options.columns ?? names;
  const dtype = new Map(Object.entries(options.dtype ?? {}));
  for (const name of [...wanted, ...dtype.keys()]) {
    const list = names.map((own) => JSON.stringify(own)).join(", ");
    if (!fields.has(name)) throw new ColumnError(`${operation}: there is no column ${JSON.stringify(name)}; the columns are ${list}`, name, names);
  }
  return wanted.map((name) => {
    const { type } = fields.get(name)!;
    const asked = dtype.get(name);
    const isBytes = (type.typeId as number) === Type.Binary;
    if (isBytes && asked === "utf8") return { name, type: asked };
    const own = columnTypeFrom(type, name, operation, options);
    if (asked === undefined || asked === own) return { name, type: own };
    if (isText(own) && isText(asked)) return { name, type: asked };
    throw new DTypeError(`${operation}: column ${JSON.stringify(name)} is ${own}; { dtype } says whether text is utf8 or category, for ${asked} use astype`);
  });
}

const isText = (type: ColumnType) => type === "utf8" || type === "category";
