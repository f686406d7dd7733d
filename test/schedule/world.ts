import assert from "node:assert/strict";
import type { Graph } from "../../src/graph/graph.ts";
import { linksOf } from "../../src/graph/links.ts";
import type { Command, Event } from "../../src/schedule/messages.ts";
import { planOf } from "../../src/schedule/plan.ts";
import { createScheduler } from "../../src/schedule/scheduler.ts";

export interface WorldOptions {
  readonly graph: Graph;
  readonly slots: number;
  readonly ahead?: number;
  readonly limitBytes: number;
  readonly deliver: boolean;
  /** Where data is that the graph begins with; in memory, and may go to disk, unless said. */
  readonly given?: (chunk: number) => { readonly resident: boolean; readonly spillable: boolean };
  readonly bystanders?: readonly number[];
  /** Which of the things that are under way happens next. */
  readonly choose: (count: number) => number;
  /** What goes wrong: instead of the given number of things having happened. */
  readonly trouble?: { readonly after: number; readonly kind: "stop" | "ended" | "lost" } | undefined;
}

/** What came of a simulated run. */
export interface Outcome {
  readonly ran: number[];
  readonly delivered: number[];
  readonly peakBytes: number;
  readonly spilled: number;
  readonly restored: number;
  readonly stuck: boolean;
  readonly wasTroubled: boolean;
  /** Chunks that are still there, and where. */
  readonly kept: Map<number, "memory" | "disk">;
}

/**
 * A world without threads in which a scheduler's commands are carried out in any order, and which sees that they make sense: what runs has what it reads,
 * memory stays within the limit, nothing is freed twice or used after, and something always happens until the end.
 */
export function live(options: WorldOptions): Outcome {
  const { graph, limitBytes, choose, trouble, bystanders = [] } = options;
  const given = options.given ?? (() => ({ resident: true, spillable: true }));
  const links = linksOf(graph);
  const plan = planOf({ graph, links, scratchBytesOf: (task) => task.scratchBytes, deliver: options.deliver });
  const scheduler = createScheduler({ plan, slots: options.slots, ahead: options.ahead ?? 0, limitBytes, deliver: options.deliver, given, bystanders });

  const memory = new Set<number>();
  const disk = new Set<number>();
  const busy = new Set<number>();
  const underWay: Event[] = [];
  /** The task that a task follows. */
  const leader = new Map<number, number>();
  const failed = new Set<number>();
  const ran: number[] = [];
  const delivered: number[] = [];
  let used = 0;
  let peakBytes = 0;
  let spilled = 0;
  let restored = 0;
  let stuck = false;
  let cancelled = false;
  let done = false;

  const bytesOf = (chunk: number) => plan.chunkBytes[chunk] ?? bystanders[chunk - plan.chunks]!;
  const grow = (bytes: number) => {
    used += bytes;
    peakBytes = Math.max(peakBytes, used);
    assert.ok(used <= limitBytes, `${used} bytes are in use, the limit is ${limitBytes}`);
  };
  for (let chunk = 0; chunk < plan.chunks + bystanders.length; chunk++) {
    if (chunk < plan.chunks && !plan.isGiven[chunk]) continue;
    if (chunk >= plan.chunks || given(chunk).resident) {
      memory.add(chunk);
      grow(bytesOf(chunk));
    } else {
      disk.add(chunk);
    }
  }

  const readsOf = (task: number) => [...plan.reads.subarray(plan.readStart[task], plan.readStart[task + 1])];
  const resultsOf = (task: number) => Array.from({ length: plan.resultStart[task + 1]! - plan.resultStart[task]! }, (_, i) => plan.resultStart[task]! + i);

  function obey(command: Command): void {
    assert.ok(!done, `${command.kind} after done`);
    switch (command.kind) {
      case "run":
        assert.ok(!cancelled, "a task is run after cancel");
        assert.ok(!ran.includes(command.task), `task ${command.task} runs twice`);
        for (const chunk of readsOf(command.task)) {
          const isToCome = command.follows && resultsOf(ran.at(-1)!).includes(chunk);
          assert.ok(memory.has(chunk) || isToCome, `task ${command.task} runs without chunk ${chunk}`);
        }
        if (command.follows) leader.set(command.task, ran.at(-1)!);
        for (const chunk of resultsOf(command.task)) grow(bytesOf(chunk));
        grow(plan.scratchBytes[command.task]!);
        ran.push(command.task);
        if (command.task >= plan.nodes) delivered.push(...readsOf(command.task));
        underWay.push({ kind: "finished", task: command.task });
        break;
      case "deliver":
        assert.ok(memory.has(command.chunk));
        delivered.push(command.chunk);
        break;
      case "spill":
        assert.ok(memory.has(command.chunk) && !disk.has(command.chunk));
        assert.ok(command.chunk >= plan.chunks || !plan.isGiven[command.chunk] || given(command.chunk).spillable, "moves what must not be moved");
        underWay.push({ kind: "spilled", chunk: command.chunk });
        busy.add(command.chunk);
        break;
      case "drop":
        assert.ok(memory.delete(command.chunk) && disk.has(command.chunk) && !busy.has(command.chunk));
        assert.ok(!underWay.some((event) => event.kind === "finished" && readsOf(event.task).includes(command.chunk)), "takes memory from a running task");
        used -= bytesOf(command.chunk);
        break;
      case "restore":
        assert.ok(disk.has(command.chunk) && !memory.has(command.chunk));
        memory.add(command.chunk);
        busy.add(command.chunk);
        grow(bytesOf(command.chunk));
        underWay.push({ kind: "restored", chunk: command.chunk });
        break;
      case "free":
        assert.ok(!busy.has(command.chunk) && command.chunk < plan.chunks && !plan.isGiven[command.chunk], `frees ${command.chunk}, which is not its own`);
        assert.ok(memory.has(command.chunk) || disk.has(command.chunk), `frees ${command.chunk}, which is not there`);
        if (memory.delete(command.chunk)) used -= bytesOf(command.chunk);
        disk.delete(command.chunk);
        break;
      case "stuck":
        stuck = true;
        break;
      case "cancel":
        cancelled = true;
        break;
      case "done":
        done = true;
    }
  }

  /** Brings about what has happened, before the scheduler hears of it. */
  function happen(event: Event): void {
    if (event.kind === "finished" || event.kind === "ended") {
      used -= plan.scratchBytes[event.task]!;
      for (const chunk of resultsOf(event.task)) {
        if (event.kind === "finished") memory.add(chunk);
        else used -= bytesOf(chunk);
      }
    } else if (event.kind === "spilled") {
      busy.delete(event.chunk);
      disk.add(event.chunk);
      spilled++;
    } else if (event.kind === "restored") {
      busy.delete(event.chunk);
      restored++;
    } else if (event.kind === "lost") {
      busy.delete(event.chunk);
    }
  }

  function isUnderWay(task: number | undefined): boolean {
    return underWay.some((event) => event.kind === "finished" && event.task === task);
  }

  function disturb(event: Event): Event {
    if (trouble?.kind === "ended" && event.kind === "finished") return { kind: "ended", task: event.task };
    if (trouble?.kind === "lost" && (event.kind === "spilled" || event.kind === "restored")) return { kind: "lost", chunk: event.chunk };
    return event;
  }

  scheduler.start().forEach(obey);
  for (let happened = 0; !done; happened++) {
    if (trouble?.kind === "stop" && happened === trouble.after) {
      scheduler.handle([{ kind: "stop" }]).forEach(obey);
      continue;
    }
    assert.ok(underWay.length > 0, "nothing is under way, and this is not the end");
    const possible = underWay.filter((event) => event.kind !== "finished" || !isUnderWay(leader.get(event.task)));
    const next = possible[choose(possible.length)]!;
    underWay.splice(underWay.indexOf(next), 1);
    const leaderFailed = next.kind === "finished" && failed.has(leader.get(next.task)!);
    const event = leaderFailed ? ({ kind: "ended", task: next.task } as const) : trouble !== undefined && happened >= trouble.after ? disturb(next) : next;
    if (event.kind === "ended") failed.add(event.task);
    happen(event);
    scheduler.handle([event]).forEach(obey);
  }
  assert.equal(underWay.length, 0, "the end, but something is under way");
  const kept = new Map<number, "memory" | "disk">([...disk].map((chunk) => [chunk, "disk"]));
  for (const chunk of memory) kept.set(chunk, "memory");
  return { ran, delivered, peakBytes, spilled, restored, stuck, wasTroubled: cancelled, kept };
}
