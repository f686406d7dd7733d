import type { Bench, Clock, Entry, Peer } from "./benches.ts";
import { kinds } from "./contestants.ts";
import { type Command, Contestant, type Lap } from "./process.ts";

/** One peer of a bench and how it compares. Ratios say how many times faster we are. */
export interface Comparison {
  readonly peer: string;
  readonly skipped?: string;
  readonly seconds?: number;
  readonly ratio?: number;
  readonly medianRatio?: number;
  readonly cpuRatio?: number;
  readonly floor?: number;
  readonly holds?: boolean;
  /** The contestants do not agree on what they computed. */
  readonly disagrees?: string;
}

export interface Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly medianSeconds: number;
  readonly cpuSeconds: number;
  readonly perUnit: string;
  readonly peakBytes?: number;
  readonly peakLimit?: number;
  readonly isa?: unknown;
  readonly comparisons: readonly Comparison[];
}

/** A contestant whose turns together have taken less than this takes more of them. */
const shortSeconds = 3;

/** Starts everyone, lets them take turns, stops them. */
export async function measure(bench: Bench, quick: boolean, rounds: number): Promise<Outcome> {
  const open: Contestant[] = [];
  const enter = async (entry: Entry): Promise<Contestant> => {
    const params = { ...bench.params, ...entry.params, ...(quick ? { ...bench.quick, ...entry.quick } : {}) };
    const command: Command = kinds[entry.who ?? "chunkwise"].start(entry.workload ?? bench.workload, params);
    const contestant = await Contestant.start({ ...command, env: { ...command.env, ...entry.env } });
    open.push(contestant);
    return contestant;
  };
  try {
    const ours = await enter(bench);
    const missing = bench.peers.map((peer) => kinds[peer.who ?? "chunkwise"].missing());
    const theirs = [];
    for (const [i, peer] of bench.peers.entries()) theirs.push(missing[i] === undefined ? await enter(peer) : undefined);
    const laps: { readonly ours: Lap[]; readonly theirs: Lap[][] } = { ours: [], theirs: theirs.map(() => []) };
    // The first turn warms everyone up: pages, caches, compilers. Whose turns are short goes on for a while, since any one may meet a busy moment.
    const goesOn = (taken: readonly Lap[], most = 20 * rounds) =>
      taken.length < most && (taken.length <= rounds || taken.reduce((sum, { seconds }) => sum + seconds, 0) < shortSeconds);
    for (let isOver = false; !isOver; ) {
      isOver = true;
      for (const [i, contestant] of [ours, ...theirs].entries()) {
        const taken = i === 0 ? laps.ours : laps.theirs[i - 1]!;
        if (contestant === undefined || !goesOn(taken, bench.peers[i - 1]?.rounds)) continue;
        taken.push(await contestant.lap());
        isOver = false;
      }
    }
    const comparisons = bench.peers.map((peer, i) =>
      missing[i] === undefined ? compare(peer, bench, warm(laps.ours), warm(laps.theirs[i]!), String(ours.facts["isa"])) : skip(peer, missing[i]!),
    );
    return summarize(bench, quick, laps.ours, comparisons, ours.facts["isa"]);
  } finally {
    for (const contestant of open) await contestant[Symbol.asyncDispose]();
  }
}

const warm = (laps: readonly Lap[]): readonly Lap[] => (laps.length > 1 ? laps.slice(1) : laps);
const skip = (peer: Peer, how: string): Comparison => ({ peer: peer.label ?? peer.who ?? "chunkwise", skipped: `not installed: ${how}` });

function compare(peer: Peer, bench: Bench, ours: readonly Lap[], theirs: readonly Lap[], isa: string): Comparison {
  const clock = bench.clock ?? "wall";
  const [mine, other] = [times(ours, clock), times(theirs, clock)];
  const ratio = least(other) / least(mine);
  const floor = typeof peer.floor === "object" ? (isa.includes("v4") || isa.includes("avx512") ? peer.floor.avx512 : peer.floor.avx2) : peer.floor;
  const [check, against] = [ours[0]!.check, theirs[0]!.check];
  const agree = check === undefined || against === undefined || Math.abs(check - against) <= 1e-6 * Math.abs(against);
  return {
    peer: peer.label ?? peer.who ?? "chunkwise",
    seconds: least(other),
    ratio,
    medianRatio: median(other) / median(mine),
    cpuRatio: least(times(theirs, "cpu")) / least(times(ours, "cpu")),
    ...(floor !== undefined && { floor, holds: ratio >= floor }),
    ...(!agree && { disagrees: `${check} and ${against}` }),
  };
}

function summarize(bench: Bench, quick: boolean, all: readonly Lap[], comparisons: readonly Comparison[], isa: unknown): Outcome {
  const laps = warm(all);
  const seconds = least(times(laps, bench.clock ?? "wall"));
  const units = bench.units({ ...bench.params, ...(quick ? bench.quick : {}) });
  const peaks = all.flatMap((lap) => lap.peakBytes ?? []);
  return {
    name: bench.name,
    seconds,
    medianSeconds: median(times(laps, bench.clock ?? "wall")),
    cpuSeconds: least(laps.map((lap) => lap.cpuSeconds)),
    perUnit: rate(seconds, units),
    ...(peaks.length > 0 && { peakBytes: Math.max(...peaks) }),
    ...(bench.peakBytes !== undefined && { peakLimit: bench.peakBytes }),
    isa,
    comparisons,
  };
}

function rate(seconds: number, { count, unit }: ReturnType<Bench["units"]>): string {
  if (unit === "byte") return `${(count / seconds / 1e9).toFixed(1)} GB/s`;
  if (unit === "flop") return `${(count / seconds / 1e9).toFixed(1)} GFLOP/s`;
  return `${((seconds / count) * 1e9).toPrecision(3)} ns/${unit}`;
}

const times = (laps: readonly Lap[], clock: Clock) => laps.map((lap) => (clock === "cpu" ? lap.cpuSeconds : lap.seconds));
const least = (values: readonly number[]) => Math.min(...values);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
