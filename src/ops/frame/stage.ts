import { type Blockwise, type ChunkRef, type Expr, type GridIndex, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Layout, type Schema } from "../../expr/meta.ts";
import type { Literal } from "../../graph/program.ts";
import { partitionsOf } from "./schema.ts";

/**
 * Which partitions of an input a partition of the result is made from: its own, the only one there is, all of them, `of[i]`, those from `at[i]` up to, without, `at[i + 1]`,
 * or from `from[i]` up to, without, `to[i]`, those in `each[i]`, or, where partitions are cut into parts (`exchange.ts`), the part with its number of each.
 */
export type StageReads =
  | "own"
  | "only"
  | "all"
  | "column"
  | { readonly of: readonly number[] }
  | { readonly at: readonly number[] }
  | { readonly from: readonly number[]; readonly to: readonly number[] }
  | { readonly each: readonly (readonly number[])[] };

export type StageParams = {
  /** A kernel of `kernels/frame/`, without `frame/`. */
  readonly kernel: string;
  /** What the kernel is told. Its batches come in the order of the inputs, of each in the order of its partitions. */
  readonly values: { readonly [key: string]: Literal };
  readonly schema: Schema;
  readonly partitions: number;
  readonly layout: Layout | undefined;
  readonly reads: readonly StageReads[];
  /** The kernel is told `counts`, how many batches come from each input; where it is numbered also `partition`, the number of the one it makes. */
  readonly told: "nothing" | "counts" | "number";
};

/** What is left of the bytes a kernel reads, about: there are mostly fewer groups than rows. */
const shares: { readonly [kernel: string]: number } = {
  partial: 1 / 16,
  sample: 1 / 1024,
  splitters: 1 / 16,
  count: 0,
  head: 1 / 64,
  top: 1 / 64,
  "window-edge": 1 / 64,
  "window-carry": 0,
};

/** Physical work on frames: each partition of the result is made by one kernel from partitions of the inputs. */
export const stageOp: Op<StageParams> = {
  name: "frame/stage",
  infer: (_, { schema, partitions, layout }) => frameMeta(schema, partitions, layout),
  blockwise(node): Blockwise {
    const { kernel, values, reads, told } = node.params;
    const refs = (at: GridIndex): ChunkRef[][] =>
      reads.map((rule, input) => chunksRead(rule, at[0]!, partitionsOf(node.inputs[input]!)).map((own) => ({ input, at: own })));
    return {
      share: shares[kernel] ?? 1,
      reads: (at) => refs(at).flat(),
      aligned: (input) => reads[input] === "own" && partitionsOf(node.inputs[input]!) === node.params.partitions,
      steps(build, args, at) {
        const counts = refs(at).map((list) => list.length);
        const params = told === "nothing" ? values : told === "counts" ? { ...values, counts } : { ...values, partition: at[0]!, counts };
        return build.step({ kernel: `frame/${kernel}`, dtype: "uint8", args, result: "uint8", params });
      },
      variant: (at) =>
        told === "number"
          ? String(at[0])
          : refs(at)
              .map((list) => list.length)
              .join(),
    };
  },
};

function chunksRead(rule: StageReads, partition: number, partitions: number): GridIndex[] {
  if (rule === "own") return [[partition]];
  if (rule === "only") return [[0]];
  if (rule === "all") return Array.from({ length: partitions }, (_, i) => [i]);
  if (rule === "column") return Array.from({ length: partitions }, (_, i) => [i, partition]);
  if ("each" in rule) return rule.each[partition]!.map((at) => [at]);
  if ("of" in rule) return [[rule.of[partition]!]];
  const [from, to] = "at" in rule ? [rule.at[partition]!, rule.at[partition + 1]!] : [rule.from[partition]!, rule.to[partition]!];
  return Array.from({ length: to - from }, (_, i) => [from + i]);
}

export interface Stage {
  readonly kernel: string;
  readonly inputs: readonly Expr[];
  readonly schema: Schema;
  readonly values?: { readonly [key: string]: Literal };
  /** Those of the first input unless said. */
  readonly partitions?: number;
  /** What is known of where rows are; unless said, nothing. */
  readonly layout?: Layout | undefined;
  /** "own" of each input unless said. */
  readonly reads?: readonly StageReads[];
  readonly numbered?: boolean;
  /** The kernel is told how many batches come from each input. */
  readonly counted?: boolean;
}

export function stage({ kernel, inputs, schema, values = {}, partitions, layout, reads, numbered = false, counted = false }: Stage): Expr {
  return makeExpr(stageOp, inputs, {
    kernel,
    values,
    schema,
    partitions: partitions ?? partitionsOf(inputs[0]!),
    layout,
    reads: reads ?? inputs.map(() => "own" as const),
    told: numbered ? "number" : counted ? "counts" : "nothing",
  });
}
