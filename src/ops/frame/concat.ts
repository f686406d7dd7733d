import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta } from "../../expr/meta.ts";
import { DTypeError } from "../../util/errors.ts";
import { bordersOf, chunkAt } from "../define/chunks.ts";
import { castExpr } from "./literal.ts";
import { meet } from "./meet.ts";
import { project } from "./project.ts";
import { frameOf, partitionsOf, schemaOf } from "./schema.ts";

/** Frames of one schema, the partitions of one after those of the other: nothing is copied. */
export const concatOp: Op = {
  name: "frame/concat",
  infer(inputs) {
    const count = inputs.reduce((sum, meta) => sum + partitionsOf({ meta }), 0);
    return frameMeta(frameOf(inputs[0]!).schema, count);
  },
  needs: (node, wanted) => node.inputs.map(() => wanted),
  narrow: (_, inputs, wanted) => concat(inputs.map((input) => only(input, wanted))),
  absorb: (node, parent) =>
    parent.op.name === "frame/filter"
      ? makeExpr(
          concatOp,
          node.inputs.map((input) => makeExpr(parent.op, [input], parent.params)),
          {},
        )
      : undefined,
  pieces(node) {
    const first = bordersOf(node.inputs.map(partitionsOf));
    return {
      single: true,
      parts([at]) {
        const input = chunkAt(first, at!);
        return [{ input, at: [at! - first[input]!], start: [0] }];
      },
    };
  },
};

/** What is kept has the same columns in the same order on all sides. */
function only(input: Expr, wanted: ReadonlySet<string>): Expr {
  const kept = schemaOf(input).filter(({ name }) => wanted.has(name));
  return project(
    input,
    kept.map(({ name, type }) => ({ name, expr: { column: name, type } })),
  );
}

/** Rows of frames one after the other: columns by name, in the order they first appear; what a frame does not have is null there. */
export function concat(frames: readonly Expr[]): Expr {
  if (frames.length === 1) return frames[0]!;
  const names = [...new Set(frames.flatMap((frame) => schemaOf(frame).map(({ name }) => name)))];
  const types = names.map((name) => {
    const own = frames.flatMap((frame) => schemaOf(frame).filter((field) => field.name === name)).map(({ type }) => type);
    const type = own.reduce((a, b) => {
      const both = meet(a, b);
      if (both === undefined) throw new DTypeError(`concat: column ${JSON.stringify(name)} is ${a} in one frame and ${b} in another; cast one with astype`);
      return both;
    });
    return type;
  });
  const same = frames.map((frame) => {
    const schema = schemaOf(frame);
    const columns = names.map((name, i) => {
      const field = schema.find((own) => own.name === name);
      return { name, expr: field === undefined ? { value: null, type: types[i]! } : castExpr({ column: name, type: field.type }, types[i]!) };
    });
    return project(frame, columns);
  });
  return makeExpr(concatOp, same, {});
}
