import type { Cut } from "./call.ts";
import { evenly, runFamily, whole } from "./run-family.ts";

/** Many chunks along long axes: more than kernels take at once. */
const many: Cut = (shape) => shape.map((extent) => evenly(extent > 2000 ? Math.ceil(extent / 70) : 40)([extent])[0]!);

// Longer than what kernels work on at a time, and cut where nothing in them is.
runFamily("large", { "in one chunk": whole, "in chunks of 1000, 1, 1537": evenly(1000, 1, 1537), "in many chunks": many });
