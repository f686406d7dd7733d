import type { Expr, Op } from "../expr/expr.ts";
import { gridOf } from "../expr/meta.ts";
import { walk } from "../expr/walk.ts";
import { elementwiseOp } from "../ops/define/elementwise.ts";
import { gridSize } from "../ops/define/grid.ts";
import { isStored } from "../ops/define/stored.ts";
import { resultsOf, taskGridOf } from "./results.ts";
import { blockwiseOf, piecesOf } from "./working.ts";

/** Expressions whose chunks with the same number are made by one task. */
export interface Group {
  /** Inputs before users. */
  readonly members: readonly Expr[];
  /** Those whose chunks are kept: others read them, or they were asked for. */
  readonly outputs: readonly Expr[];
  /** How many tasks it is. */
  readonly count: number;
  /** Why a neighbor is not in it, for `explain`. */
  readonly notes: readonly string[];
}

/** What a group looks like while it grows. */
interface Draft {
  readonly members: Set<Expr>;
  readonly count: number;
  readonly notes: string[];
}

interface Use {
  readonly by: Expr;
  readonly aligned: boolean;
}

/** The most expressions one program may hold: beyond it, programs no longer fit their caches. */
const maxMembers = 256;

/** Whether an expression is nothing but a way to look at another one's chunks. */
export function isVirtual(node: Expr): boolean {
  const pieces = node.op.pieces === undefined ? undefined : piecesOf(node);
  return pieces !== undefined && pieces.single === true && pieces.fill === undefined;
}

/**
 * Joins expressions into groups, from the results back. An expression goes where all its users are, if each reads the chunk with its own number and no
 * other way leads from it into that group (a task cannot wait for itself). What is made from sources alone is made again in each group that needs it.
 * Without `fuse`, every expression is on its own.
 */
export function groupExprs(roots: readonly Expr[], options: { readonly fuse: boolean }): Group[] {
  const nodes = walk(roots);
  if (nodes.every(isApart)) return nodes.filter((node) => !isStored(node)).map(alone);
  const byToken = new Map(nodes.map((node, index) => [node.token, index]));
  const asked = new Set(roots.map((root) => root.token));
  const computed = (node: Expr) => !isStored(node) && node.op.everywhere !== true && !(isVirtual(node) && !asked.has(node.token));
  const uses = collectUses(nodes, computed);
  const cheap = cheapAmong(nodes);
  const needed = new Set(asked);
  const drafts = new Map<string, Set<Draft>>();
  const reaches = reachability(nodes, byToken);
  const solos: Group[] = [];

  for (const node of [...nodes].reverse()) {
    const readers = uses.get(node.token) ?? [];
    if (!computed(node)) {
      if (options.fuse && !node.op.everywhere) mergeAll(groupsOf(readers.filter((use) => use.aligned)), drafts, reaches);
      continue;
    }
    if (readers.some((use) => !use.aligned)) needed.add(node.token);
    if (node.op.alone !== undefined) {
      solos.push(alone(node));
      continue;
    }
    const targets = groupsOf(readers.filter((use) => use.aligned));
    const count = gridSize(taskGridOf(node));
    const home = options.fuse ? findHome(node, targets, readers) : [];
    if (home.length === 0) {
      if (targets.size > 0) needed.add(node.token);
      const draft: Draft = { members: new Set([node]), count, notes: targets.size > 0 ? [`${node.op.name} is kept: its users cannot all be in its task`] : [] };
      drafts.set(node.token, new Set([draft]));
      if (options.fuse && targets.size > 1) mergeAll(targets, drafts, reaches);
    } else {
      for (const draft of home) draft.members.add(node);
      drafts.set(node.token, new Set(home));
    }
  }
  const all = new Set([...drafts.values()].flatMap((set) => [...set]));
  return sortGroups([...[...all].map((draft) => finish(draft, needed, byToken)), ...solos]);

  function groupsOf(readers: readonly Use[]): Set<Draft> {
    return new Set(readers.flatMap((use) => [...(drafts.get(use.by.token) ?? [])]));
  }

  function findHome(node: Expr, targets: Set<Draft>, readers: readonly Use[]): Draft[] {
    if (targets.size === 0) return [];
    const merged = mergeAll(targets, drafts, reaches);
    const only = merged.size === 1 ? [...merged][0]! : undefined;
    const outside = (draft: Draft) => readers.some((use) => !draft.members.has(use.by) && [...draft.members].some((member) => reaches(use.by, member)));
    if (only !== undefined && only.members.size < maxMembers && !outside(only) && !readers.some((use) => !use.aligned && only.members.has(use.by)))
      return [only];
    const haveRoom = [...merged].every((draft) => draft.members.size < maxMembers);
    if (!needed.has(node.token) && haveRoom && cheap.has(node.token) && readers.every((use) => use.aligned)) return [...merged];
    return [];
  }
}

/** Whether an expression has nothing to do with groups: its chunks are made one by one, or are there. */
function isApart(node: Expr): boolean {
  return node.op.alone !== undefined || isStored(node);
}

function alone(node: Expr): Group {
  const list = [node];
  return { members: list, outputs: list, count: gridSize(gridOf(node.meta.chunks)), notes: [] };
}

/** Those made of sources and memory by elementwise steps: making them again costs less than keeping them. (Frames are read from text.) */
function cheapAmong(nodes: readonly Expr[]): ReadonlySet<string> {
  const cheap = new Set<string>();
  for (const node of nodes) {
    const isPlain = node.inputs.length === 0 || node.op === (elementwiseOp as Op) || isVirtual(node);
    if (isPlain && node.meta.kind !== "frame" && node.inputs.every(({ token }) => cheap.has(token))) cheap.add(node.token);
  }
  return cheap;
}

/** Who reads each expression's chunks, and whether each reads just the one with its own number. Ways of looking are seen through. */
function collectUses(nodes: readonly Expr[], computed: (node: Expr) => boolean): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (input: Expr, use: Use) => {
    const list = uses.get(input.token);
    if (list === undefined) uses.set(input.token, [use]);
    else list.push(use);
  };
  for (const node of nodes) {
    if (computed(node)) {
      const blockwise = blockwiseOf(node);
      node.inputs.forEach((input, i) => {
        const aligned = blockwise !== undefined && (blockwise.reads === undefined || (blockwise.aligned?.(i) ?? false));
        for (const base of basesOf(input, computed))
          add(base, { by: node, aligned: aligned && base === input && base.op.alone === undefined && resultsOf(base) === 1 });
      });
    }
  }
  return uses;
}

function basesOf(node: Expr, computed: (node: Expr) => boolean): Expr[] {
  const isBase = (one: Expr) => computed(one) || isStored(one) || one.op.everywhere === true;
  return isBase(node) ? [node] : walk([node], (_, by) => !isBase(by)).filter(isBase);
}

/** Merges groups two by two where no path leads from one through a third to the other. Gives back what is left. */
function mergeAll(groups: Set<Draft>, drafts: Map<string, Set<Draft>>, reaches: (from: Expr, to: Expr) => boolean): Set<Draft> {
  const left: Draft[] = [];
  for (const group of groups) {
    const partner = left.find((other) => canMerge(other, group, reaches));
    if (partner === undefined) {
      left.push(group);
      continue;
    }
    for (const member of group.members) {
      partner.members.add(member);
      const homes = drafts.get(member.token)!;
      homes.delete(group);
      homes.add(partner);
    }
  }
  return new Set(left);
}

function canMerge(a: Draft, b: Draft, reaches: (from: Expr, to: Expr) => boolean): boolean {
  if (a.count !== b.count || a.members.size + b.members.size > maxMembers) return false;
  const apart = (from: Draft, to: Draft) => [...from.members].every((x) => [...to.members].every((y) => x === y || !reaches(x, y)));
  return apart(a, b) && apart(b, a);
}

/** Whether a way leads from an expression up to another. */
function reachability(nodes: readonly Expr[], index: Map<string, number>): (from: Expr, to: Expr) => boolean {
  // Nobody asks about what is apart, of which there may be very much.
  const bits = new Int32Array(nodes.length).fill(-1);
  let joining = 0;
  for (let at = 0; at < nodes.length; at++) if (!isApart(nodes[at]!)) bits[at] = joining++;
  const words = Math.ceil(joining / 32);
  const below = nodes.map(() => undefined as Uint32Array | undefined);
  const inputsOf = (at: number): Uint32Array => {
    const known = below[at];
    if (known !== undefined) return known;
    const set = new Uint32Array(words);
    below[at] = set;
    for (const input of nodes[at]!.inputs) {
      const i = index.get(input.token)!;
      const deeper = inputsOf(i);
      for (let w = 0; w < words; w++) set[w]! |= deeper[w]!;
      const bit = bits[i]!;
      if (bit >= 0) set[bit >> 5]! |= 1 << (bit & 31);
    }
    return set;
  };
  for (let at = 0; at < nodes.length; at++) inputsOf(at);
  return (from, to) => {
    const [a, b] = [index.get(from.token)!, index.get(to.token)!];
    const bit = bits[a]!;
    return a === b || (inputsOf(b)[bit >> 5]! & (1 << (bit & 31))) !== 0;
  };
}

function finish(draft: Draft, needed: ReadonlySet<string>, index: Map<string, number>): Group {
  const members = [...draft.members].sort((a, b) => index.get(a.token)! - index.get(b.token)!);
  return { members, outputs: members.filter((member) => needed.has(member.token)), count: draft.count, notes: draft.notes };
}

/** Groups in an order in which each reads only what earlier ones keep. */
function sortGroups(groups: readonly Group[]): Group[] {
  const maker = new Map(groups.flatMap((group) => group.outputs.map((output) => [output.token, group] as const)));
  const sorted: Group[] = [];
  const state = new Map<Group, boolean>();
  const visit = (root: Group) => {
    const stack: { group: Group; inputs: Group[] }[] = [];
    const enter = (group: Group) => {
      if (state.has(group)) return;
      state.set(group, false);
      stack.push({ group, inputs: makersBelow(group, maker) });
    };
    enter(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const next = top.inputs.pop();
      if (next === undefined) {
        stack.pop();
        state.set(top.group, true);
        sorted.push(top.group);
      } else {
        enter(next);
      }
    }
  };
  for (const group of groups) visit(group);
  return sorted;
}

function makersBelow(group: Group, maker: Map<string, Group>): Group[] {
  const inside = new Set(group.members.map((member) => member.token));
  const isMade = ({ token }: Expr) => !inside.has(token) && maker.has(token);
  const below = walk(group.members, (_, by) => !isMade(by));
  return [...new Set(below.filter(isMade).map(({ token }) => maker.get(token)!))];
}
