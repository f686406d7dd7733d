import type { WriteCall } from "../../kernels/frame/write-kernel.ts";
import { loadBackend } from "../../kernels/load.ts";
import { writeFile } from "../files/write-file.ts";
import { csvHeader, csvRows } from "./write.ts";
import type { CsvWriteFormat } from "./write-format.ts";

/** What the kernel is told. */
export type CsvWriteValues = CsvWriteFormat & { readonly header: readonly string[] | false };

export function writePart({ batch, path, lasts, values }: WriteCall): void {
  const { header, ...format } = values as unknown as CsvWriteValues;
  writeFile(path, pieces(), { lasts });

  function* pieces(): Generator<Uint8Array> {
    if (header !== false) yield csvHeader(header, format);
    yield* csvRows(loadBackend(), batch, format);
  }
}
