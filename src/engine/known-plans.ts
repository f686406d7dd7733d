import { isNested } from "../execute/nesting.ts";
import { isTight, prepareMemory } from "../execute/resident.ts";
import type { Expr } from "../expr/expr.ts";
import { memoryLimitOf, workersOf } from "./as-called.ts";
import type { ComputeOptions } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";

interface KnownPlan {
  /** What else a plan depends on than what is asked for, as a text. */
  readonly settings: string;
  readonly tokens: readonly string[];
  readonly plan: Plan;
}

/** Of few tasks, a plan takes longer to make than to carry out; of many, it is large. */
const mostTasks = 64;
const mostNodes = 64;
/** For each data. */
const mostPlans = 4;

/** Plans by the data in memory that they read, and with which they go. Equal tokens would not say that it is the same data. */
const plansOn = new WeakMap<object, readonly KnownPlan[]>();

/** What is to run: the plan that was made for the same on the same data lately, or a new one. */
export function planFor(roots: readonly Expr[], options: ComputeOptions): Plan {
  const limitBytes = memoryLimitOf(options);
  if (isTight(limitBytes) && !isNested()) prepareMemory(limitBytes, workersOf(options));
  const data = onlyDataBelow(roots);
  if (data === undefined) return planOf(roots, options);
  const settings = `${limitBytes} ${options.without?.join(" ")}`;
  const tokens = roots.map(({ token }) => token);
  const known = plansOn.get(data) ?? [];
  const found = known.find((one) => one.settings === settings && isSame(one.tokens, tokens));
  if (found !== undefined) return found.plan;
  const plan = planOf(roots, options);
  if (plan.lowered.graph.nodes.length <= mostTasks) plansOn.set(data, [{ settings, tokens, plan }, ...known.slice(0, mostPlans - 1)]);
  return plan;
}

const isSame = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one, i) => one === b[i]);

/** What all data is held by that expressions read. Nothing where they are many, or read data that is held apart: the plan would keep one as long as the other. */
function onlyDataBelow(roots: readonly Expr[]): object | undefined {
  const nodes = new Set(roots);
  let data: object | undefined;
  for (const node of nodes) {
    if (nodes.size > mostNodes || (node.held !== undefined && data !== undefined && node.held !== data)) return undefined;
    data ??= node.held as object | undefined;
    for (const input of node.inputs) nodes.add(input);
  }
  return data;
}
