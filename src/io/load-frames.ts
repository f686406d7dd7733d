// The kernels of frames: loaded by the first task that has one, so that a worker on arrays does without them.
import "../kernels/frame/steps/table.ts";
import "./arrow/kernels.ts";
import "./csv/kernels.ts";
import "./json/kernels.ts";
import "./parquet/kernels.ts";
