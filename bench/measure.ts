import type { Bench, Entry } from "./benches.ts";
import { compare, type Outcome, skip, summarize, together } from "./compare.ts";
import { kinds } from "./contestants.ts";
import { type Command, Contestant, type Lap } from "./process.ts";

/** A contestant whose turns together have taken less than this takes more of them. */
const shortSeconds = 3;

/** Starts everyone, lets them take turns, stops them. One outcome, or one a query and what they come to. */
export async function measure(bench: Bench, quick: boolean, rounds: number): Promise<readonly Outcome[]> {
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
    const isa = String(ours.facts["isa"]);
    const outcomes: Outcome[] = [];
    for (const query of bench.queries ?? [undefined]) {
      const laps = await takeTurns(bench, ours, theirs, rounds, query);
      const comparisons = bench.peers.map((peer, i) =>
        missing[i] === undefined ? compare(peer, bench, warm(laps.ours), warm(laps.theirs[i]!), isa) : skip(peer, missing[i]!),
      );
      outcomes.push(summarize(bench, quick, warm(laps.ours), comparisons, isa, query));
    }
    return bench.queries === undefined ? outcomes : [...outcomes, together(bench, outcomes, isa)];
  } finally {
    for (const contestant of open) await contestant[Symbol.asyncDispose]();
  }
}

/** There and back again, as cores that were idle start slowly, and so whoever follows one of few threads. The first turn warms everyone up: pages, caches, compilers. Whose turns are short goes on for a while, since any one may meet a busy moment. */
async function takeTurns(bench: Bench, ours: Contestant, theirs: readonly (Contestant | undefined)[], rounds: number, query: string | undefined) {
  const laps: { readonly ours: Lap[]; readonly theirs: Lap[][] } = { ours: [], theirs: theirs.map(() => []) };
  const goesOn = (taken: readonly Lap[], most = 20 * rounds) =>
    taken.length < most && (taken.length <= rounds || taken.reduce((sum, { seconds }) => sum + seconds, 0) < shortSeconds);
  const lap = async (contestant: Contestant, taken: Lap[], most?: number) => {
    if (!goesOn(taken, most)) return false;
    taken.push(await contestant.lap(query));
    return true;
  };
  const turns = [
    () => lap(ours, laps.ours),
    ...theirs.map((peer, i) => async () => {
      const { rounds: most, slow } = bench.peers[i]!;
      return peer !== undefined && lap(peer, laps.theirs[i]!, slow?.includes(query ?? "") ? 1 : most);
    }),
  ];
  for (let isOver = false; !isOver; turns.reverse()) {
    isOver = true;
    for (const turn of turns) if (await turn()) isOver = false;
  }
  return laps;
}

const warm = (laps: readonly Lap[]): readonly Lap[] => (laps.length > 1 ? laps.slice(1) : laps);
