import type { EncodeSource } from "../kernel.ts";
import { encodeCoordinate } from "./coordinate.ts";
import { encodeRandom } from "./random.ts";

/** How the parameters of a native source are written down for its kernel; nothing for other kernels. */
export function encoderOf(kernel: string): EncodeSource | undefined {
  if (kernel === "coordinate") return encodeCoordinate;
  return kernel.startsWith("random/") ? encodeRandom : undefined;
}
