import { addWriteKernel } from "../../kernels/frame/write-kernel.ts";
import { writePart } from "./write-part.ts";
import "./scan.ts";

addWriteKernel("frame/write-csv", () => writePart);
