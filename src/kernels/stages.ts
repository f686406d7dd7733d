import { sizeOf } from "../chunk/chunk.ts";
import type { Program, Register, Step } from "../graph/program.ts";
import { kindOf, type StepKind } from "./classify.ts";
import { factsOf } from "./program-facts.ts";

type Shape = readonly number[];

/** Steps that run together. Stages run one after the other; what one makes for another, or for the outputs, is stored. */
export interface Stage {
  /** `tile`: over the flat range of `domain`. `whole`, `function`: one step on whole operands; `batch`: one on batches. */
  readonly kind: "tile" | "whole" | "batch" | "function";
  readonly domain: Shape;
  /** Indices of steps, in order. Constants are in no stage. */
  readonly steps: readonly number[];
  /** What is stored, in order. In a tile stage also what no step of it makes: it is copied. */
  readonly stores: readonly Register[];
}

interface Draft {
  readonly kind: Stage["kind"];
  readonly domain: Shape;
  readonly steps: number[];
  readonly stores: Set<Register>;
}

/** The steps `from … to - 1` of a program, cut into stages. `shapes` and `to` are those of `planSteps`. */
export function cutStages(program: Program, from: number, to: number, shapes: readonly Shape[]): Stage[] {
  const { inputs, steps } = program;
  const kinds = steps.map(kindOf);
  const { users, outputOf } = factsOf(program);
  const registerOf = (step: number) => inputs.length + step;
  const stepOf = (register: Register) => register - inputs.length;
  const isConstant = (register: Register) => register >= inputs.length && kinds[stepOf(register)] === "constant";
  const drafts: Draft[] = [];
  /** The stage that makes a step's result; -1 for what was there before. */
  const home = new Array<number>(steps.length).fill(-1);
  const homeOf = (register: Register) => (register < registerOf(from) ? -1 : home[stepOf(register)]!);

  for (let at = from; at < to; at++) {
    const step = steps[at]!;
    const kind = kinds[at]!;
    if (kind === "constant") continue;
    if (kind === "whole" || kind === "batch" || kind === "function") {
      for (const arg of step.args)
        if (isConstant(arg) && homeOf(arg) < 0) home[stepOf(arg)] = drafts.push({ kind: "tile", domain: shapes[arg]!, steps: [], stores: new Set([arg]) }) - 1;
      home[at] = drafts.push({ kind, domain: shapes[registerOf(at)]!, steps: [at], stores: new Set() }) - 1;
      continue;
    }
    const domain = kind === "reduce" ? shapes[step.args[0]!]! : shapes[registerOf(at)]!;
    home[at] = findStage(step, domain);
    drafts[home[at]!]!.steps.push(at);
  }
  delay();
  store();
  return drafts
    .filter(({ steps, stores }) => steps.length + stores.size > 0)
    .map((draft) => ({ ...draft, steps: draft.steps.sort((a, b) => a - b), stores: [...draft.stores].sort((a, b) => a - b) }));

  /** The last stage that walks over this domain and can take the step; a new one if there is none. */
  function findStage(step: Step, domain: Shape): number {
    const args = step.args.filter((arg) => !isConstant(arg));
    // A stage has what its own steps make tile by tile, but of a reduction nothing before its end.
    const earliest = Math.max(0, ...args.map((arg) => (homeOf(arg) < 0 ? 0 : homeOf(arg) + (inTiles(kinds[stepOf(arg)]!) ? 0 : 1))));
    const best = args.map(homeOf).filter((stage) => stage >= earliest && fits(stage, domain));
    if (best.length > 0) return Math.max(...best);
    for (let stage = drafts.length - 1; stage >= earliest; stage--) if (fits(stage, domain)) return stage;
    return drafts.push({ kind: "tile", domain, steps: [], stores: new Set() }) - 1;
  }

  function fits(stage: number, domain: Shape): boolean {
    return drafts[stage]?.kind === "tile" && sameFlat(drafts[stage].domain, domain);
  }

  /** Moves steps to the stage that first uses them, where nothing more has to be stored for it. */
  function delay(): void {
    for (let at = to - 1; at >= from; at--) {
      const own = home[at]!;
      if (own < 0 || drafts[own]!.kind !== "tile" || !inTiles(kinds[at]!)) continue;
      if (outputOf[registerOf(at)]! >= 0) continue;
      const users = usersOf(registerOf(at));
      const first = Math.min(...users.map((user) => (user < to ? home[user]! : -1)));
      if (first <= own || !Number.isFinite(first) || !fits(first, drafts[own]!.domain)) continue;
      const kept = steps[at]!.args.filter((arg) => !isConstant(arg) && homeOf(arg) === own && usersOf(arg).some((user) => user !== at && home[user] === own));
      if (kept.length > 0) continue;
      drafts[own]!.steps.splice(drafts[own]!.steps.indexOf(at), 1);
      drafts[first]!.steps.push(at);
      home[at] = first;
    }
  }

  function usersOf(register: Register): readonly number[] {
    const all = users[register]!;
    return all.length === 0 || all[0]! >= from ? all : all.filter((user) => user >= from);
  }

  /** Says of each stage what it has to store. */
  function store(): void {
    for (let at = from; at < to; at++) {
      const own = home[at]!;
      const register = registerOf(at);
      if (own < 0 || kinds[at] === "constant") continue;
      const needed = !inTiles(kinds[at]!) || outputOf[register]! >= 0 || usersOf(register).some((user) => user >= to || home[user] !== own);
      if (needed) drafts[own]!.stores.add(register);
    }
    if (to < steps.length) return;
    // What is asked for and was there before is copied.
    for (const register of new Set(program.outputs)) {
      if (homeOf(register) >= 0 || (register >= inputs.length && register < registerOf(from) && !isConstant(register))) continue;
      const stage = drafts.findIndex((draft) => draft.kind === "tile" && sameFlat(draft.domain, shapes[register]!));
      if (stage >= 0) drafts[stage]!.stores.add(register);
      else drafts.push({ kind: "tile", domain: shapes[register]!, steps: [], stores: new Set([register]) });
    }
  }
}

/** Whether a step's result is there tile by tile while its stage runs. */
export function inTiles(kind: StepKind): boolean {
  return kind === "source" || kind === "panel" || kind === "elementwise";
}

/** Whether two shapes have the same elements in the same order and broadcast to one another: they differ in leading ones. */
function sameFlat(a: Shape, b: Shape): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const skipped = long.length - short.length;
  return short.every((extent, axis) => extent === long[skipped + axis]) && sizeOf(long.slice(0, skipped)) === 1;
}
