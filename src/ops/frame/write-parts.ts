import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { type FrameMeta, frameMeta, type Schema } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";

/** What a kernel that writes partitions is told. */
export type WriteParams = {
  readonly kernel: string;
  /** The file of each partition. They are new each time, so that writing twice is done twice. */
  readonly paths: readonly string[];
  /** Whether they stay; else they soon become parts of another. */
  readonly lasts: boolean;
  readonly values: StepParams;
};

/** What was written: a row a partition. */
export const writtenSchema: Schema = [
  { name: "path", type: "utf8" },
  { name: "rows", type: "int64" },
  { name: "bytes", type: "int64" },
];

/** Writes each partition of a frame to a file of its own. */
export const writePartsOp: Op<WriteParams> = {
  name: "frame/write",
  infer: (_, { paths }) => frameMeta(writtenSchema, paths.length),
  blockwise(node) {
    const { kernel, paths, lasts, values } = node.params;
    const { schema } = node.inputs[0]!.meta as FrameMeta;
    const params = { ...values, paths, lasts, columns: schema.map(({ name }) => name), types: schema.map(({ type }) => type) };
    return {
      steps: (build, args) => build.step({ kernel, dtype: "uint8", args, result: "uint8", params, place: build.place() }),
      place: (at) => ({ origin: at, shape: [1] }),
      bytes: () => 1024,
    };
  },
};

export function writeParts(frame: Expr, params: WriteParams): Expr<WriteParams> {
  return makeExpr(writePartsOp, [frame], params);
}
