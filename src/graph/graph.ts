import type { Chunk } from "../chunk/chunk.ts";
import type { Read, Task } from "./task.ts";

/** A chunk that is already there: user data, or what was persisted. */
export interface Data {
  readonly chunk: Chunk;
}

/** Everything a compute has to do. A node reads only nodes before it. */
export interface Graph {
  readonly nodes: readonly (Task | Data)[];
  /** What is asked for, whole chunks. */
  readonly outputs: readonly Read[];
}

export function isData(node: Task | Data): node is Data {
  return "chunk" in node;
}
