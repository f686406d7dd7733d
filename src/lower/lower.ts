import type { Chunk } from "../chunk/chunk.ts";
import { dtypes } from "../chunk/dtype.ts";
import type { Blockwise, Builder, ChunkRef, Expr, GridIndex, Pieces } from "../expr/expr.ts";
import { gridOf, sameExtents } from "../expr/meta.ts";
import type { Data, Graph } from "../graph/graph.ts";
import type { Program, Register, Step } from "../graph/program.ts";
import type { Place, Read, Result, Task } from "../graph/task.ts";
import { gridSize, unravel } from "../ops/define/grid.ts";
import { isStored } from "../ops/define/stored.ts";
import { must } from "../util/must.ts";
import { elementsBound } from "./bound.ts";
import { type Group, groupExprs } from "./group.ts";
import { type Directory, readOf } from "./read.ts";
import { chunksOf, resultsOf, taskGridOf } from "./results.ts";

/** Tells the scratch memory a task needs, from the shapes it reads. */
export type MeasureScratch = (program: Program, places: readonly Place[], reads: readonly (readonly (number | undefined)[])[]) => number;

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
    declareData(group, directory);
    const tasks = lowerGroup(group, directory, options, nodes);
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
  const seen = new Set<string>();
  const look = (node: Expr) => {
    if (seen.has(node.token)) return;
    seen.add(node.token);
    if (isStored(node)) for (const chunk of node.held as readonly Chunk[]) directory.held(chunk);
    else for (const input of node.inputs) look(input);
  };
  for (const member of group.members) look(member);
}

/** What is worked out once for a member of a group. */
interface Member {
  readonly node: Expr;
  readonly taskGrid: readonly number[];
  /** How many chunks a task makes. */
  readonly results: number;
  readonly blockwise: Blockwise | undefined;
  readonly pieces: Pieces | undefined;
  readonly keep: boolean;
}

function lowerGroup(group: Group, directory: Directory, options: LowerOptions, nodes: readonly (Task | Data)[]): Task[] {
  const outputs = new Set(group.outputs.map((output) => output.token));
  const members = group.members.map(
    (node): Member => ({
      node,
      taskGrid: taskGridOf(node),
      results: resultsOf(node),
      blockwise: node.op.blockwise?.(node),
      pieces: node.op.pieces?.(node),
      keep: outputs.has(node.token),
    }),
  );
  const inside = new Set(group.members.map((member) => member.token));
  const last = group.outputs[group.outputs.length - 1]!;
  const label = `${nameOf(last)}-${last.token.slice(0, 8)}`;
  const grid = taskGridOf(last);
  const programs = new Map<string, Program>();
  const varies = members.filter((member) => member.pieces !== undefined || member.blockwise?.variant !== undefined);
  const placed = members.filter((member) => member.blockwise?.place !== undefined);
  const kept = members.filter((member) => member.keep);
  const heaped = members.filter((member) => member.blockwise?.scratch !== undefined);
  const measured = rememberScratch(options.measure);
  const shared = shareResults();
  return Array.from({ length: group.count }, (_, flat): Task => {
    const gathered = gather(members, flat, inside, directory);
    const variant = varies.map((member) => variantOf(member, placeIn(member, flat))).join("|");
    let program = programs.get(variant);
    if (program === undefined) programs.set(variant, (program = build(members, flat, inside, gathered.dtypes)));
    const places = placed.length === 0 ? nowhere : placed.map((member) => member.blockwise!.place!(placeIn(member, flat)));
    const results = shared(kept.flatMap((member) => chunksOf(placeIn(member, flat), member.results).map((at) => resultOf(member, at))));
    const shapes = gathered.reads.map((read) => shapeOf(read, nodes));
    const task = { label, grid, index: flat, program, places, reads: gathered.reads, results, scratchBytes: measured(program, places, shapes) };
    if (heaped.length === 0) return task;
    return { ...task, heapBytes: Math.max(...heaped.map((member) => member.blockwise!.scratch!(placeIn(member, flat)))) };
  });
}

const nowhere: readonly Place[] = [];

/** Neighbors mostly make the same: then they share the list of it. */
function shareResults(): (results: readonly Result[]) => readonly Result[] {
  let last: readonly Result[] = [];
  const isSame = (a: Result, b: Result) => a.bytes === b.bytes && a.dtype === b.dtype && a.grows === b.grows && sameExtents(a.shape, b.shape);
  return (results) => {
    if (results.length !== last.length || results.some((result, i) => !isSame(result, last[i]!))) last = results;
    return last;
  };
}

/** The place of the chunk that a task makes, or of the first one. */
function placeIn(member: Member, flat: number): GridIndex {
  const at = unravel(flat, member.taskGrid);
  if (member.results > 1) at[at.length - 1]! *= member.results;
  return at;
}

/** Measures once what is the same: neighbors mostly are. */
function rememberScratch(measure: MeasureScratch): MeasureScratch {
  const known = new Map<string, number>();
  let last: { readonly program: Program; readonly places: readonly Place[]; readonly shapes: Shapes; readonly bytes: number } | undefined;
  return (program, places, shapes) => {
    if (last !== undefined && last.program === program && samePlaces(last.places, places) && sameShapes(last.shapes, shapes)) return last.bytes;
    const key = `${numberOf(program)}/${shapes.join(";")}/${places.map((place) => place.shape).join(";")}`;
    const bytes = known.get(key) ?? measure(program, places, shapes);
    known.set(key, bytes);
    last = { program, places, shapes, bytes };
    return bytes;
  };
}

type Shapes = readonly (readonly (number | undefined)[])[];

function sameShapes(a: Shapes, b: Shapes): boolean {
  for (let i = 0; i < a.length; i++) if (!sameExtents(a[i]!, b[i]!)) return false;
  return a.length === b.length;
}

function samePlaces(a: readonly Place[], b: readonly Place[]): boolean {
  for (let i = 0; i < a.length; i++) if (!sameExtents(a[i]!.shape, b[i]!.shape)) return false;
  return true;
}

const numbers = new WeakMap<Program, number>();
let nextNumber = 0;
function numberOf(program: Program): number {
  const known = numbers.get(program);
  if (known !== undefined) return known;
  numbers.set(program, nextNumber);
  return nextNumber++;
}

/** `array/elementwise` by the kernel it runs: the name that errors and plans show. */
export function nameOf(node: Expr): string {
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
function gather(
  members: readonly Member[],
  flat: number,
  inside: ReadonlySet<string>,
  directory: Directory,
): { reads: Read[]; dtypes: Expr["meta"]["dtype"][] } {
  const reads: Read[] = [];
  const dtypes: Expr["meta"]["dtype"][] = [];
  const seen = new Set<string>();
  for (const member of members) {
    if (member.node.inputs.length === 0) continue;
    forEachRef(member, flat, (ref, index) => {
      const input = member.node.inputs[ref.input]!;
      if (inside.has(input.token) || input.op.everywhere === true) return;
      const key = refKey(member, index, input, ref);
      if (seen.has(key)) return;
      seen.add(key);
      reads.push(readOf(input, ref.at, directory, "region" in ref ? ref.region : undefined));
      dtypes.push(input.meta.dtype);
    });
  }
  return { reads, dtypes };
}

type Reference = ChunkRef & { readonly region?: NonNullable<ReturnType<Pieces["parts"]>[number]["region"]> };

function forEachRef(member: Member, flat: number, visit: (ref: Reference, index: number) => void): void {
  if (member.pieces !== undefined) member.pieces.parts(placeIn(member, flat)).forEach(visit);
  else if (member.blockwise!.reads !== undefined) member.blockwise!.reads(placeIn(member, flat)).forEach(visit);
  else {
    for (const [index, input] of member.node.inputs.entries()) visit({ input: index, at: unravel(flat, gridOf(input.meta.chunks)) }, index);
  }
}

/** Two readers of the chunk with their own number share it; any other read is its own, so that every place of a variant has as many. */
function refKey(member: Member, index: number, input: Expr, ref: Reference): string {
  const own = member.pieces === undefined && (member.blockwise!.reads === undefined || member.blockwise!.aligned?.(ref.input) === true);
  return own ? input.token : `${member.node.token}/${index}`;
}

/** The program of a variant: the members' steps one after the other. */
function build(members: readonly Member[], flat: number, inside: ReadonlySet<string>, inputs: readonly Expr["meta"]["dtype"][]): Program {
  const steps: Step[] = [];
  const made = new Map<string, readonly Register[]>();
  const outside = new Map<string, Register>();
  let places = 0;
  const push = (step: Step): Register => {
    steps.push(step);
    return inputs.length + steps.length - 1;
  };
  const builderFor = (member: Member): Builder => {
    const place = places;
    if (member.blockwise?.place !== undefined) places++;
    return { step: push, place: () => place };
  };
  const registerOf = (member: Member, ref: Reference, index: number): Register => {
    const input = member.node.inputs[ref.input]!;
    if (inside.has(input.token)) return made.get(input.token)![0]!;
    if (input.op.everywhere === true) {
      const known = made.get(input.token) ?? listOf(input.op.blockwise!(input).steps({ step: push, place: () => -1 }, [], []));
      made.set(input.token, known);
      return known[0]!;
    }
    const key = refKey(member, index, input, ref);
    const known = outside.get(key) ?? outside.size;
    outside.set(key, known);
    return known;
  };
  for (const member of members) {
    const at = placeIn(member, flat);
    const args: Register[] = [];
    forEachRef(member, flat, (ref, index) => args.push(registerOf(member, ref, index)));
    const builder = builderFor(member);
    const own = listOf(member.pieces === undefined ? member.blockwise!.steps(builder, args, at) : assemble(member, args, at, push));
    must(own.length === member.results, `${member.node.op.name} makes ${own.length} chunks a task, and not ${member.results}`);
    made.set(member.node.token, own);
  }
  const outputs = members.flatMap(({ keep, node }) => (keep ? made.get(node.token)!.map((register) => keepable(register, node, inputs.length, push)) : []));
  must(outside.size === inputs.length, "a program and its reads do not agree");
  return { inputs, steps, outputs };
}

function listOf(made: Register | readonly Register[]): readonly Register[] {
  return typeof made === "number" ? [made] : made;
}

/** What a task keeps is its own: an input that goes straight out is copied. */
function keepable(register: Register, node: Expr, inputs: number, push: (step: Step) => Register): Register {
  const { kind, dtype } = node.meta;
  return register < inputs ? push({ kernel: kind === "frame" ? "frame/same" : "copy", dtype, args: [register], result: dtype }) : register;
}

function assemble(member: Member, args: readonly Register[], at: GridIndex, push: (step: Step) => Register): Register {
  const { dtype } = member.node.meta;
  const parts = member.pieces!.parts(at);
  if (args.length === 1 && member.pieces!.fill === undefined) return args[0]!;
  const params = {
    starts: parts.map((part) => part.start),
    shape: chunkShape(member.node, at) as number[],
    ...(member.pieces!.fill !== undefined && { fill: member.pieces!.fill }),
  };
  return push({ kernel: "assemble", dtype, args, result: dtype, params });
}

function chunkShape(node: Expr, at: GridIndex): (number | undefined)[] {
  // Where frames stand in a grid of two axes, chunks still have one: their bytes.
  if (node.meta.kind === "frame" && at.length > 1) return [undefined];
  return at.map((index, axis) => node.meta.chunks[axis]![index]);
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
