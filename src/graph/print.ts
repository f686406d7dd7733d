import { type Data, type Graph, isData } from "./graph.ts";
import { keyOfNode } from "./keys.ts";
import type { Literal, Program, Step } from "./program.ts";
import type { Read, Result, Task } from "./task.ts";

/** A graph as text, a line a node and a line a step of each program: equal plans print alike. */
export function printGraph(graph: Graph): string {
  const names = new Map<Program, string>();
  const lines = graph.nodes.map((node, i) => (isData(node) ? printData(node, keyOfNode(graph, i)) : printTask(graph, node, i, names)));
  const programs = [...names].map(([program, name]) => `${name}(${program.inputs.join(", ")})\n${printSteps(program)}`);
  return [...lines, `outputs ${graph.outputs.map((read) => printRead(graph, read)).join(" ")}`, ...programs].join("\n");
}

function printData({ chunk }: Data, key: string): string {
  return `${key}: ${printResult(chunk)}`;
}

function printTask(graph: Graph, task: Task, node: number, names: Map<Program, string>): string {
  let name = names.get(task.program);
  if (name === undefined) names.set(task.program, (name = `p${names.size}`));
  const reads = task.reads.map((read) => printRead(graph, read)).join(", ");
  const places = task.places.map(({ origin, shape }) => ` at [${origin.join(", ")}]+[${shape.join(", ")}]`).join("");
  const scratch = task.scratchBytes > 0 ? `, scratch ${task.scratchBytes}` : "";
  return `${keyOfNode(graph, node)}: ${task.results.map(printResult).join(", ")} = ${name}(${reads})${places}${scratch}`;
}

function printResult({ dtype, shape }: Pick<Result, "dtype" | "shape">): string {
  return `${dtype}[${shape.map((extent) => extent ?? "?").join(", ")}]`;
}

function printRead(graph: Graph, { node, result, view }: Read): string {
  const part = result > 0 ? `.${result}` : "";
  return `${keyOfNode(graph, node)}${part}${view ? `{${view.offset}; ${view.shape.join(", ")}; ${view.strides.join(", ")}}` : ""}`;
}

function printSteps(program: Program): string {
  const steps = program.steps.map((step, i) => `  ${program.inputs.length + i} = ${printStep(step)}`);
  return [...steps, `  → ${program.outputs.join(", ")}`].join("\n");
}

function printStep(step: Step): string {
  const what = "kernel" in step ? `${step.kernel}:${step.dtype}` : "module" in step ? `${step.module}#${step.name}` : "function";
  const place = step.place === undefined ? "" : ` @${step.place}`;
  const params = step.params === undefined ? "" : ` ${printLiteral(step.params)}`;
  return `${what}(${step.args.join(", ")}) : ${step.result}${place}${params}`;
}

function printLiteral(value: Literal): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([name, each]) => `${name}: ${printLiteral(each)}`)
    .join(", ")}}`;
}
