// What formats add to the kernels: loaded where programs run, so that a worker knows every source and sink.
import "./arrow/kernels.ts";
import "./csv/kernels.ts";
import "./json/kernels.ts";
import "./npy/read.ts";
import "./npy/write.ts";
import "./parquet/kernels.ts";
