import assert from "node:assert/strict";
import { roundToClass } from "../../src/chunk/size-class.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { linksOf } from "../../src/graph/links.ts";
import type { Task } from "../../src/graph/task.ts";
import type { Commands, Event } from "../../src/schedule/messages.ts";
import { type PlanOptions, planOf } from "../../src/schedule/plan.ts";
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
  /** How large results that grow become; as estimated unless said. */
  readonly grownTo?: (chunk: number) => number;
  /** Which of the things that are under way happens next. */
  readonly choose: (count: number) => number;
  /** What part of the limit may be used from now on, asked each time that something happens; if it is not said, that does not change. */
  readonly allow?: () => number | undefined;
  /** What goes wrong: instead of the given number of things having happened. */
  readonly trouble?: { readonly after: number; readonly kind: "stop" | "ended" | "lost" } | undefined;
}

/** What is under way, or has happened. */
type Happening = Exclude<Event, number | { readonly kind: "finished" }> | { readonly kind: "finished"; readonly task: number };

/** What came of a simulated run. */
export interface Outcome {
  readonly ran: number[];
  readonly delivered: number[];
  readonly peakBytes: number;
  readonly spilled: number;
  readonly restored: number;
  readonly stuck: boolean;
  /** How often a task was given memory beyond the limit, since nothing else could go on. */
  readonly overcommitted: number;
  readonly wasTroubled: boolean;
  /** The most tasks that were under way at once. */
  readonly mostUnderWay: number;
  /** Tasks that were sent along after another, with that. */
  readonly followed: readonly (readonly [task: number, before: number])[];
  /** Chunks that are still there, and where. */
  readonly kept: Map<number, "memory" | "disk">;
}

/** What tasks take besides reads and results: what they say. */
export const costs: Pick<PlanOptions, "costOf" | "pooledBytes"> = {
  costOf: () => ({ copies: false, workShare: 0 }),
  pooledBytes: (scratchBytes) => scratchBytes,
};

/**
 * A world without threads in which a scheduler's commands are carried out in any order, and which sees that they make sense: what runs has what it reads,
 * memory stays within the limit, nothing is freed twice or used after, and something always happens until the end.
 */
export function live(options: WorldOptions): Outcome {
  const { graph, limitBytes, choose, trouble, bystanders = [] } = options;
  const given = options.given ?? (() => ({ resident: true, spillable: true }));
  const links = linksOf(graph);
  const plan = planOf({ graph, links, ...costs, deliver: options.deliver });

  const memory = new Set<number>();
  const disk = new Set<number>();
  const busy = new Set<number>();
  const underWay: Happening[] = [];
  /** The task that a task follows. */
  const leader = new Map<number, number>();
  const failed = new Set<number>();
  const running = new Set<number>();
  /** Tasks that wait for memory. */
  const waiting = new Set<number>();
  const granted = new Set<number>();
  const ran: number[] = [];
  const delivered: number[] = [];
  let used = 0;
  let peakBytes = 0;
  let spilled = 0;
  let restored = 0;
  let stuck = false;
  let overcommitted = 0;
  let mostUnderWay = 0;
  const followed: [number, number][] = [];
  let cancelled = false;
  let done = false;

  const grownTo = (chunk: number) => roundToClass(options.grownTo?.(chunk) ?? plan.chunkBytes[chunk]!);
  const bytesOf = (chunk: number) => (plan.grows[chunk] ? grownTo(chunk) : (plan.chunkBytes[chunk] ?? bystanders[chunk - plan.chunks]!));
  const grow = (bytes: number) => {
    used += bytes;
    peakBytes = Math.max(peakBytes, used);
    assert.ok(used <= limitBytes || mayExceed, `${used} bytes are in use, the limit is ${limitBytes}`);
  };
  let mayExceed = false;
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

  const growing = (task: number) => resultsOf(task).filter((chunk) => plan.grows[chunk]);
  /** Only what is of the pool. */
  const scratchOf = (task: number) => plan.scratchBytes[task]! - ((graph.nodes[task] as Task | undefined)?.heapBytes ?? 0);

  const commands: Commands = {
    run(task, follows) {
      assert.ok(!done && !cancelled, "a task is run after the end");
      assert.ok(!ran.includes(task), `task ${task} runs twice`);
      for (const chunk of readsOf(task)) {
        const isToCome = follows >= 0 && resultsOf(follows).includes(chunk);
        assert.ok(memory.has(chunk) || isToCome, `task ${task} runs without chunk ${chunk}`);
      }
      if (follows >= 0) {
        assert.ok(running.has(follows), `task ${task} follows ${follows}, which is not under way`);
        leader.set(task, follows);
        followed.push([task, follows]);
      }
      for (const chunk of resultsOf(task)) if (!plan.grows[chunk]) grow(bytesOf(chunk));
      grow(scratchOf(task));
      ran.push(task);
      running.add(task);
      mostUnderWay = Math.max(mostUnderWay, running.size);
      if (task >= plan.nodes) delivered.push(...readsOf(task));
      if (growing(task).length === 0) underWay.push({ kind: "finished", task });
      else underWay.push({ kind: "asked", task, bytes: growing(task).map(grownTo) });
    },
    grant(task) {
      assert.ok(waiting.has(task) && !cancelled, `gives task ${task} memory unasked`);
      const more = growing(task).reduce((bytes, chunk) => bytes + grownTo(chunk), 0);
      if (used + more > limitBytes) {
        checkBlocked(task);
        overcommitted++;
        mayExceed = true;
      }
      grow(more);
      mayExceed = false;
      waiting.delete(task);
      granted.add(task);
      underWay.push({ kind: "finished", task });
    },
    deliver(chunk) {
      assert.ok(memory.has(chunk));
      delivered.push(chunk);
    },
    spill(chunk) {
      assert.ok(memory.has(chunk) && !disk.has(chunk));
      assert.ok(chunk >= plan.chunks || !plan.isGiven[chunk] || given(chunk).spillable, "moves what must not be moved");
      underWay.push({ kind: "spilled", chunk });
      busy.add(chunk);
    },
    drop(chunk) {
      assert.ok(memory.delete(chunk) && disk.has(chunk) && !busy.has(chunk));
      assert.ok(!underWay.some((event) => event.kind === "finished" && readsOf(event.task).includes(chunk)), "takes memory from a running task");
      used -= bytesOf(chunk);
    },
    restore(chunk) {
      assert.ok(disk.has(chunk) && !memory.has(chunk));
      memory.add(chunk);
      busy.add(chunk);
      grow(bytesOf(chunk));
      underWay.push({ kind: "restored", chunk });
    },
    free(chunk) {
      assert.ok(!done && !busy.has(chunk) && chunk < plan.chunks && !plan.isGiven[chunk], `frees ${chunk}, which is not its own`);
      assert.ok(memory.has(chunk) || disk.has(chunk), `frees ${chunk}, which is not there`);
      if (memory.delete(chunk)) used -= bytesOf(chunk);
      disk.delete(chunk);
    },
    stuck() {
      stuck = true;
    },
    cancel() {
      cancelled = true;
      for (const task of waiting) underWay.push({ kind: "ended", task });
      waiting.clear();
    },
    done() {
      assert.ok(!done, "a run ends twice");
      done = true;
    },
  };
  const scheduler = createScheduler({
    plan,
    commands,
    slots: options.slots,
    ahead: options.ahead ?? 0,
    limitBytes,
    deliver: options.deliver,
    followers: 4,
    given,
    bystanders,
  });

  /** Brings about what has happened, before the scheduler hears of it. */
  function happen(event: Happening): void {
    if (event.kind === "finished" || event.kind === "ended") {
      used -= scratchOf(event.task);
      running.delete(event.task);
      waiting.delete(event.task);
      for (const chunk of resultsOf(event.task)) {
        if (event.kind === "finished") memory.add(chunk);
        else if (!plan.grows[chunk] || granted.has(event.task)) used -= bytesOf(chunk);
      }
    } else if (event.kind === "asked") {
      waiting.add(event.task);
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
    return running.has(task!);
  }

  /** The limit may only be exceeded where otherwise nothing would ever happen. */
  function checkBlocked(task: number): void {
    const rank = (other: number) => plan.rank[other]!;
    assert.ok(waiting.size >= Math.min(options.slots, running.size), "exceeds the limit although tasks are running");
    assert.equal(busy.size, 0, "exceeds the limit although chunks are on their way");
    assert.ok(
      [...waiting].every((other) => rank(other) >= rank(task)),
      "exceeds the limit for a task that is not the first",
    );
    const read = new Set([...running].flatMap(readsOf));
    for (const chunk of memory) {
      const isFixed = chunk < plan.chunks && plan.isGiven[chunk] && !given(chunk).spillable;
      assert.ok(isFixed || read.has(chunk), `exceeds the limit although chunk ${chunk} could go`);
    }
  }

  /** Whether something can happen as things stand: what follows a task waits for it, and while all workers wait for memory no task goes on. */
  function isPossible(event: Happening): boolean {
    if (event.kind !== "finished" && event.kind !== "asked") return true;
    return !isUnderWay(leader.get(event.task)) && waiting.size < options.slots;
  }

  function disturb(event: Happening): Happening {
    // Who asks while all is to stop is refused.
    if (cancelled && event.kind === "asked") return { kind: "ended", task: event.task };
    if (trouble === undefined || happened < trouble.after) return event;
    if (trouble.kind === "ended" && (event.kind === "finished" || event.kind === "asked")) return { kind: "ended", task: event.task };
    if (trouble.kind === "lost" && (event.kind === "spilled" || event.kind === "restored")) return { kind: "lost", chunk: event.chunk };
    return event;
  }

  let happened = 0;
  scheduler.start();
  for (; !done; happened++) {
    if (trouble?.kind === "stop" && happened === trouble.after) {
      scheduler.handle([{ kind: "stop" }]);
      continue;
    }
    const possible = underWay.filter(isPossible);
    // A worker may go while its task waits.
    if (trouble?.kind === "ended" && happened >= trouble.after) for (const task of waiting) possible.push({ kind: "ended", task });
    assert.ok(possible.length > 0, "nothing is under way, and this is not the end");
    const next = possible[choose(possible.length)]!;
    if (underWay.includes(next)) underWay.splice(underWay.indexOf(next), 1);
    const leaderFailed = (next.kind === "finished" || next.kind === "asked") && failed.has(leader.get(next.task)!);
    const event = leaderFailed ? ({ kind: "ended", task: next.task } as const) : disturb(next);
    if (event.kind === "ended") failed.add(event.task);
    happen(event);
    const share = options.allow?.();
    const allowed: Event[] = share === undefined ? [] : [{ kind: "allow", bytes: share * limitBytes }];
    scheduler.handle([...allowed, event.kind === "finished" ? event.task : event]);
  }
  assert.equal(underWay.length, 0, "the end, but something is under way");
  const kept = new Map<number, "memory" | "disk">([...disk].map((chunk) => [chunk, "disk"]));
  for (const chunk of memory) kept.set(chunk, "memory");
  return { ran, delivered, peakBytes, spilled, restored, stuck, overcommitted, mostUnderWay, followed, wasTroubled: cancelled, kept };
}
