import { addScanKernel } from "../../kernels/frame/scan-kernel.ts";
import { addWriteKernel } from "../../kernels/frame/write-kernel.ts";
import { loadBeside } from "../../util/load-module.ts";

addScanKernel("frame/read-json", () => loadBeside<typeof import("./read-part.ts")>(import.meta.url, "./read-part").readPart);
addWriteKernel("frame/write-json", () => loadBeside<typeof import("./write-part.ts")>(import.meta.url, "./write-part").writePart);
