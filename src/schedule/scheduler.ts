import { must } from "../util/must.ts";
import { createActive } from "./active.ts";
import { createAhead } from "./ahead.ts";
import { createAsks } from "./asks.ts";
import { Where } from "./chunk-table.ts";
import { createMakeRoom } from "./make-room.ts";
import { createMemory, type MemoryOptions } from "./memory.ts";
import type { Commands, Event } from "./messages.ts";
import { createNeeds } from "./needs.ts";
import type { Plan } from "./plan.ts";
import { createReady } from "./ready.ts";
import { createStrands } from "./strands.ts";

/** Where a task is. */
const Stage = { waiting: 0, ready: 1, restoring: 2, running: 3, ended: 4 } as const;

export interface SchedulerOptions {
  readonly plan: Plan;
  readonly commands: Commands;
  /** Tasks that run at once. */
  readonly slots: number;
  /** Small tasks that may be handed out ahead of the slots, so that workers never wait for the next one. */
  readonly ahead: number;
  /** For this run: its data, results, scratch memory, and what it may move out of the way. */
  readonly limitBytes: number;
  /** Whether outputs are handed over and freed; else they stay. */
  readonly deliver: boolean;
  /** How many tasks may be under way that each wait for the one before. */
  readonly followers?: number;
  readonly given: MemoryOptions["given"];
  readonly bystanders?: MemoryOptions["bystanders"];
}

/** So many tasks may be under way that each wait for the one before. */
const defaultFollowers = 512;
/** How many of the next tasks are looked at for one that frees memory, when the first does not fit. */
const lookAhead = 16;

/**
 * Decides what runs and where memory goes: events in, commands out; no threads, no clocks, no chance. A task is admitted in the order of the plan
 * when all it reads is in memory and what it makes and uses fits the limit; the chunks needed last are sent to disk to make room.
 */
export function createScheduler({ plan, commands, slots, ahead, limitBytes, deliver, followers = defaultFollowers, given, bystanders = [] }: SchedulerOptions) {
  const { resultStart, readStart, reads, readerStart, readers, rank, scratchBytes, guessedBytes } = plan;
  const stage = new Uint8Array(rank.length);
  /** Chunks a task waits for: to be made, later to be restored. */
  const missing = new Int32Array(rank.length);
  const ready = createReady(plan.sequence.length);
  const active = createActive(rank.length);
  const queue = createAhead({ slots, ahead, limitBytes, active: active.list });
  const memory = createMemory({ plan, limitBytes, given, bystanders, commands, isToCome: (task) => stage[task]! < Stage.running });
  const { where, left } = memory.table;
  const needs = createNeeds(plan, memory.table);
  const makeRoom = createMakeRoom({ plan, memory, needs, slots, active: active.list, asks: () => asks });
  const asks = createAsks({
    plan,
    memory,
    allowedBytes: () => allowedBytes,
    makeRoom,
    active: active.list,
    workers: () => workers,
    grant(task, moreBytes) {
      activeBytes += moreBytes;
      commands.grant(task);
    },
  });
  const strands = createStrands({ plan, followers, slots, active: active.list, send: runAfter, isRunning: (task) => stage[task] === Stage.running });
  /** What may be used at the moment: the limit, or less while memory is short for other reasons. No run fails for that. */
  let allowedBytes = limitBytes;
  /** Tasks that are carried out at once: workers that are left. */
  let workers = slots;
  /** What active tasks make and use. */
  let activeBytes = 0;
  let unfinished = plan.sequence.length;
  let stopping = false;
  let over = false;

  function start(): void {
    // In the order of the nodes, as that is how they lie in memory.
    for (let task = 0; task < rank.length; task++) {
      if (rank[task]! < 0) continue;
      let awaited = 0;
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (plan.isGiven[reads[i]!] === 0) awaited++;
      missing[task] = awaited;
      if (awaited === 0) makeReady(task);
    }
    settle();
  }

  /** Takes in what has happened, and says what is to be done now. */
  function handle(events: readonly Event[]): void {
    must(!over, "something happened after the end of a run");
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (typeof event === "number") finish(event, undefined);
      else note(event);
    }
    settle();
  }

  function note(event: Exclude<Event, number>): void {
    switch (event.kind) {
      case "finished":
        finish(event.task, event.bytes);
        break;
      case "asked":
        if (!stopping) ask(event.task, event.bytes, event.behind ?? 0);
        break;
      case "ended":
        leave(event.task);
        break;
      case "spilled":
        memory.spilled(event.chunk);
        break;
      case "restored":
        memory.restored(event.chunk);
        if (!stopping) runRestored(event.chunk);
        break;
      case "lost":
        memory.lost(event.chunk);
        stop();
        break;
      case "gone":
        workers--;
        break;
      case "allow":
        allowedBytes = Math.min(event.bytes, limitBytes);
        break;
      case "stop":
        stop();
    }
  }

  /** Admits what can be admitted, and sees whether this is the end. */
  function settle(): void {
    if (!stopping) asks.serve();
    // What waits for memory comes before what would take more.
    if (!stopping && asks.count() === 0) {
      strands.goOn();
      admit();
    }
    if (active.list.length === 0 && memory.transfers() === 0 && (stopping || unfinished === 0)) end();
  }

  function makeReady(task: number): void {
    stage[task] = Stage.ready;
    needs.measureWork(task, limitBytes / (slots + 1));
    ready.add(rank[task]!);
  }

  function admit(): void {
    for (;;) {
      const head = ready.next(0);
      if (head < 0) return;
      const task = plan.sequence[head]!;
      const own = needs.own(task);
      const restore = needs.restored(task);
      const short = memory.usedBytes() + own + restore - allowedBytes;
      if (active.list.length >= slots && !queue.mayQueue(activeBytes, own, restore, -short)) return;
      if (short <= 0) {
        launch(task, own);
        continue;
      }
      if (makeRoom(task, short)) continue;
      const other = findRelief(head);
      if (other !== undefined) {
        launch(other, needs.own(other));
        continue;
      }
      if (active.list.length > 0 || memory.transfers() > 0) return;
      if (allowedBytes < limitBytes) {
        allowedBytes = limitBytes;
        continue;
      }
      const guessed = guessedBytes[task] ?? 0;
      if (short > guessed) {
        giveUp(task, own - guessed + needs.reads(task));
        return;
      }
      // It may need less than was guessed.
      needs.leaveWork(task);
      launch(task, needs.own(task));
    }
  }

  function giveUp(task: number, askedBytes: number): void {
    commands.stuck(task, askedBytes);
    stop();
  }

  function ask(task: number, sizes: readonly number[], behind: number): void {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total > limitBytes) giveUp(task, total);
    else asks.add(task, sizes, behind);
  }

  /** A task after the first whose run fits now and leaves no less memory than there was. */
  function findRelief(head: number): number | undefined {
    for (let at = ready.next(head + 1), looked = 0; at >= 0 && looked < lookAhead; at = ready.next(at + 1), looked++) {
      const task = plan.sequence[at]!;
      const own = needs.own(task);
      if (needs.restored(task) === 0 && memory.usedBytes() + own <= allowedBytes && own - scratchBytes[task]! <= needs.freed(task)) return task;
    }
    return undefined;
  }

  function launch(task: number, own: number): void {
    ready.remove(rank[task]!);
    if (enter(task, own) === 0) run(task);
    else stage[task] = Stage.restoring;
  }

  /** Takes what a task needs. How many chunks it has to wait for. */
  function enter(task: number, own: number): number {
    active.add(task);
    memory.reserve(own);
    activeBytes += own;
    let awaited = 0;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (memory.pin(reads[i]!)) awaited++;
    missing[task]! += awaited;
    return awaited;
  }

  function run(task: number): void {
    stage[task] = Stage.running;
    commands.run(task, -1);
    if (ahead > 0) strands.begin(task);
  }

  function runAfter(task: number, before: number): boolean {
    if (missing[task] !== 1 || stage[task] !== Stage.waiting) return false;
    const own = needs.own(task);
    if (!queue.isSmall(activeBytes, own) || memory.usedBytes() + own > allowedBytes || !needs.isAtHand(task)) return false;
    enter(task, own);
    stage[task] = Stage.running;
    commands.run(task, before);
    return true;
  }

  function runRestored(chunk: number): void {
    for (let i = readerStart[chunk]!; i < readerStart[chunk + 1]!; i++) {
      const reader = readers[i]!;
      if (stage[reader] === Stage.restoring && --missing[reader]! === 0) run(reader);
    }
  }

  /** A task no longer uses its slot, scratch memory and reads. */
  function retire(task: number): void {
    must(active.delete(task), "a task ended that did not run");
    stage[task] = Stage.ended;
    memory.reserve(-scratchBytes[task]!);
    activeBytes -= needs.own(task);
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) memory.unpin(reads[i]!);
  }

  function finish(task: number, actual: readonly number[] | undefined): void {
    retire(task);
    unfinished--;
    strands.finished(task);
    for (let chunk = resultStart[task]!, i = 0; chunk < resultStart[task + 1]!; chunk++, i++) {
      if (plan.isOutput[chunk] && deliver && !stopping) {
        commands.deliver(chunk);
        left[chunk]!--;
      }
      memory.made(chunk, actual?.[i]);
      for (let at = readerStart[chunk]!; at < readerStart[chunk + 1]!; at++) {
        const reader = readers[at]!;
        const awaited = --missing[reader]!;
        if (awaited > 1 || stage[reader] !== Stage.waiting || stopping) continue;
        if (awaited === 0) makeReady(reader);
        else if (ahead > 0) strands.awaitsOne(reader);
      }
    }
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) memory.release(reads[i]!);
  }

  /** A task ended without results. */
  function leave(task: number): void {
    asks.remove(task);
    retire(task);
    memory.reserve(scratchBytes[task]! - needs.own(task));
    stop();
  }

  function stop(): void {
    if (stopping) return;
    stopping = true;
    ready.clear();
    asks.clear();
    commands.cancel();
    for (const task of [...active.list]) if (stage[task] === Stage.restoring) leave(task);
  }

  function end(): void {
    over = true;
    for (let chunk = 0; chunk < plan.chunks; chunk++) {
      const isThere = where[chunk] === Where.memory || where[chunk] === Where.disk;
      if (isThere && !plan.isGiven[chunk] && (stopping || !plan.isOutput[chunk])) memory.free(chunk);
    }
    commands.done();
  }

  return { start, handle };
}

export type Scheduler = ReturnType<typeof createScheduler>;
