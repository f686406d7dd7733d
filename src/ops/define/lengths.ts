import type { Expr } from "../../expr/expr.ts";
import { UnknownLengths } from "./later.ts";

/** Kernels whose results are as long as an input has elements that count: which one decides. */
const deciding: { readonly [kernel: string]: number } = { compress: 1, extract: 1, nonzero: 0, argwhere: 0 };

/**
 * What decides how long the chunks along an axis of unknown length are, as text: two axes with equal texts have chunks of equal lengths. Seen through
 * work on single elements; anything else may be as long as it likes.
 */
function originOf(node: Expr, axis: number): string {
  const { kernel } = node.params as { readonly kernel?: unknown };
  if (node.op.name === "array/elementwise") {
    for (const input of node.inputs) {
      const own = axis - (node.meta.shape.length - input.meta.shape.length);
      if (own >= 0 && input.meta.shape[own] === undefined) return originOf(input, own);
    }
  }
  if (node.op.name === "array/whole" && typeof kernel === "string" && kernel in deciding) {
    const by = node.inputs[deciding[kernel]!]!;
    // A mask along one axis leaves the others as they are.
    const along = (node.params as { readonly values: { readonly axis?: unknown } }).values.axis;
    if (kernel === "compress" && along !== axis) return originOf(node.inputs[0]!, axis);
    return `${kernel === "argwhere" ? "nonzero" : kernel} ${by.token}`;
  }
  return `${node.token} ${axis}`;
}

/** Sees to it that axes that have to be as long as each other are, as far as that can be known before they are there. */
export function requireSameLengths(operation: string, axes: readonly { readonly of: Expr; readonly axis: number }[]): void {
  const open = axes.filter(({ of, axis }) => of.meta.shape[axis] === undefined);
  if (open.length === 0) return;
  const [first, ...rest] = open as [(typeof open)[0], ...typeof open];
  const origin = originOf(first.of, first.axis);
  if (open.length < axes.length || rest.some(({ of, axis }) => originOf(of, axis) !== origin))
    throw new UnknownLengths(operation, "lengths that are not known meet others");
}
