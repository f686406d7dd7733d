import { tokenize } from "../../expr/token.ts";
import type { ColumnExpr } from "../../ops/frame/column-expr.ts";

/** An expression with what it is computed from, by position in the plan. */
export interface PlanStep {
  readonly expr: ColumnExpr;
  readonly args: readonly number[];
  /** What nothing after this step needs. */
  readonly done: readonly number[];
}

/** Expressions in an order in which each comes after its arguments, equal ones once. */
export interface ExprPlan {
  readonly steps: readonly PlanStep[];
  /** Where the results of the expressions asked for are. */
  readonly results: readonly number[];
}

const plans = new WeakMap<readonly ColumnExpr[], ExprPlan>();

/** The plan of a list of expressions; kept as long as the list is. */
export function planOf(exprs: readonly ColumnExpr[]): ExprPlan {
  let plan = plans.get(exprs);
  if (plan === undefined) plans.set(exprs, (plan = makePlan(exprs)));
  return plan;
}

const tokens = new WeakMap<ColumnExpr, string>();

/** Equal expressions have equal tokens. Kept for each node, so that plans of other lists cost little. */
function tokenOf(expr: ColumnExpr): string {
  let token = tokens.get(expr);
  if (token === undefined) {
    const content = "call" in expr ? [expr.call, expr.args.map(tokenOf), expr.params] : "column" in expr ? ["column", expr.column] : ["value", expr.value];
    tokens.set(expr, (token = tokenize(...content, expr.type)));
  }
  return token;
}

function makePlan(exprs: readonly ColumnExpr[]): ExprPlan {
  const steps: Omit<PlanStep, "done">[] = [];
  const known = new Map<string, number>();
  const visit = (expr: ColumnExpr): number => {
    const token = tokenOf(expr);
    const same = known.get(token);
    if (same !== undefined) return same;
    const args = "call" in expr ? expr.args.map(visit) : [];
    known.set(token, steps.length);
    return steps.push({ expr, args }) - 1;
  };
  const results = exprs.map(visit);
  const last = new Map<number, number>();
  for (const [at, { args }] of steps.entries()) for (const arg of args) last.set(arg, at);
  for (const result of results) last.delete(result);
  return { results, steps: steps.map((step, at) => ({ ...step, done: [...new Set(step.args)].filter((arg) => last.get(arg) === at) })) };
}
