import type { Block } from "../chunk/chunk.ts";
import type { Read, Task } from "../graph/task.ts";

/** Where chunks are while tasks run that read or make them. */
export interface ChunksAtHand {
  blockOf(read: Read): Block;
  shapeOf(read: Read): readonly number[];
  /** Room for a result of a task; nothing if it grows: the task asks for its memory. */
  roomFor(node: number, result: number): Block | undefined;
}

/** A task that can run: all it needs is there. */
export interface TaskCall {
  /** Its number in the plan; comes back with the outcome. */
  readonly node: number;
  readonly task: Task;
  readonly scratch: Block | undefined;
  /** Whether extents of its results are only known when it has run. */
  readonly isOpen: boolean;
  /** Whether it has to ask for memory. */
  readonly grows: boolean;
  /** A task whose results it reads and that may not be done yet: it runs right after that one. -1 for none. */
  readonly follows: number;
}

export type Outcome =
  /** `shapes` of the results, if the task's own leave something open. */
  | { readonly kind: "finished"; readonly shapes?: readonly (readonly number[])[] | undefined }
  | { readonly kind: "failed"; readonly error: unknown }
  /** It did not begin, or gave up because it was told to. */
  | { readonly kind: "stopped" }
  /** The worker is gone, and so is its hold on the task's memory. */
  | { readonly kind: "lost"; readonly worker: number; readonly exit: string };

/** What an executor tells. Not from within `run`. */
export interface Listener {
  /** A task waits for memory for its results that grow, of these sizes, in their order. At most once a task, before its outcome. `behind`: how many tasks cannot begin before it is done,
   * since they are to be carried out by the same worker. */
  ask(node: number, bytes: readonly number[], behind: number): void;
  /** Once for every task. */
  hear(node: number, outcome: Outcome): void;
  /** Of those that run tasks at once there is one less, which had none. */
  gone(): void;
  /** After one or more of these: now it is decided what they lead to. */
  heard(): void;
}

/** The outcome of most tasks. */
export const finished: Outcome = { kind: "finished" };

/** A place where the tasks of one run are run. Never decides what to run. */
export interface Executor {
  /** How many tasks run at once, and how many small ones it likes to have in advance. */
  readonly slots: number;
  readonly ahead: number;
  run(call: TaskCall): void;
  /** The memory that a task has asked for. */
  grant(node: number, blocks: readonly Block[]): void;
  /** After a batch of `run`. */
  flush(): void;
  /** Lets other threads give back what memory they can, as soon as they have done what they are at. */
  saveMemory(): void;
  /** Stops what is running as soon as it can; outcomes are still heard. */
  cancel(): void;
  /** When the last outcome has been heard. */
  close(): Promise<void>;
}
