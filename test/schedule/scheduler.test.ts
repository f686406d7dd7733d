import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { roundToClass } from "../../src/chunk/size-class.ts";
import { type Data, type Graph, isData } from "../../src/graph/graph.ts";
import { linksOf } from "../../src/graph/links.ts";
import { planOf } from "../../src/schedule/plan.ts";
import { createScheduler } from "../../src/schedule/scheduler.ts";
import { type TinyTask, tinyGraph } from "../graph/tiny-graph.ts";
import { costs, live, type WorldOptions } from "./world.ts";

interface Setup {
  readonly graph: Graph;
  readonly given: (chunk: number) => { readonly resident: boolean; readonly spillable: boolean };
  readonly limitBytes: number;
  readonly grownTo: (chunk: number) => number;
}

/** Graphs of every shape: data at first, then tasks that read some of what is before them; the outputs are some of all. */
const setups: fc.Arbitrary<Setup> = fc
  .record({
    data: fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 1000 }), resident: fc.boolean(), spillable: fc.boolean() }), { maxLength: 4 }),
    drafts: fc.array(
      fc.record({
        back: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(1)), { maxLength: 4 }),
        bytes: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 2 }),
        /** Of results that grow: how large they become. */
        grown: fc.oneof(
          { weight: 2, arbitrary: fc.constant([]) },
          fc.array(fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }), { maxLength: 2 }),
        ),
        scratchBytes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 })),
        heapBytes: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 5000 })),
      }),
      { minLength: 1, maxLength: 40 },
    ),
    slackBytes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4000 }), fc.constant(1e9)),
  })
  .chain(({ data, drafts, slackBytes }) => {
    const results = [...data.map(() => 1), ...drafts.map(({ bytes }) => bytes.length)];
    const tasks: TinyTask[] = drafts.map(({ back, bytes, grown, scratchBytes, heapBytes }, i) => {
      const node = data.length + i;
      const reads = back.filter(([steps]) => steps <= node).map(([steps, result]) => [node - steps, Math.min(result, results[node - steps]! - 1)] as const);
      return { reads, bytes, scratchBytes, heapBytes, grows: bytes.map((_, result) => grown[result] !== undefined) };
    });
    const grown = [...data.map(() => 0), ...drafts.flatMap((draft) => draft.bytes.map((_, result) => draft.grown[result] ?? 0))];
    const grownTo = (chunk: number) => grown[chunk]!;
    const nodes = [...data.map(({ bytes }) => dataOf(bytes)), ...tinyGraph(tasks).nodes];
    return fc.subarray([...nodes.keys()], { minLength: 1 }).map((outputs) => {
      const graph: Graph = { nodes, outputs: outputs.map((node) => ({ node, result: 0 })) };
      const sum = (which: (each: (typeof data)[number]) => boolean) => data.filter(which).reduce((bytes, each) => bytes + roundToClass(each.bytes), 0);
      const fixedBytes = sum((each) => each.resident && !each.spillable);
      const limitBytes =
        Math.max(
          sum((each) => each.resident),
          fixedBytes + leastBytes(graph, grownTo),
        ) + slackBytes;
      return {
        graph,
        limitBytes,
        grownTo,
        given: (chunk: number) => ({ resident: data[chunk]!.resident, spillable: data[chunk]!.spillable || !data[chunk]!.resident }),
      };
    });
  });

function dataOf(bytes: number): Data {
  return { chunk: { block: { buffer: new SharedArrayBuffer(0), byteOffset: 0, byteLength: bytes }, dtype: "uint8", shape: [bytes] } };
}

const planFor = (graph: Graph, deliver: boolean) => planOf({ graph, links: linksOf(graph), ...costs, deliver });

/** The least memory in which each task can run when nothing else is there. */
function leastBytes(graph: Graph, grownTo: (chunk: number) => number): number {
  const plan = planFor(graph, true);
  const bytesOf = (chunk: number) => (plan.grows[chunk] ? roundToClass(grownTo(chunk)) : plan.chunkBytes[chunk]!);
  let least = 0;
  for (const task of plan.sequence) {
    const node = graph.nodes[task];
    let bytes = node === undefined || isData(node) ? 0 : node.scratchBytes;
    for (let chunk = plan.resultStart[task]!; chunk < plan.resultStart[task + 1]!; chunk++) bytes += bytesOf(chunk);
    for (let i = plan.readStart[task]!; i < plan.readStart[task + 1]!; i++) bytes += bytesOf(plan.reads[i]!);
    least = Math.max(least, bytes);
  }
  return least;
}

const manners = fc.record({
  slots: fc.integer({ min: 1, max: 4 }),
  ahead: fc.constantFrom(0, 8),
  deliver: fc.boolean(),
  choices: fc.infiniteStream(fc.nat()),
});

function worldOf(setup: Setup, { slots, ahead, deliver, choices }: typeof manners extends fc.Arbitrary<infer T> ? T : never): WorldOptions {
  return { ...setup, slots, ahead, deliver, choose: (count) => (choices.next().value as number) % count };
}

const dataIn = (graph: Graph) => graph.nodes.filter(isData).map((_, chunk) => chunk);
const union = (...sets: readonly (readonly number[])[]) => [...new Set(sets.flat())].sort((a, b) => a - b);

const outputChunks = (graph: Graph) => [...new Set(graph.outputs.map((read) => linksOf(graph).chunkOf(read)))].sort((a, b) => a - b);
const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

const first = () => 0;

test("in any order of completion and in any memory that holds its largest task, each needed task runs once and only what was asked for is left", () => {
  fc.assert(
    fc.property(setups, manners, (setup, manner) => {
      const { graph } = setup;
      const { ran, delivered, kept, stuck } = live(worldOf(setup, manner));
      assert.equal(stuck, false);
      assert.deepEqual(sorted(ran), sorted(planFor(graph, manner.deliver).sequence));
      assert.deepEqual(sorted(delivered), manner.deliver ? outputChunks(graph) : []);
      assert.deepEqual(sorted(kept.keys()), manner.deliver ? dataIn(graph) : union(outputChunks(graph), dataIn(graph)));
    }),
    { numRuns: 500 },
  );
});

test("whatever part of the limit may be used, and however that changes, each needed task runs once, and none is stuck for that", () => {
  const shares = fc.infiniteStream(fc.option(fc.double({ min: 0, max: 1, noNaN: true })));
  fc.assert(
    fc.property(setups, manners, shares, (setup, manner, share) => {
      const { graph } = setup;
      const { ran, delivered, stuck } = live({ ...worldOf(setup, manner), allow: () => share.next().value ?? undefined });
      assert.equal(stuck, false);
      assert.deepEqual(sorted(ran), sorted(planFor(graph, manner.deliver).sequence));
      assert.deepEqual(sorted(delivered), manner.deliver ? outputChunks(graph) : []);
    }),
    { numRuns: 600 },
  );
});

test("where less than the limit may be used, chunks go to disk that the limit would leave", () => {
  const source: TinyTask = { bytes: [1024] };
  const setup = { graph: tinyGraph([source, source, source], [0, 1, 2]), slots: 1, limitBytes: 4 * 1024, deliver: false, choose: first } as const;
  assert.equal(live(setup).spilled, 0);
  assert.equal(live({ ...setup, allow: () => 0.6 }).spilled, 1);
});

test("whatever goes wrong, and whenever, a run ends and leaves nothing behind", () => {
  const troubles = fc.record({ after: fc.nat(60), kind: fc.constantFrom("stop", "ended", "lost") });
  fc.assert(
    fc.property(setups, manners, troubles, (setup, manner, trouble) => {
      const { kept, wasTroubled } = live({ ...worldOf(setup, manner), trouble });
      if (wasTroubled || manner.deliver) assert.deepEqual(sorted(kept.keys()), dataIn(setup.graph));
    }),
    { numRuns: 500 },
  );
});

test("with enough memory nothing goes to disk", () => {
  fc.assert(fc.property(setups, manners, (setup, manner) => assert.equal(live({ ...worldOf(setup, manner), limitBytes: 1e9 }).spilled, 0)));
});

test("the chunks that are needed last go to disk, and come back when they are read", () => {
  // Four sources, then a reader of each, the first source first; memory holds three chunks.
  const sources: TinyTask[] = Array.from({ length: 4 }, () => ({ bytes: [1024] }));
  const all: TinyTask = { reads: [], bytes: [64] };
  const graph = tinyGraph([...sources, { ...all, reads: [0, 1] }, { reads: [2, 3, 4] }, { reads: [0, 1, 2, 5] }], [6]);
  const { ran, spilled, restored } = live({ graph, slots: 1, limitBytes: 4 * 1024, deliver: true, choose: first });
  assert.equal(ran.length, 7);
  assert.ok(spilled > 0);
  assert.ok(restored > 0);
});

test("a task that cannot fit beside what must stay is stuck, and the run ends", () => {
  const { nodes } = tinyGraph([{}, { bytes: [1024] }]);
  const graph: Graph = { nodes: [dataOf(1024), nodes[1]!], outputs: [{ node: 1, result: 0 }] };
  const given = () => ({ resident: true, spillable: false });
  assert.equal(live({ graph, slots: 1, limitBytes: 1536, deliver: true, given, choose: first }).stuck, true);
  assert.equal(live({ graph, slots: 1, limitBytes: 1536, deliver: true, choose: first }).stuck, false);
});

test("data on disk is brought in when it is read or asked for, and data is never freed", () => {
  const nodes = [dataOf(1024), ...tinyGraph([{}, { reads: [0] }]).nodes.slice(1)];
  const graph: Graph = {
    nodes,
    outputs: [
      { node: 0, result: 0 },
      { node: 1, result: 0 },
    ],
  };
  const given = () => ({ resident: false, spillable: true });
  const { delivered, kept, restored } = live({ graph, slots: 1, limitBytes: 4096, deliver: true, given, choose: first });
  assert.equal(restored, 1);
  assert.deepEqual(delivered, [0, 1]);
  assert.deepEqual([...kept.keys()], [0]);
});

test("chunks of others make room", () => {
  const { spilled, ran } = live({ graph: tinyGraph([{ bytes: [2048] }]), slots: 1, limitBytes: 3072, deliver: true, bystanders: [1024, 1024], choose: first });
  assert.deepEqual([spilled, ran.length], [1, 1]);
});

test("a task that asks for what is there gets it, and what was estimated beyond it is free again", () => {
  // The estimates alone would fill memory.
  const tasks: TinyTask[] = [
    { bytes: [2048], grows: [true] },
    { bytes: [2048], grows: [true] },
    { reads: [0, 1], bytes: [3072] },
  ];
  const { overcommitted, spilled, ran } = live({ graph: tinyGraph(tasks), slots: 2, limitBytes: 4096, deliver: true, grownTo: () => 512, choose: first });
  assert.deepEqual([overcommitted, spilled, ran.length], [0, 0, 3]);
});

test("a task that asks for more than is free has chunks moved to disk for it", () => {
  const tasks: TinyTask[] = [{ bytes: [2048] }, { bytes: [64], grows: [true] }];
  const graph = tinyGraph(tasks, [0, 1]);
  const { overcommitted, spilled } = live({ graph, slots: 1, limitBytes: 4096, deliver: false, grownTo: () => 3072, choose: first });
  assert.deepEqual([spilled, overcommitted], [1, 0]);
});

test("of tasks that all wait for memory, the first in the order gets what the limit does not allow", () => {
  const source: TinyTask = { bytes: [1536] };
  const copy: TinyTask = { bytes: [64], grows: [true] };
  const graph = tinyGraph([source, source, { ...copy, reads: [0] }, { ...copy, reads: [1] }], [2, 3]);
  const { overcommitted, ran } = live({ graph, slots: 2, limitBytes: 4096, deliver: true, grownTo: () => 2048, choose: first });
  assert.deepEqual([overcommitted, ran.length], [1, 4]);
});

test("a task that waits for memory gets it when the worker is gone that would have given some back", () => {
  const graph = tinyGraph([{ bytes: [2048], grows: [true] }, { bytes: [2048] }], [0, 1]);
  const plan = planFor(graph, false);
  const told: string[] = [];
  const tell = (what: string) => (task: number) => void told.push(`${what} ${task}`);
  const ignore = () => {};
  const commands = { run: tell("run"), grant: tell("grant"), deliver: ignore, spill: ignore, drop: ignore, restore: ignore, free: ignore };
  const scheduler = createScheduler({
    plan,
    commands: { ...commands, stuck: tell("stuck"), cancel: ignore, done: ignore },
    slots: 2,
    ahead: 0,
    limitBytes: 4096,
    deliver: false,
    given: () => ({ resident: true, spillable: true }),
  });
  scheduler.start();
  scheduler.handle([{ kind: "asked", task: 0, bytes: [3072] }]);
  assert.deepEqual(told, ["run 0", "run 1"]);
  scheduler.handle([{ kind: "gone" }]);
  assert.deepEqual(told, ["run 0", "run 1", "grant 0"]);
});

test("a task that asks for more than the whole limit is stuck, whatever else is there", () => {
  const tasks: TinyTask[] = [{ bytes: [64], grows: [true] }, {}, { reads: [0, 1] }];
  for (const slots of [1, 2]) {
    for (const last of [false, true]) {
      const choose = (count: number) => (last ? count - 1 : 0);
      assert.equal(live({ graph: tinyGraph(tasks), slots, limitBytes: 4096, deliver: true, grownTo: () => 5120, choose }).stuck, true);
    }
  }
});

test("tasks that only wait for each other are sent ahead, and more of them when half are done", () => {
  const chain = tinyGraph(Array.from({ length: 20 }, (_, i): TinyTask => (i === 0 ? {} : { reads: [i - 1] })));
  const { ran, mostUnderWay } = live({ graph: chain, slots: 2, ahead: 100, limitBytes: 1e6, deliver: true, choose: first });
  assert.deepEqual(ran, [...Array(20).keys()]);
  // The world allows four that follow one.
  assert.deepEqual(mostUnderWay, 5);
});

test("what waits for the last of a stage is sent along with that, and what follows it too", () => {
  const source: TinyTask = {};
  const graph = tinyGraph([source, source, source, { reads: [0, 1, 2] }, { reads: [3] }]);
  const { ran, followed } = live({ graph, slots: 2, ahead: 100, limitBytes: 1e6, deliver: true, choose: first });
  assert.deepEqual(ran, [0, 1, 2, 3, 4]);
  assert.deepEqual(followed, [
    [3, 2],
    [4, 3],
  ]);
});
