import type { WriteCall } from "../../kernels/frame/write-kernel.ts";
import { writeFile } from "../files/write-file.ts";
import { type ArrowWriteOptions, arrowWriter } from "./ipc-write.ts";

export function writePart({ batch, schema, path, lasts, values }: WriteCall): void {
  const pieces: Uint8Array[] = [];
  const writer = arrowWriter(schema, (bytes) => pieces.push(bytes), values as ArrowWriteOptions);
  writer.write(batch);
  writer.end();
  writeFile(path, pieces, { lasts });
}
