import type { Block, Chunk } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import { roundToClass } from "../chunk/size-class.ts";
import type { Graph } from "../graph/graph.ts";
import { type Links, Trait } from "../graph/links.ts";
import type { Read, Task } from "../graph/task.ts";
import type { Event } from "../schedule/messages.ts";
import { planOf } from "../schedule/plan.ts";
import { createScheduler } from "../schedule/scheduler.ts";
import { must } from "../util/must.ts";
import type { ChunksAtHand, Executor, Listener, Outcome } from "./executor.ts";
import { errorOf, tooLarge } from "./failure.ts";
import { outputsByChunk } from "./outputs.ts";
import { createResidentWatch } from "./resident.ts";
import { createRunChunks } from "./run-chunks.ts";
import { runDataOf } from "./run-data.ts";
import type { Happening, RunCounters, RunEvent } from "./run-event.ts";
import { costs } from "./scratch.ts";
import { bringBack, writeCopy } from "./spill.ts";

export interface RunSetup {
  readonly graph: Graph;
  readonly links: Links;
  readonly limitBytes: number;
  /** Whether this run belongs to a task of another, which has its own idea of where the chunks of both are. */
  readonly isInner: boolean;
  readonly spillRoot: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: ((event: RunEvent) => void) | undefined;
  readonly take: ((output: number, chunk: Chunk) => void) | undefined;
  readonly open: (listener: Listener, chunks: ChunksAtHand) => Executor;
  /** Told what the next run has to wait for, though the results of this one are there. */
  readonly lasts: (until: Promise<unknown>) => void;
}

const longMs = 2 ** 30;

/** One run: does what the scheduler says, and tells it what became of it. */
export async function run({ graph, links, limitBytes, isInner, spillRoot, signal, onEvent, take, open, lasts }: RunSetup): Promise<Chunk[]> {
  signal?.throwIfAborted();
  const plan = planOf({ graph, links, ...costs, deliver: take !== undefined });
  if (plan.largest.bytes > limitBytes) throw tooLarge(graph, plan.largest.task, plan.largest.bytes, limitBytes);
  const { blocks, bystanders, foreignBytes, letGo } = runDataOf(graph, links, !isInner);
  const chunks = createRunChunks(graph, links, blocks);
  const outputsOf = outputsByChunk(graph, links);

  const counters: { -readonly [K in keyof RunCounters]: RunCounters[K] } = { tasks: 0, finished: 0, spilledBytes: 0, restoredBytes: 0, peakBytes: 0 };
  for (let i = 0; i < plan.sequence.length; i++) if (plan.sequence[i]! < plan.nodes) counters.tasks++;
  pool.counters.peakBytes = pool.counters.inUseBytes;
  pool.setLimit(limitBytes);

  /** What went wrong first: what comes after is its consequence. */
  let failure: { readonly error: unknown } | undefined;
  let inbox: Event[] = [];
  let obeying = false;
  let over = false;
  let resolveOver: () => void;
  const isOver = new Promise<void>((resolve) => {
    resolveOver = resolve;
  });

  const executor = opened();
  const lookAtMemory = isInner ? () => {} : createResidentWatch({ limitBytes, workers: executor.slots, askWorkers: executor.saveMemory, allow });
  const scheduler = createScheduler({
    plan,
    commands: {
      run: (task, follows) => (task < plan.nodes ? start(task, follows) : handOver(task)),
      grant,
      deliver,
      free(chunk) {
        pool.release(blocks[chunk]!);
        blocks[chunk] = undefined;
      },
      spill: (chunk) => transfer(chunk, "spilled", (block) => writeCopy(block, spillRoot)),
      drop: (chunk) => pool.vacate(blocks[chunk]!),
      restore: (chunk) => transfer(chunk, "restored", bringBack),
      stuck(task, askedBytes) {
        failure ??= { error: tooLarge(graph, task, askedBytes, limitBytes, foreignBytes) };
      },
      cancel: () => executor.cancel(),
      done() {
        over = true;
      },
    },
    slots: executor.slots,
    ahead: executor.ahead,
    limitBytes: limitBytes - foreignBytes,
    deliver: take !== undefined,
    given: (chunk) => ({ resident: pool.isResident(blocks[chunk]!), spillable: !isInner && pool.movable.has(blocks[chunk]!) }),
    bystanders: bystanders.map((block) => block.byteLength),
  });

  const onAbort = () => fail(signal!.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  // The timer of `AbortSignal.timeout` alone would let the process end before it.
  const awaitsSignal = signal && setInterval(() => {}, longMs);
  try {
    tell({ kind: "begin" });
    obeying = true;
    scheduler.start();
    goOn();
    await isOver;
    const closed = executor.close();
    lasts(closed);
    // What failed may still be at work on memory that is given back now.
    if (failure !== undefined) await closed;
    tell({ kind: "end", failed: failure !== undefined });
    if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
    return take === undefined ? graph.outputs.map(kept) : [];
  } finally {
    signal?.removeEventListener("abort", onAbort);
    clearInterval(awaitsSignal);
    letGo();
  }

  function opened(): Executor {
    try {
      return open({ hear, heard, ask, gone: () => inbox.push({ kind: "gone" }) }, chunks);
    } catch (error) {
      letGo();
      throw error;
    }
  }

  /** Tells the scheduler of what has come in, and of what comes up while its commands are obeyed. */
  function goOn(): void {
    lookAtMemory();
    obeying = true;
    while (inbox.length > 0 && !over) {
      const events = inbox;
      inbox = [];
      scheduler.handle(events);
    }
    obeying = false;
    if (over) resolveOver();
    else executor.flush();
  }

  /** Decides what the events that have come in lead to. */
  function heard(): void {
    if (obeying || over) return;
    try {
      goOn();
    } catch (error) {
      // A bug of ours must be heard of, not waited for.
      failure = { error };
      over = true;
      executor.cancel();
      resolveOver();
    }
  }

  function report(event: Event): void {
    inbox.push(event);
    heard();
  }

  function fail(error: unknown): void {
    if (failure !== undefined) return;
    failure = { error };
    report({ kind: "stop" });
  }

  function tell(happening: Happening): void {
    if (onEvent === undefined) return;
    counters.peakBytes = pool.counters.peakBytes;
    try {
      const heard: unknown = onEvent({ ...happening, counters });
      // An asynchronous function fails later.
      if (heard instanceof Promise) heard.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  function start(node: number, follows: number): void {
    const task = graph.nodes[node] as Task;
    try {
      const traits = links.traits[node]!;
      chunks.makeRoom(node, task);
      const scratch = chunks.scratchFor(node, task, plan.workShare[node] === 0 ? 0 : plan.workBytes[node]!);
      if (onEvent !== undefined) tell({ kind: "started", node, task });
      executor.run({ node, task, scratch, isOpen: (traits & Trait.open) !== 0, grows: (traits & Trait.asks) !== 0, follows });
    } catch (error) {
      failure ??= { error };
      hear(node, { kind: "stopped" });
    }
  }

  /** Of the limit, so much may be used from now on. */
  function allow(bytes: number): void {
    pool.setLimit(bytes);
    inbox.push({ kind: "allow", bytes: bytes - foreignBytes });
  }

  function ask(node: number, bytes: readonly number[], behind: number): void {
    chunks.ask(node, bytes);
    inbox.push({ kind: "asked", task: node, bytes: bytes.map(roundToClass), behind });
  }

  function grant(node: number): void {
    let granted: Block[];
    try {
      granted = chunks.grant(node, graph.nodes[node] as Task);
    } catch (error) {
      // The task ends when it is told to stop.
      fail(error);
      return;
    }
    executor.grant(node, granted);
  }

  function hear(node: number, outcome: Outcome): void {
    chunks.freeScratch(node);
    const task = graph.nodes[node] as Task;
    if (outcome.kind === "finished") {
      inbox.push(outcome.shapes === undefined ? node : { kind: "finished", task: node, bytes: chunks.settle(node, task, outcome.shapes) });
      counters.finished++;
      if (onEvent !== undefined) tell({ kind: "finished", node, task });
      return;
    }
    const error = errorOf(task, outcome);
    if (error !== undefined) failure ??= { error };
    must(failure !== undefined, `task ${node} stopped unasked`);
    chunks.discard(node);
    inbox.push({ kind: "ended", task: node });
  }

  /** Data that is asked for as it stands. */
  function handOver(task: number): void {
    deliver(plan.reads[plan.readStart[task]!]!);
    inbox.push(task);
  }

  function deliver(chunk: number): void {
    for (let output = outputsOf.first[chunk]!; output >= 0 && failure === undefined; output = outputsOf.next[output]!) {
      try {
        take!(output, chunks.chunkAt(chunk));
      } catch (error) {
        fail(error);
      }
    }
  }

  /** An output that stays: an owner for each time it was asked for. */
  function kept(read: Read, output: number): Chunk {
    const chunk = links.chunkOf(read);
    const it = chunks.chunkAt(chunk);
    if (plan.isGiven[chunk] || outputsOf.first[chunk] !== output) pool.retain(it.block);
    else pool.allowSpill(it.block);
    return it;
  }

  function transfer(chunk: number, kind: "spilled" | "restored", move: (block: Block) => Promise<void>): void {
    const block = blocks[chunk]!;
    move(block).then(
      () => {
        counters[kind === "spilled" ? "spilledBytes" : "restoredBytes"] += block.byteLength;
        tell({ kind, bytes: block.byteLength });
        report({ kind, chunk });
      },
      (error: unknown) => {
        failure ??= { error };
        report({ kind: "lost", chunk });
      },
    );
  }
}
