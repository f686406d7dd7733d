import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Graph } from "../../src/graph/graph.ts";
import { linksOf } from "../../src/graph/links.ts";
import { orderOf } from "../../src/graph/order.ts";
import type { Task } from "../../src/graph/task.ts";
import { GraphError } from "../../src/util/errors.ts";
import { type TinyTask, tinyGraph } from "./tiny-graph.ts";

/** The most bytes that are in memory at once when tasks run in this order, each chunk freed after its last reader. */
function peakOf(graph: Graph, order: Iterable<number>): number {
  const readers = new Map<number, number>();
  for (const node of order) for (const need of needsOf(graph, node)) readers.set(need, (readers.get(need) ?? 0) + 1);
  const outputs = new Set(graph.outputs.map(({ node }) => node));
  const bytesOf = (node: number) => (graph.nodes[node] as Task).results.reduce((sum, { bytes }) => sum + bytes, 0);
  let live = 0;
  let peak = 0;
  for (const node of order) {
    live += bytesOf(node);
    peak = Math.max(peak, live);
    for (const need of needsOf(graph, node)) {
      readers.set(need, readers.get(need)! - 1);
      if (readers.get(need) === 0 && !outputs.has(need)) live -= bytesOf(need);
    }
  }
  return peak;
}

const needsOf = (graph: Graph, node: number) => new Set((graph.nodes[node] as Task).reads.map((read) => read.node));

/** In chunks of 1000 bytes. */
const peakInChunks = (graph: Graph) => peakOf(graph, orderOf(graph)) / 1000;

/** Builds a graph by pushing tasks; `add` gives the number of the new node. */
function build(make: (add: (task: TinyTask) => number) => readonly number[]): Graph {
  const tasks: TinyTask[] = [];
  const outputs = make((task) => tasks.push(task) - 1);
  return tinyGraph(tasks, outputs);
}

const range = (n: number) => [...Array(n).keys()];
const chunk = { bytes: [1000] };
const small = { bytes: [8] };

/** Combines `parts` four at a time until there is one. */
function tree(add: (task: TinyTask) => number, parts: readonly number[]): number {
  let level = parts;
  while (level.length > 1) {
    const next: number[] = [];
    for (let i = 0; i < level.length; i += 4) next.push(add({ ...small, reads: level.slice(i, i + 4) }));
    level = next;
  }
  return level[0]!;
}

test("the order holds what the outputs need, once each, after what it reads", () => {
  const graphs = fc
    .array(fc.record({ back: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 5 }), bytes: fc.integer({ min: 1, max: 1000 }) }), {
      minLength: 1,
      maxLength: 60,
    })
    .chain((drafts) => {
      const tasks = drafts.map(({ back, bytes }, node) => ({ reads: back.filter((steps) => steps <= node).map((steps) => node - steps), bytes: [bytes] }));
      return fc.subarray([...tasks.keys()], { minLength: 1 }).map((outputs) => tinyGraph(tasks, outputs));
    });
  fc.assert(
    fc.property(graphs, (graph) => {
      const order = [...orderOf(graph)];
      const needed = new Set(graph.outputs.map(({ node }) => node));
      for (let node = graph.nodes.length - 1; node >= 0; node--) if (needed.has(node)) for (const need of needsOf(graph, node)) needed.add(need);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        [...needed].sort((a, b) => a - b),
      );
      const at = new Map(order.map((node, i) => [node, i]));
      for (const node of order) for (const need of needsOf(graph, node)) assert.ok(at.get(need)! < at.get(node)!);
    }),
    { numRuns: 300 },
  );
});

test("a tree reduction holds one chunk at a time", () => {
  const graph = build((add) => {
    const sources = range(256).map(() => add(chunk));
    const partials = sources.map((source) => add({ ...small, reads: [source] }));
    return [tree(add, partials)];
  });
  assert.ok(peakInChunks(graph) < 1.5);
});

test("two reductions of the same chunks hold one chunk at a time", () => {
  const graph = build((add) => {
    const sources = range(64).map(() => add(chunk));
    return range(2).map(() =>
      tree(
        add,
        sources.map((source) => add({ ...small, reads: [source] })),
      ),
    );
  });
  assert.ok(peakInChunks(graph) < 2.5);
});

test("statistics of x and of x + y hold a few chunks at a time", () => {
  const graph = build((add) => {
    const xs = range(64).map(() => add(chunk));
    const ys = range(64).map(() => add(chunk));
    const sums = xs.map((x, i) => add({ ...chunk, reads: [x, ys[i]!] }));
    const statistic = (of: readonly number[]) =>
      tree(
        add,
        of.map((each) => add({ ...small, reads: [each] })),
      );
    return [statistic(xs), statistic(sums)];
  });
  assert.ok(peakInChunks(graph) < 5, `${peakInChunks(graph)} chunks`);
});

test("a neighborhood along an axis holds a window", () => {
  const graph = build((add) => {
    const sources = range(100).map(() => add(chunk));
    return range(100).map((i) => add({ ...small, reads: sources.slice(Math.max(0, i - 1), i + 2) }));
  });
  assert.ok(peakInChunks(graph) < 5, `${peakInChunks(graph)} chunks`);
});

test("a neighborhood in a plane holds about two rows", () => {
  const n = 20;
  const graph = build((add) => {
    const sources = range(n * n).map(() => add(chunk));
    return range(n * n).map((i) => {
      const [row, column] = [Math.floor(i / n), i % n];
      const near = range(9).map((k) => [row - 1 + Math.floor(k / 3), column - 1 + (k % 3)] as const);
      return add({ ...small, reads: near.filter(([r, c]) => r >= 0 && c >= 0 && r < n && c < n).map(([r, c]) => sources[r * n + c]!) });
    });
  });
  assert.ok(peakInChunks(graph) < 3.5 * n, `${peakInChunks(graph)} chunks`);
});

test("column sums of row chunks finish with each row", () => {
  const graph = build((add) => {
    const rows = range(30).map(() => add(chunk));
    const parts = rows.map((row) => range(10).map(() => add({ bytes: [100], reads: [row] })));
    return range(10).map((column) => add({ bytes: [100], reads: parts.map((part) => part[column]!) }));
  });
  // The parts must all be there before the first sum: 30 chunks' worth, and not the rows besides.
  assert.ok(peakInChunks(graph) < 33, `${peakInChunks(graph)} chunks`);
});

test("the larger branch of a tree goes first", () => {
  const graph = build((add) => {
    const light = add({ bytes: [1000] });
    const heavy = range(5).map(() => add(chunk));
    const joined = add({ ...small, reads: heavy });
    return [add({ ...small, reads: [light, joined] })];
  });
  assert.ok(peakInChunks(graph) < 5.5);
});

test("a million tasks are ordered in seconds, a chain of them without recursion", () => {
  const count = 1_000_000;
  const one = tinyGraph([{}]).nodes[0] as Task;
  const nodes = range(count).map((node): Task => (node === 0 ? one : { ...one, reads: [{ node: node - 1, result: 0 }] }));
  const graph: Graph = { nodes, outputs: [{ node: count - 1, result: 0 }] };
  const order = orderOf(graph, linksOf(graph));
  assert.equal(order.length, count);
  assert.equal(order[count - 1], count - 1);
});

test("a task that reads itself, what comes after it, or what is not there, is a GraphError that names it", () => {
  for (const reads of [[1], [2], [7], [-1], [[0, 1]]] as TinyTask["reads"][]) {
    const graph = tinyGraph([{}, { label: "odd-1", reads: reads! }, {}]);
    assert.throws(
      () => orderOf(graph),
      (error: GraphError) => error instanceof GraphError && error.key === "odd-1/1",
    );
  }
});
