// What formats of arrays add to the kernels: loaded where programs run, so that a worker knows every source and sink.
import "./npy/read.ts";
import "./npy/write.ts";
