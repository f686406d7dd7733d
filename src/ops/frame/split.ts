import type { Blockwise, Builder, Expr, Op } from "../../expr/expr.ts";
import type { FrameMeta } from "../../expr/meta.ts";
import type { Register } from "../../graph/program.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { frameOf, partitionsOf } from "./schema.ts";

export type SplitParams = {
  readonly by: "hash" | "range" | "number";
  readonly keys: readonly ColumnExpr[];
  readonly descending: readonly boolean[];
  readonly nullsFirst: readonly boolean[];
  readonly names: readonly string[];
  /** All that rows are sent to. */
  readonly parts: number;
  readonly after: boolean;
  /** Which side of a join it is that has keys to deal out. */
  readonly side: 0 | 1 | undefined;
  /** Rows are sent in two steps: which one this is, and how many parts a group of the first has. Nothing where one is enough. */
  readonly step: { readonly send: "to groups" | "within groups"; readonly groupSize: number } | undefined;
};

/** What a task of a split makes: a chunk for each part, or group of parts. */
const widthOf = ({ parts, step }: SplitParams) => (step === undefined ? parts : step.send === "to groups" ? Math.ceil(parts / step.groupSize) : step.groupSize);

/** How many parts the last group has. */
const lastOf = ({ parts, step }: SplitParams) => (step === undefined ? parts : parts - (Math.ceil(parts / step.groupSize) - 1) * step.groupSize);

function cut(build: Builder, batch: Register, told: readonly Register[], params: SplitParams): Register[] {
  const { side, step, ...rest } = params;
  const width = widthOf(params);
  // Rows that may go anywhere do not go to parts that are not there.
  const least = step?.send === "within groups" ? lastOf(params) : width;
  const values = { ...rest, width, least, ...(side !== undefined && { side }), ...(step !== undefined && { step }) };
  const routing = build.step({ kernel: "frame/route", dtype: "uint8", args: [batch, ...told], result: "uint8", params: values });
  return Array.from({ length: width }, (_, part) =>
    build.step({ kernel: "frame/part", dtype: "uint8", args: [batch, routing], result: "uint8", params: { part, parts: width } }),
  );
}

const gridOf = (meta: FrameMeta, rows: number, columns: number): FrameMeta => ({
  ...meta,
  shape: [undefined, undefined],
  chunks: [new Array<undefined>(rows).fill(undefined), new Array<undefined>(columns).fill(undefined)],
  layout: undefined,
});

/** Every partition cut into parts, each a chunk of its own: a grid of partitions × parts, of which one task makes a row. */
export const splitOp: Op<SplitParams> = {
  name: "frame/split",
  infer: ([input], params) => gridOf(frameOf(input!), partitionsOf({ meta: input! }), widthOf(params)),
  blockwise: (node): Blockwise => ({
    reads: ([partition]) => node.inputs.map((_, input) => ({ input, at: [input === 0 ? partition! : 0] })),
    aligned: (input) => input === 0,
    results: widthOf(node.params),
    steps: (build, [batch, ...told]) => cut(build, batch!, told, node.params),
  }),
};

/**
 * The second of two steps: of each group of parts, what came from so many partitions as a group has parts is put together and cut into them. A grid of such rows of partitions × parts; where the last group
 * is not full, parts that nobody reads follow.
 */
export const resplitOp: Op<SplitParams> = {
  name: "frame/resplit",
  infer([input], params) {
    const [partitions, groups] = input!.chunks.map(({ length }) => length) as [number, number];
    return gridOf(frameOf(input!), Math.ceil(partitions / widthOf(params)), groups * widthOf(params));
  },
  blockwise(node): Blockwise {
    const width = widthOf(node.params);
    const partitions = partitionsOf(node.inputs[0]!);
    const piecesOf = (row: number) => Math.min(width, partitions - row * width);
    return {
      reads: ([row, part]) => [
        ...Array.from({ length: piecesOf(row!) }, (_, i) => ({ input: 0, at: [row! * width + i, Math.floor(part! / width)] })),
        ...node.inputs.slice(1).map((_, i) => ({ input: i + 1, at: [0] })),
      ],
      aligned: () => false,
      results: width,
      variant: ([row]) => String(piecesOf(row!)),
      steps(build, args, [row]) {
        const pieces = args.slice(0, piecesOf(row!));
        const batch = build.step({ kernel: "frame/concat", dtype: "uint8", args: pieces, result: "uint8", params: {} });
        return cut(build, batch, args.slice(pieces.length), node.params);
      },
    };
  },
};

export function isSplit(node: Expr): node is Expr<SplitParams> {
  return node.op === (splitOp as Op) || node.op === (resplitOp as Op);
}
