// What an entry script looks like that holds a function for tasks and computes when it is loaded.
import { functionGraph, numbers } from "./function-graph.ts";

export function one(): number {
  return 1;
}

await numbers(functionGraph([{ call: one }]), { scheduler: "threads" });
