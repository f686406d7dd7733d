// Builds the addon as processors other than x86-64 get it, the one baseline build without intrinsics, on x86-64 too, and runs tests over it:
// `npm run baseline [-- <filter> …]`, by default those of kernels and random numbers.
import { testVariant } from "./variant.mjs";

const filters = process.argv.slice(2);
testVariant("baseline", "baseline=1", filters.length > 0 ? filters : ["kernels/", "native/", "random/"]);
