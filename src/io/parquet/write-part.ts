import type { Batch } from "../../chunk/column.ts";
import type { WriteCall } from "../../kernels/frame/write-kernel.ts";
import { writeFile } from "../write-file.ts";
import { type ParquetWriteOptions, parquetBytes } from "./write-parquet.ts";

export function writePart({ batch, schema, path, values }: WriteCall): void {
  writeFile(path, [parquetBytes(path, schema, batch as Batch, values as ParquetWriteOptions)]);
}
