import assert from "node:assert/strict";
import { test } from "node:test";
import { dotOf } from "../../src/graph/dot.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { keyOf, keyOfNode, operationOf } from "../../src/graph/keys.ts";
import { printGraph } from "../../src/graph/print.ts";
import type { Program } from "../../src/graph/program.ts";
import type { Task } from "../../src/graph/task.ts";

const shift: Program = {
  inputs: ["float64"],
  steps: [
    { kernel: "constant", dtype: "float64", args: [], result: "float64", params: { value: -0 } },
    { kernel: "add", dtype: "float64", args: [0, 1], result: "float64" },
    { module: "file:///f.js", name: "f", args: [2], result: "int64", place: 0, params: { big: 2n, list: ["a", null] } },
  ],
  outputs: [3],
};
const task: Task = {
  label: "shift-3f",
  grid: [2, 3],
  index: 2,
  program: shift,
  places: [{ origin: [0, 4], shape: [2, 2] }],
  reads: [{ node: 0, result: 0, view: { offset: 3, shape: [2], strides: [-1] } }],
  results: [{ dtype: "int64", shape: [2, undefined], bytes: 32 }],
  scratchBytes: 64,
};
const block = { buffer: new SharedArrayBuffer(0), byteOffset: 0, byteLength: 0 };
const graph: Graph = { nodes: [{ chunk: { block, dtype: "float64", shape: [4] } }, task], outputs: [{ node: 1, result: 0 }] };

test("a key is the label and the index; the operation is the label without its token", () => {
  assert.equal(keyOf(task), "shift-3f/0,2");
  assert.equal(keyOfNode(graph, 0), "data/0");
  assert.equal(operationOf("shift-3f"), "shift");
  assert.equal(operationOf("plain"), "plain");
});

test("a printed graph shows all that a run depends on", () => {
  assert.equal(
    printGraph(graph),
    `data/0: float64[4]
shift-3f/0,2: int64[2, ?] = p0(data/0{3; 2; -1}) at [0, 4]+[2, 2], scratch 64
outputs shift-3f/0,2
p0(float64)
  1 = constant:float64() : float64 {value: -0}
  2 = add:float64(0, 1) : float64
  3 = file:///f.js#f(2) : int64 @0 {big: 2n, list: ["a", null]}
  → 3`,
  );
});

test("Graphviz text has a node for each node, an edge for each that is read, and escapes labels", () => {
  const odd: Graph = { ...graph, nodes: [graph.nodes[0]!, { ...task, label: 'a"b\\c-1' }] };
  assert.equal(
    dotOf(odd),
    `digraph {
  rankdir=BT;
  n0 [label="float64[4]", tooltip="data/0", shape=box];
  n1 [label="a\\"b\\\\c 0, 2", tooltip="a\\"b\\\\c-1/0,2", shape=ellipse, penwidth=2];
  n0 -> n1;
}
`,
  );
});
