import { costs } from "../execute/scratch.ts";
import { cull } from "../graph/cull.ts";
import type { Graph } from "../graph/graph.ts";
import { linksOf } from "../graph/links.ts";
import { planOf } from "../schedule/plan.ts";

/** About how much chunks, results and scratch memory take at once: what one worker needs in the order of the plan, and for each more what its tasks make and use. */
export function estimatePeak(given: Graph, workers: number): number {
  const graph = cull(given);
  const links = linksOf(graph);
  const { sequence, nodes, reads, readStart, resultStart, readerStart, chunkBytes, scratchBytes, isGiven } = planOf({
    graph,
    links,
    ...costs,
    deliver: true,
  });
  const left = new Int32Array(links.chunks);
  let live = 0;
  for (let chunk = 0; chunk < links.chunks; chunk++) {
    left[chunk] = readerStart[chunk + 1]! - readerStart[chunk]!;
    if (isGiven[chunk]) live += chunkBytes[chunk]!;
  }
  let peak = live;
  let largest = 0;
  for (let i = 0; i < sequence.length; i++) {
    const task = sequence[i]!;
    if (task >= nodes) continue;
    let made = 0;
    for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) made += chunkBytes[chunk]!;
    live += made;
    largest = Math.max(largest, made + scratchBytes[task]!);
    peak = Math.max(peak, live + scratchBytes[task]!);
    for (let at = readStart[task]!; at < readStart[task + 1]!; at++) if (--left[reads[at]!]! === 0 && !isGiven[reads[at]!]) live -= chunkBytes[reads[at]!]!;
    for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) if (left[chunk] === 0) live -= chunkBytes[chunk]!;
  }
  return peak + (Math.min(workers, sequence.length) - 1) * largest;
}
