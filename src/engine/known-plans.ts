import type { Expr } from "../expr/expr.ts";
import type { Plan } from "./plan.ts";

/** What else a plan depends on than what is asked for, as a text. */
type Settings = string;

interface KnownPlan {
  readonly settings: Settings;
  readonly tokens: readonly string[];
  /** What all data in memory is held by that it reads: equal tokens do not say that it is the same. */
  readonly held: readonly object[];
  readonly plan: Plan;
}

/** Of few tasks, a plan takes longer to make than to carry out; of many, it is large. */
const mostTasks = 64;
const mostNodes = 64;
/** For each data. */
const mostPlans = 4;

/** Plans by the first data that they read: they go with it. */
const plansOn = new WeakMap<object, KnownPlan[]>();

/** The plan that was made for the same on the same data in memory lately, or a new one. */
export function knownPlan(roots: readonly Expr[], settings: Settings, make: () => Plan): Plan {
  const held = heldBelow(roots);
  const first = held?.[0];
  if (held === undefined || first === undefined) return make();
  const known = plansOn.get(first) ?? [];
  const found = known.find((one) => one.settings === settings && isSame(one.held, held) && isSame(one.tokens, tokensOf(roots)));
  if (found !== undefined) return found.plan;
  const plan = make();
  if (plan.lowered.graph.nodes.length > mostTasks) return plan;
  plansOn.set(first, [{ settings, tokens: tokensOf(roots), held, plan }, ...known.slice(0, mostPlans - 1)]);
  return plan;
}

const tokensOf = (roots: readonly Expr[]) => roots.map(({ token }) => token);

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

/** What all data in memory is held by that expressions read; nothing where these are many. */
function heldBelow(roots: readonly Expr[]): readonly object[] | undefined {
  const seen = new Set(roots);
  const held: object[] = [];
  for (const node of seen) {
    if (seen.size > mostNodes) return undefined;
    if (node.held !== undefined) held.push(node.held as object);
    for (const input of node.inputs) seen.add(input);
  }
  return held;
}
