import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { UnknownLengths } from "../define/later.ts";
import { promote } from "../define/promotion.ts";
import { reduce } from "../define/reduce.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { diagonalExpr } from "./diagonal.ts";

/** An array whose axes have labels. */
interface Term {
  readonly x: Expr;
  readonly labels: readonly string[];
}

type Matmul = (a: Expr, b: Expr, operation: string) => Expr;

/** Contracts the terms two by two, from the left: each pair is one matrix product, batched over the labels both keep. */
export function einsumExpr(subscripts: string, operands: readonly Expr[], matmul: Matmul): Expr {
  const { inputs, output } = parse(subscripts, operands);
  const dtype = promote(operands[0]!.meta.dtype, ...operands.slice(1).map((one) => one.meta.dtype));
  checkExtents(subscripts, inputs, operands);
  let terms = operands.map((x, i) => takeDiagonals({ x: castTo(x, dtype), labels: inputs[i]! }));
  while (terms.length > 1) {
    const [a, b, ...rest] = terms as [Term, Term, ...Term[]];
    const wanted = new Set([...output, ...rest.flatMap((term) => term.labels)]);
    terms = [contract(a, b, wanted, matmul), ...rest];
  }
  const last = sumOut(terms[0]!, new Set(output));
  return permute(
    last.x,
    output.map((label) => last.labels.indexOf(label)),
  );
}

function parse(subscripts: string, operands: readonly Expr[]): { inputs: string[][]; output: string[] } {
  const [left, right, ...more] = subscripts.replace(/\s/g, "").split("->");
  const parts = left!.split(",");
  const fail = (why: string) => new ShapeError(`einsum: ${JSON.stringify(subscripts)}: ${why}`);
  if (more.length > 0) throw fail("more than one ->");
  if (parts.length !== operands.length || operands.length === 0) throw fail(`${parts.length} terms for ${operands.length} arrays`);
  const hidden = Math.max(0, ...parts.map((part, i) => (part.includes("...") ? operands[i]!.meta.shape.length - (part.length - 3) : 0)));
  const dots = (count: number) => Array.from({ length: count }, (_, i) => `.${hidden - count + i}`);
  const spell = (part: string, ndim?: number): string[] => {
    const [head, tail, ...rest] = part.split("...");
    const letters = `${head}${tail ?? ""}`;
    if (rest.length > 0 || !/^[A-Za-z]*$/.test(letters)) throw fail(`${JSON.stringify(part)} is not letters with at most one ellipsis`);
    return tail === undefined ? [...letters] : [...head!, ...dots(ndim === undefined ? hidden : ndim - letters.length), ...tail];
  };
  const inputs = parts.map((part, i) => spell(part, operands[i]!.meta.shape.length));
  const wrong = inputs.findIndex((labels, i) => labels.length !== operands[i]!.meta.shape.length);
  if (wrong >= 0) throw fail(`${JSON.stringify(parts[wrong])} does not name the axes of shape [${operands[wrong]!.meta.shape}]`);
  const output = right === undefined ? implied(inputs.flat()) : spell(right);
  const unknown = output.find((label) => !inputs.some((labels) => labels.includes(label)));
  if (unknown !== undefined || new Set(output).size !== output.length) throw fail(`the result's labels ${output.join("")} are not each one label of the terms`);
  return { inputs, output };
}

/** Without "->": hidden axes, then the labels that stand once, in alphabetical order. */
function implied(labels: readonly string[]): string[] {
  const hidden = [...new Set(labels.filter((label) => label.startsWith(".")))].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  const once = labels.filter((label) => !label.startsWith(".") && labels.indexOf(label) === labels.lastIndexOf(label)).sort();
  return [...hidden, ...once];
}

function checkExtents(subscripts: string, inputs: readonly (readonly string[])[], operands: readonly Expr[]): void {
  const extents = new Map<string, number>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const extent = operands[i]!.meta.shape[axis];
      if (extent === undefined) throw new UnknownLengths("einsum", `the shape of array ${i} is not known`);
      const known = extents.get(label) ?? 1;
      if (known !== 1 && extent !== 1 && known !== extent)
        throw new ShapeError(`einsum: ${JSON.stringify(subscripts)}: label ${label} is ${known} long and ${extent} long`);
      extents.set(label, Math.max(known, extent) === 1 ? extent : known === 1 ? extent : known);
    });
  });
}

/** A label that stands twice in a term means the diagonal. */
function takeDiagonals({ x, labels }: Term): Term {
  const twice = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (twice < 0) return { x, labels };
  const first = labels.indexOf(labels[twice]!);
  const rest = labels.filter((_, axis) => axis !== first && axis !== twice);
  return takeDiagonals({ x: diagonalExpr(x, 0, first, twice, "einsum"), labels: [...rest, labels[twice]!] });
}

/** Adds up the axes whose labels nobody wants. */
function sumOut(term: Term, wanted: ReadonlySet<string>): Term {
  const axes = term.labels.flatMap((label, axis) => (wanted.has(label) ? [] : [axis]));
  if (axes.length === 0) return term;
  const { dtype } = term.x.meta;
  const reducer = dtype === "bool" ? "any" : "sum";
  const total = reduce(reducer, term.x, {
    axes,
    result: dtype === "bool" || dtype.startsWith("float") ? dtype : dtype.startsWith("u") ? "uint64" : "int64",
    keepdims: false,
  });
  return { x: castTo(total, dtype), labels: term.labels.filter((label) => wanted.has(label)) };
}

function contract(left: Term, right: Term, wanted: ReadonlySet<string>, matmul: Matmul): Term {
  const a = sumOut(left, new Set([...wanted, ...right.labels]));
  const b = sumOut(right, new Set([...wanted, ...left.labels]));
  const extent = (term: Term, label: string) => term.x.meta.shape[term.labels.indexOf(label)]!;
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const broadcast = shared.some((label) => extent(a, label) !== extent(b, label));
  const summed = shared.filter((label) => !wanted.has(label));
  // A label of length 1 against a longer one broadcasts: products first, then sums.
  if (broadcast || summed.length === 0) return sumOut(multiply(a, b), wanted);
  const batch = shared.filter((label) => wanted.has(label));
  const [freeA, freeB] = [a, b].map((term) => term.labels.filter((label) => !shared.includes(label))) as [string[], string[]];
  const size = (term: Term, labels: readonly string[]) => labels.reduce((product, label) => product * extent(term, label), 1);
  const arranged = (term: Term, order: readonly string[], shape: readonly number[]) =>
    reshapeExpr(
      permute(
        term.x,
        order.map((label) => term.labels.indexOf(label)),
      ),
      shape,
      "einsum",
    );
  const lead = batch.map((label) => extent(a, label));
  const inner = size(a, summed);
  const x = arranged(a, [...batch, ...freeA, ...summed], [...lead, size(a, freeA), inner]);
  const y = arranged(b, [...batch, ...summed, ...freeB], [...lead, inner, size(b, freeB)]);
  const labels = [...batch, ...freeA, ...freeB];
  const shape = [...lead, ...freeA.map((label) => extent(a, label)), ...freeB.map((label) => extent(b, label))];
  return { x: reshapeExpr(matmul(x, y, "einsum"), shape, "einsum"), labels };
}

function multiply(a: Term, b: Term): Term {
  const labels = [...a.labels, ...b.labels.filter((label) => !a.labels.includes(label))];
  const spread = (term: Term) =>
    permute(
      term.x,
      labels.map((label) => term.labels.indexOf(label)),
    );
  const { dtype } = a.x.meta;
  return { x: elementwise("multiply", dtype, dtype, [spread(a), spread(b)]), labels };
}
