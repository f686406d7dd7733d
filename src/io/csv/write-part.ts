import type { WriteCall } from "../../kernels/frame/write-kernel.ts";
import { loadBackend } from "../../kernels/load.ts";
import { writeFile } from "../files/write-file.ts";
import { type CsvWriteFormat, csvHeader, csvRows } from "./write.ts";

/** What the kernel is told. */
export type CsvWriteValues = CsvWriteFormat & { readonly header: boolean };

export function writePart({ batch, schema, path, lasts, values }: WriteCall): void {
  const { header, ...format } = values as unknown as CsvWriteValues;
  writeFile(path, pieces(), { lasts });

  function* pieces(): Generator<Uint8Array> {
    if (header) {
      yield csvHeader(
        schema.map(({ name }) => name),
        format,
      );
    }
    yield* csvRows(loadBackend(), batch, format);
  }
}
