import type { Chunk } from "../chunk/chunk.ts";
import { type DType, dtypes } from "../chunk/dtype.ts";
import type { Expr, GridIndex } from "../expr/expr.ts";
import { gridOf, sameExtents } from "../expr/meta.ts";
import { walk } from "../expr/walk.ts";
import type { Data, Graph } from "../graph/graph.ts";
import type { Program } from "../graph/program.ts";
import type { Place, Read, Result, Task } from "../graph/task.ts";
import { gridSize, unravel } from "../ops/define/grid.ts";
import { isStored } from "../ops/define/stored.ts";
import type { CallParams } from "../ops/value/call.ts";
import { lowerAlone } from "./alone.ts";
import { elementsBound } from "./bound.ts";
import { build } from "./build.ts";
import { type Group, groupExprs } from "./group.ts";
import { knownProgram } from "./known-programs.ts";
import { type MeasureScratch, rememberScratch, type Shapes } from "./measured.ts";
import { chunkShape, forEachRef, type Member, placeIn, refKey } from "./member.ts";
import { type Directory, readOf } from "./read.ts";
import { chunksOf, resultsOf, taskGridOf } from "./results.ts";
import { blockwiseOf, piecesOf } from "./working.ts";

export interface LowerOptions {
  readonly fuse: boolean;
  readonly measure: MeasureScratch;
}

export interface Lowered {
  readonly graph: Graph;
  readonly groups: readonly Group[];
  /** For each root, the numbers of its chunks among the graph's outputs: C order of its grid, from `from` on. */
  readonly roots: readonly { readonly from: number; readonly count: number }[];
}

/** Expressions as a graph of tasks: a task a chunk of each group. */
export function lower(roots: readonly Expr[], options: LowerOptions): Lowered {
  const groups = groupExprs(
    roots.filter((root) => !isStored(root)),
    options,
  );
  const nodes: (Task | Data)[] = [];
  const firstTask = new Map<string, { first: number; result: number; results: number }>();
  const data = new Map<Chunk, number>();
  const directory: Directory = {
    made(node, flat) {
      const found = firstTask.get(node.token);
      if (found === undefined || found.results === 1) return found && { node: found.first + flat, result: found.result };
      return { node: found.first + Math.floor(flat / found.results), result: found.result + (flat % found.results) };
    },
    held(chunk) {
      const known = data.get(chunk);
      if (known !== undefined) return known;
      data.set(chunk, nodes.length);
      nodes.push({ chunk });
      return nodes.length - 1;
    },
  };
  for (const group of groups) {
    const apart = group.members[0]!.op.alone;
    if (apart === undefined) declareData(group, directory);
    const tasks = apart === undefined ? lowerGroup(group, directory, options, nodes) : lowerAlone(group.members[0]!, apart, directory);
    const first = nodes.length;
    for (const task of tasks) nodes.push(task);
    let result = 0;
    for (const output of group.outputs) {
      const results = resultsOf(output);
      firstTask.set(output.token, { first, result, results });
      result += results;
    }
  }
  const outputs: Read[] = [];
  const spans = roots.map((root) => {
    const from = outputs.length;
    const grid = gridOf(root.meta.chunks);
    const count = gridSize(grid);
    for (let flat = 0; flat < count; flat++) outputs.push(readOf(root, unravel(flat, grid), directory));
    return { from, count };
  });
  return { graph: { nodes, outputs }, groups, roots: spans };
}

/** Data nodes come before the tasks of the group that reads them, which are numbered without a gap. */
function declareData(group: Group, directory: Directory): void {
  const own = new Set(group.members.map((member) => member.token));
  // What is below another group's chunks was declared with that group.
  const below = walk(group.members, (_, by) => own.has(by.token) || directory.made(by, 0) === undefined);
  for (const node of below) if (isStored(node)) for (const chunk of node.held as readonly Chunk[]) directory.held(chunk);
}

function lowerGroup(group: Group, directory: Directory, options: LowerOptions, nodes: readonly (Task | Data)[]): Task[] {
  const outputs = new Set(group.outputs.map((output) => output.token));
  const members = group.members.map(
    (node): Member => ({
      node,
      taskGrid: taskGridOf(node),
      results: resultsOf(node),
      blockwise: blockwiseOf(node),
      pieces: piecesOf(node),
      inputGrids: node.inputs.map((input) => gridOf(input.meta.chunks)),
      keep: outputs.has(node.token),
    }),
  );
  const inside = new Set(group.members.map((member) => member.token));
  const last = group.outputs[group.outputs.length - 1]!;
  const label = `${nameOf(last)}-${last.token.slice(0, 8)}`;
  const grid = taskGridOf(last);
  const programs = new Map<string, Program>();
  const varies = members.filter((member) => member.pieces !== undefined || member.blockwise?.variant !== undefined);
  const readers = members.filter(({ node }) => node.inputs.some((input) => !inside.has(input.token) && input.op.everywhere !== true));
  const placed = members.filter((member) => member.blockwise?.place !== undefined);
  const kept = members.filter((member) => member.keep);
  const heaped = members.filter((member) => member.blockwise?.scratch !== undefined);
  const measured = rememberScratch(options.measure);
  const shared = shareResults();
  return Array.from({ length: group.count }, (_, flat): Task => {
    const inputs: DType[] = [];
    const reads = readers.length === 0 ? nothing : gather(readers, flat, inside, directory, inputs);
    const variant = varies.length === 0 ? "" : varies.map((member) => variantOf(member, placeIn(member, flat))).join("|");
    let program = programs.get(variant);
    if (program === undefined) {
      program = build(members, flat, inside, inputs);
      // Those of a group with many variants hardly come again.
      if (programs.size < fewVariants) program = knownProgram(program);
      programs.set(variant, program);
    }
    const places = placed.length === 0 ? nowhere : placed.map((member) => member.blockwise!.place!(placeIn(member, flat)));
    const results = shared(resultsIn(kept, flat));
    const shapes = reads.length === 0 ? noShapes : reads.map((read) => shapeOf(read, nodes));
    const task = { label, grid, index: flat, program, places, reads, results, scratchBytes: measured(program, places, shapes) };
    if (heaped.length === 0) return task;
    return { ...task, heapBytes: Math.max(...heaped.map((member) => member.blockwise!.scratch!(placeIn(member, flat)))) };
  });
}

const fewVariants = 4;
const nowhere: readonly Place[] = [];
const nothing: readonly Read[] = [];
const noShapes: Shapes = [];

function resultsIn(kept: readonly Member[], flat: number): Result[] {
  const results: Result[] = [];
  for (const member of kept) for (const at of chunksOf(placeIn(member, flat), member.results)) results.push(resultOf(member, at));
  return results;
}

/** Neighbors mostly make the same: then they share the list of it. */
function shareResults(): (results: readonly Result[]) => readonly Result[] {
  let last: readonly Result[] = [];
  const isSame = (a: Result, b: Result) => a.bytes === b.bytes && a.dtype === b.dtype && a.grows === b.grows && sameExtents(a.shape, b.shape);
  return (results) => {
    if (results.length !== last.length || results.some((result, i) => !isSame(result, last[i]!))) last = results;
    return last;
  };
}

/** `array/elementwise` by the kernel it runs: the name that errors and plans show. */
export function nameOf(node: Expr): string {
  if (node.meta.kind === "value" && !isStored(node)) return (node.params as CallParams).target.name;
  const { kernel, reducer } = node.params as { kernel?: unknown; reducer?: unknown };
  const base = node.op.name.replace(/^.*\//, "");
  if (typeof kernel === "string") return kernel;
  return typeof reducer === "string" ? `${reducer}-${base}` : base;
}

function variantOf(member: Member, at: GridIndex): string {
  if (member.pieces === undefined) return member.blockwise!.variant?.(at) ?? "";
  const parts = member.pieces.parts(at);
  return parts.map((part) => `${part.start}`).join(";") + (parts.length > 1 || member.pieces.fill !== undefined ? `:${chunkShape(member.node, at)}` : "");
}

/** The chunks a task reads from outside its group, each once, in the order in which `build` meets them. */
function gather(members: readonly Member[], flat: number, inside: ReadonlySet<string>, directory: Directory, inputs: DType[]): Read[] {
  const reads: Read[] = [];
  const seen = new Set<string>();
  for (const member of members) {
    forEachRef(member, flat, (ref, index) => {
      const input = member.node.inputs[ref.input]!;
      if (inside.has(input.token) || input.op.everywhere === true) return;
      const key = refKey(member, index, input, ref);
      if (seen.has(key)) return;
      seen.add(key);
      reads.push(readOf(input, ref.at, directory, "region" in ref ? ref.region : undefined));
      inputs.push(input.meta.dtype);
    });
  }
  return reads;
}

function resultOf(member: Member, at: GridIndex): Result {
  const { kind, dtype } = member.node.meta;
  const result = { dtype, shape: chunkShape(member.node, at), bytes: elementsBound(member.node, at) * dtypes[dtype].itemsize };
  return kind === "frame" ? { ...result, shape: [undefined], grows: true } : result;
}

function shapeOf(read: Read, nodes: readonly (Task | Data)[]): readonly (number | undefined)[] {
  if (read.view !== undefined) return read.view.shape;
  const node = nodes[read.node]!;
  return "chunk" in node ? node.chunk.shape : node.results[read.result]!.shape;
}
