import type { Expr } from "../expr/expr.ts";
import type { Lowered } from "../lower/lower.ts";
import type { PassReport } from "../optimize/optimize.ts";

/** What will run. */
export interface Plan {
  readonly roots: readonly Expr[];
  readonly lowered: Lowered;
  readonly reports: readonly PassReport[];
}

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

/** The plan that was made for the same on the same data lately, or a new one. */
export function knownPlan(roots: readonly Expr[], settings: string, make: () => Plan): Plan {
  const data = onlyDataBelow(roots);
  if (data === undefined) return make();
  const tokens = roots.map(({ token }) => token);
  const known = plansOn.get(data) ?? [];
  const found = known.find((one) => one.settings === settings && isSame(one.tokens, tokens));
  if (found !== undefined) return found.plan;
  const plan = make();
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
