import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RunEvent } from "../../src/execute/run-event.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Program } from "../../src/graph/program.ts";
import type { Task } from "../../src/graph/task.ts";
import { leftOver, results } from "./function-graph.ts";

const length = 64;
const bytes = 8 * length;

/** Tasks of kernels: numbers along an axis, and sums of what was made before, some of it seen backwards. */
const graphs: fc.Arbitrary<Graph> = fc
  .array(fc.array(fc.record({ back: fc.integer({ min: 1, max: 10 }), reversed: fc.boolean() }), { maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .chain((drafts) => {
    const nodes = drafts.map((reads, node): Task => {
      const usable = reads.filter(({ back }) => back <= node);
      return {
        label: "sum-1",
        grid: [node + 1],
        index: node,
        program: programs[usable.length]!,
        places: [{ origin: [node], shape: [length] }],
        reads: usable.map(({ back, reversed }) => ({
          node: node - back,
          result: 0,
          ...(reversed && { view: { offset: length - 1, shape: [length], strides: [-1] } }),
        })),
        results: [{ dtype: "float64", shape: [length], bytes }],
        scratchBytes: 0,
      };
    });
    return fc.subarray([...nodes.keys()], { minLength: 1 }).map((outputs) => ({ nodes, outputs: outputs.map((node) => ({ node, result: 0 })) }));
  });

const programs: readonly Program[] = [0, 1, 2, 3, 4].map((reads) => {
  const sums = Array.from({ length: reads }, (_, i) => ({ kernel: "add", dtype: "float64", args: [i, reads + i], result: "float64" }) as const);
  return {
    inputs: Array.from({ length: reads }, () => "float64" as const),
    steps: [{ kernel: "coordinate", dtype: "float64", args: [], result: "float64", params: { axis: 0 }, place: 0 }, ...sums],
    outputs: [2 * reads],
  };
});

test("any graph gives the same under any executor, with any number of workers and in any memory", async () => {
  const setups = fc.record({
    numWorkers: fc.integer({ min: 1, max: 4 }),
    chunks: fc.integer({ min: 6, max: 60 }),
    scheduler: fc.constantFrom("synchronous", "threads"),
  });
  const rest = leftOver();
  await fc.assert(
    fc.asyncProperty(graphs, setups, async (graph, { numWorkers, chunks, scheduler }) => {
      const expected = await results(graph, { scheduler: "synchronous" });
      const memoryLimit = chunks * bytes;
      const onEvent = ({ counters }: RunEvent) => assert.ok(counters.peakBytes <= memoryLimit);
      const found = await results(graph, { scheduler, numWorkers, memoryLimit, onEvent });
      assert.deepEqual(
        found.map(({ data }) => data),
        expected.map(({ data }) => data),
      );
      assert.equal(rest(), 0);
    }),
    { numRuns: 100 },
  );
});
