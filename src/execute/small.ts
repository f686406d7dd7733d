import { sizeOf } from "../chunk/chunk.ts";
import { type Graph, isData } from "../graph/graph.ts";
import type { Links } from "../graph/links.ts";
import type { Literal, Step } from "../graph/program.ts";
import type { Task } from "../graph/task.ts";
import { batchPrefix } from "../kernels/batch-kernels.ts";
import { kindOf, type StepKind } from "../kernels/classify.ts";
import { planOf } from "../kernels/plan.ts";
import { alonePrefix } from "../ops/define/alone-steps.ts";

/** So few tasks on so few elements, or bytes of frames, take less time than it takes to wake a worker, and hold up nobody. */
const mostTasks = 16;
const mostElements = 2 ** 14;

// What takes no longer than the number of elements says: no functions of users', no files, nothing that makes many rows of few.
const kinds: ReadonlySet<StepKind> = new Set(["constant", "source", "elementwise", "reduce", "whole"]);
const ofFrames = ["same", "filter", "project", "concat", "head", "slice", "count", "sort", "top", "distinct", "partial", "merge", "finish", "complete"];
const batchKernels = new Set(ofFrames.map((name) => batchPrefix + name));

function isBrief(step: Step): boolean {
  if (!("kernel" in step) || step.kernel.startsWith(alonePrefix)) return false;
  if (kindOf(step) === "batch") return batchKernels.has(step.kernel) && !callsText(step.params ?? {});
  return kinds.has(kindOf(step)) && !step.kernel.startsWith("npy/");
}

/** Whether a function of texts is called: patterns may take any time. */
function callsText(value: Literal): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, part]) => (name === "call" && String(part).startsWith("str/")) || callsText(part));
}

/** Whether there is next to nothing to do in a graph. */
export function isSmall(graph: Graph, links: Links): boolean {
  if (links.nodes - links.data.length > mostTasks) return false;
  if (!links.programs.every(({ steps }) => steps.every(isBrief))) return false;
  let elements = 0;
  for (const node of graph.nodes) if (!isData(node)) elements += elementsOf(graph, node);
  return elements <= mostElements;
}

/** How many elements there are in all that a task reads and that its steps make (of frames, bytes that are read); Infinity where only running tells. */
function elementsOf({ nodes }: Graph, { program, places, reads }: Task): number {
  const given: (readonly number[])[] = [];
  for (const { node, result, view } of reads) {
    const it = nodes[node]!;
    if (view !== undefined) given.push(view.shape);
    else if (isData(it)) given.push(it.chunk.shape);
    else {
      const { shape, bytes, grows } = it.results[result]!;
      if (shape.includes(undefined) && grows !== true) return Number.POSITIVE_INFINITY;
      given.push(grows === true ? [bytes] : (shape as readonly number[]));
    }
  }
  // Lowering has asked for it too: it is at hand.
  const { shapes, next } = planOf(program, 0, places, given);
  if (next < program.steps.length) return Number.POSITIVE_INFINITY;
  return shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
}
