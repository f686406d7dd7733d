import { sizeOf } from "../chunk/chunk.ts";
import { type Graph, isData } from "../graph/graph.ts";
import type { Links } from "../graph/links.ts";
import type { Step } from "../graph/program.ts";
import type { Task } from "../graph/task.ts";
import { kindOf, type StepKind } from "../kernels/classify.ts";
import { planOf } from "../kernels/plan.ts";

/** So few tasks that make so few elements on their way take less time than it takes to wake a worker, and the calling thread is not held up. */
const mostTasks = 16;
const mostElements = 2 ** 14;

/** What takes no longer than the number of elements says: neither functions nor files nor frames. */
const kinds: ReadonlySet<StepKind> = new Set(["constant", "source", "elementwise", "reduce", "whole"]);
const isBrief = (step: Step) => kinds.has(kindOf(step)) && !("kernel" in step && step.kernel.startsWith("npy/"));

/** Whether there is next to nothing to do in a graph. */
export function isSmall(graph: Graph, links: Links): boolean {
  if (links.nodes - links.data.length > mostTasks) return false;
  if (!links.programs.every(({ steps }) => steps.every(isBrief))) return false;
  let elements = 0;
  for (const node of graph.nodes) if (!isData(node)) elements += elementsOf(graph, node);
  return elements <= mostElements;
}

/** How many elements there are in all that a task reads and that its steps make; Infinity where only running tells. */
function elementsOf({ nodes }: Graph, { program, places, reads }: Task): number {
  const given: number[][] = [];
  for (const { node, result, view } of reads) {
    const it = nodes[node]!;
    const shape = view?.shape ?? (isData(it) ? it.chunk.shape : it.results[result]!.shape);
    if (shape.includes(undefined)) return Number.POSITIVE_INFINITY;
    given.push(shape as number[]);
  }
  // Lowering has asked for it too: it is at hand.
  const { shapes, next } = planOf(program, 0, places, given);
  if (next < program.steps.length) return Number.POSITIVE_INFINITY;
  return shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
}
