import type { Batch } from "../../chunk/column.ts";
import type { WriteCall } from "../../kernels/frame/write-kernel.ts";
import { writeFile } from "../files/write-file.ts";
import type { ParquetWrite } from "./write-options.ts";
import { parquetPieces } from "./write-parquet.ts";

export function writePart({ backend, batch, schema, path, lasts, values }: WriteCall): void {
  writeFile(path, parquetPieces(backend, path, schema, batch as Batch, values as ParquetWrite), { lasts });
}
