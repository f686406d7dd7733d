import assert from "node:assert/strict";
import { test } from "node:test";
import { cull } from "../../src/graph/cull.ts";
import type { Task } from "../../src/graph/task.ts";
import { tinyGraph } from "./tiny-graph.ts";

test("what no output needs is left out, and what is left reads what it read before", () => {
  const graph = tinyGraph(
    [{ label: "a" }, { label: "unused" }, { label: "b", reads: [0] }, { label: "late", reads: [1] }, { label: "c", reads: [2, 0] }],
    [4, 2],
  );
  const culled = cull(graph);
  assert.deepEqual(
    culled.nodes.map((node) => [(node as Task).label, (node as Task).reads.map((read) => read.node)]),
    [
      ["a", []],
      ["b", [0]],
      ["c", [1, 0]],
    ],
  );
  assert.deepEqual(
    culled.outputs.map((read) => read.node),
    [2, 1],
  );
});

test("a graph of which all is needed stays the same one", () => {
  const graph = tinyGraph([{}, { reads: [0] }]);
  assert.equal(cull(graph), graph);
});
