import { writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Expr } from "../expr/expr.ts";
import { walk } from "../expr/walk.ts";
import { type Direction, directions, dotOf } from "../graph/dot.ts";
import { pathOf } from "../io/files/paths.ts";
import { writeWhole } from "../io/files/write.ts";
import { ChunkwiseError } from "../util/errors.ts";
import { optionNames, refuseUnknown } from "../util/option-names.ts";
import { shown } from "../util/shown.ts";
import type { ComputeOptions } from "./options.ts";
import { planOf } from "./plan.ts";
import { isOpen } from "./settle.ts";

export interface VisualizeOptions extends Pick<ComputeOptions, "without"> {
  /** A file to write, `.svg`, `.dot` or `.gv`. */
  readonly filename?: string | undefined;
  /** Default: what the name of the file says, or SVG. */
  readonly format?: "svg" | "dot" | undefined;
  /** Where results stand: above what they are made of (`"BT"`, the default), below (`"TB"`), right or left of it. */
  readonly rankdir?: Direction | undefined;
}
const names = optionNames<VisualizeOptions>({ filename: true, format: true, rankdir: true, without: true });

/** What can be drawn. */
export interface Drawable {
  /**
   * Draws the tasks that would compute it (ellipses; data in memory are boxes) with Graphviz, and computes nothing. Gives the picture as SVG, or the graph in Graphviz' language, and writes it to `filename`.
   * Dask's `visualize`. @throws ChunkwiseError (`OPTION`), StorageError
   *
   * @example await x.sum().visualize("sum.svg");
   */
  visualize(filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string>;
}

/** Layouts of larger graphs take minutes, and nobody reads them. */
const mostNodes = 5000;

/** The arguments of `visualize`: a file by position, or by name. */
export function visualizeOptions(filename: string | VisualizeOptions | undefined, options: VisualizeOptions = {}): VisualizeOptions {
  const all = filename === undefined ? options : typeof filename === "string" ? { ...options, filename } : filename;
  refuseUnknown("visualize", all, names);
  if (all.rankdir !== undefined && !directions.includes(all.rankdir))
    throw new ChunkwiseError("OPTION", `visualize: rankdir is ${shown(all.rankdir)}; one of ${directions.join(", ")}`);
  return all;
}

/** The tasks of expressions. Where lengths are found by running first, it is that part: the rest is planned when they are there. */
export function visualizeExprs(roots: readonly Expr[], filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
  const { without, ...told } = visualizeOptions(filename, options);
  const waiting = isOpen(roots) ? walk(roots).filter((node) => node.op.settle !== undefined && !isOpen(node.inputs)) : [];
  const drawn = waiting.length === 0 ? roots : [...new Map(waiting.flatMap(({ inputs }) => inputs).map((node) => [node.token, node])).values()];
  const { graph } = planOf(drawn, without === undefined ? {} : { without }).lowered;
  return picture(dotOf(graph, told.rankdir), graph.nodes.length, told);
}

/** A picture of a graph in Graphviz' language, or that language itself. */
export async function picture(dot: string, nodes: number, { filename, format }: VisualizeOptions): Promise<string> {
  const ending = filename === undefined ? undefined : /\.(\w+)$/.exec(filename)?.[1]?.toLowerCase();
  const kind = format ?? (ending === undefined ? "svg" : ending === "gv" ? "dot" : ending);
  if (kind !== "svg" && kind !== "dot") throw new ChunkwiseError("OPTION", `visualize: ${shown(kind)} is not drawn; svg and dot are`);
  if (kind === "svg" && nodes > mostNodes)
    throw new ChunkwiseError("OPTION", `visualize: ${nodes} tasks; ${mostNodes} at most are drawn: take fewer chunks, or write { format: "dot" }`);
  const text = kind === "dot" ? dot : await layOut(dot);
  if (filename !== undefined) await writeWhole(pathOf(filename), async (beside) => writeFileSync(beside, text));
  return text;
}

function layOut(dot: string): Promise<string> {
  const worker = new Worker(new URL("./draw-worker.js", import.meta.url), { workerData: dot });
  return new Promise<string>((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
    worker.once("exit", (code) => reject(new ChunkwiseError("DRAW", `visualize: the thread that draws ended with ${code}`)));
  });
}
