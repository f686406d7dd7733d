import { evenly, runFamily, whole } from "./run-family.ts";

/** Answers must not depend on how arrays are cut: in one piece, evenly, and with borders near each end. */
const cuts = { "in one chunk": whole, "in chunks of 2": evenly(2), "in chunks of 1, 3, 1": evenly(1, 3) };

for (const family of ["arithmetic", "math", "reductions", "scans", "order", "indexing", "shape", "creation", "linear", "made"]) runFamily(family, cuts);
