import { must } from "../util/must.ts";
import { createActive } from "./active.ts";
import { createChunkTable, Where } from "./chunk-table.ts";
import type { Command, Event } from "./messages.ts";
import type { Plan } from "./plan.ts";
import { createReady } from "./ready.ts";
import { chooseVictims } from "./victims.ts";

/** Where a task is. */
const Stage = { waiting: 0, ready: 1, restoring: 2, running: 3, ended: 4 } as const;

export interface SchedulerOptions {
  readonly plan: Plan;
  /** Tasks that run at once. */
  readonly slots: number;
  /** Small tasks that may be handed out ahead of the slots, so that workers never wait for the next one. */
  readonly ahead: number;
  /** For this run: its data, results, scratch memory, and what it may move out of the way. */
  readonly limitBytes: number;
  /** Whether outputs are handed over and freed; else they stay. */
  readonly deliver: boolean;
  /** Of each chunk that is there before: where it is, and whether it may go to disk. */
  readonly given: (chunk: number) => { readonly resident: boolean; readonly spillable: boolean };
  /** Bytes of chunks that do not belong to the graph and may go to disk to make room. They are numbered after those of the plan. */
  readonly bystanders?: readonly number[];
}

/** Tasks handed out ahead of the slots together make and use at most this: what they make is not needed soon. */
const aheadBytes = 2 ** 20;
/** So many tasks may be sent in one go that each wait for the one before. */
const followers = 128;
/** How many of the next tasks are looked at for one that frees memory, when the first does not fit. */
const lookAhead = 16;

/**
 * Decides what runs and where memory goes: events in, commands out; no threads, no clocks, no chance. A task is admitted in the order of the plan
 * when all it reads is in memory and what it makes and uses fits the limit; the chunks needed last are sent to disk to make room.
 */
export function createScheduler(options: SchedulerOptions) {
  const { plan, slots, ahead, limitBytes, deliver, bystanders = [] } = options;
  const { resultStart, readStart, reads, readerStart, readers, rank, scratchBytes } = plan;
  const chunkCount = plan.chunks + bystanders.length;
  const chunks = createChunkTable(chunkCount);
  const { bytes, where, onDisk, pins, left } = chunks;
  const stage = new Uint8Array(rank.length);
  /** Chunks a task waits for: to be made, later to be restored. */
  const missing = new Int32Array(rank.length);
  /** The first reader of a chunk, as an index of `readers`, that may not have run. */
  const nextReader = plan.readerStart.slice(0, plan.chunks);
  const ready = createReady(plan.sequence.length);
  const active = createActive(rank.length);
  let commands: Command[] = [];
  let usedBytes = 0;
  let activeBytes = 0;
  let leavingBytes = 0;
  let transfers = 0;
  let unfinished = plan.sequence.length;
  let stopping = false;
  let over = false;

  const say = (command: Command) => void commands.push(command);

  function start(): Command[] {
    bytes.set(plan.chunkBytes);
    bytes.set(bystanders, plan.chunks);
    for (let chunk = 0; chunk < plan.chunks; chunk++) {
      left[chunk] = readerStart[chunk + 1]! - readerStart[chunk]! + (plan.isOutput[chunk]! | plan.isGiven[chunk]!);
      if (plan.isGiven[chunk]) {
        const { resident, spillable } = options.given(chunk);
        where[chunk] = resident ? Where.memory : Where.disk;
        onDisk[chunk] = resident ? 0 : 1;
        chunks.spillable[chunk] = spillable ? 1 : 0;
        if (resident) usedBytes += bytes[chunk]!;
      }
    }
    for (let chunk = plan.chunks; chunk < chunkCount; chunk++) {
      left[chunk] = 1;
      where[chunk] = Where.memory;
      usedBytes += bytes[chunk]!;
    }
    for (const task of plan.sequence) {
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (!plan.isGiven[reads[i]!]) missing[task]!++;
      if (missing[task] === 0) makeReady(task);
    }
    return settle();
  }

  function handle(event: Event): Command[] {
    must(!over, `${event.kind} after the end of a run`);
    switch (event.kind) {
      case "finished":
        finish(event.task, event.bytes);
        break;
      case "ended":
        leave(event.task);
        break;
      case "spilled":
        spilled(event.chunk);
        break;
      case "restored":
        restored(event.chunk);
        break;
      case "lost":
        lost(event.chunk);
        break;
      case "stop":
        stop();
    }
    return settle();
  }

  /** Admits what can be admitted, and sees whether this is the end. */
  function settle(): Command[] {
    if (!stopping) admit();
    if (active.list.length === 0 && transfers === 0 && (stopping || unfinished === 0)) end();
    const out = commands;
    commands = [];
    return out;
  }

  function makeReady(task: number): void {
    stage[task] = Stage.ready;
    ready.add(rank[task]!);
  }

  /** Memory for what a task makes and uses. */
  function ownBytes(task: number): number {
    let own = scratchBytes[task]!;
    for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) own += bytes[chunk]!;
    return own;
  }

  /** Memory for what a task reads and is on disk. */
  function restoreBytes(task: number): number {
    let total = 0;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (where[reads[i]!] === Where.disk) total += bytes[reads[i]!]!;
    return total;
  }

  function admit(): void {
    for (;;) {
      const head = ready.next(0);
      if (head < 0) return;
      const task = plan.sequence[head]!;
      const own = ownBytes(task);
      const restore = restoreBytes(task);
      const short = usedBytes + own + restore - limitBytes;
      if (active.list.length >= slots && !mayQueue(own, restore, short)) return;
      if (short <= 0) {
        launch(task, own);
        continue;
      }
      if (makeRoom(task, short)) continue;
      const other = findRelief(head);
      if (other !== undefined) {
        launch(other, ownBytes(other));
        continue;
      }
      if (active.list.length === 0 && transfers === 0) {
        say({ kind: "stuck", task, askedBytes: own + neededBytes(task) });
        stop();
      }
      return;
    }
  }

  /** Whether a task may be handed out although all slots are taken. */
  function mayQueue(own: number, restore: number, short: number): boolean {
    if (ahead === 0 || short > 0) return false;
    // One more for each slot hides the way to the main thread and back, and reading from disk; but not where memory is scarce.
    if (active.list.length < 2 * slots) return restore > 0 || -short >= limitBytes / 2;
    return active.list.length < slots + ahead && activeBytes + own + restore <= aheadBytes;
  }

  /** A task after the first that frees memory when it runs. */
  function findRelief(head: number): number | undefined {
    for (let at = ready.next(head + 1), looked = 0; at >= 0 && looked < lookAhead; at = ready.next(at + 1), looked++) {
      if (isRelief(plan.sequence[at]!)) return plan.sequence[at]!;
    }
    return undefined;
  }

  /** Whether running a task fits now and leaves no less memory than there was. */
  function isRelief(task: number): boolean {
    const own = ownBytes(task);
    return restoreBytes(task) === 0 && usedBytes + own <= limitBytes && own - scratchBytes[task]! <= freedBy(task);
  }

  /** What goes when a task is done. */
  function freedBy(task: number): number {
    let freed = 0;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (left[reads[i]!] === 1 && !plan.isGiven[reads[i]!]) freed += bytes[reads[i]!]!;
    return freed;
  }

  /** All that a task reads. */
  function neededBytes(task: number): number {
    let total = 0;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) total += bytes[reads[i]!]!;
    return total;
  }

  /** Sends chunks to disk so that `short` bytes more are free. Whether some are free now; else they may be later. */
  function makeRoom(task: number, short: number): boolean {
    let soon = leavingBytes;
    let isFirst = true;
    for (const other of active.list) {
      soon += scratchBytes[other]! + freedBy(other);
      if (rank[other]! < rank[task]!) isFirst = false;
    }
    if (soon >= short) return false;
    // Running ahead of the order must not cost what the order itself would not: what is needed soon stays until its turn has come.
    const horizon = isFirst ? -1 : rank[task]! + 4 * slots;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) pins[reads[i]!]!++;
    const victims = chooseVictims(chunks, nextUse, { shortBytes: short - soon, batchBytes: limitBytes / 32, horizon, anyHelps: isFirst });
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) pins[reads[i]!]!--;
    let now = false;
    for (const chunk of victims) {
      if (onDisk[chunk]) {
        drop(chunk);
        now = true;
      } else {
        where[chunk] = Where.leaving;
        leavingBytes += bytes[chunk]!;
        transfers++;
        say({ kind: "spill", chunk });
      }
    }
    return now;
  }

  /** When a chunk is read next, as a rank; Infinity if never. */
  function nextUse(chunk: number): number {
    if (chunk >= plan.chunks) return Number.POSITIVE_INFINITY;
    let i = nextReader[chunk]!;
    while (i < readerStart[chunk + 1]! && stage[readers[i]!]! >= Stage.running) i++;
    nextReader[chunk] = i;
    return i < readerStart[chunk + 1]! ? rank[readers[i]!]! : Number.POSITIVE_INFINITY;
  }

  function drop(chunk: number): void {
    where[chunk] = Where.disk;
    usedBytes -= bytes[chunk]!;
    say({ kind: "drop", chunk });
  }

  function launch(task: number, own: number): void {
    ready.remove(rank[task]!);
    active.add(task);
    usedBytes += own;
    activeBytes += own;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) {
      const chunk = reads[i]!;
      pins[chunk]!++;
      if (where[chunk] === Where.disk) {
        where[chunk] = Where.coming;
        usedBytes += bytes[chunk]!;
        transfers++;
        say({ kind: "restore", chunk });
      }
      if (where[chunk] === Where.coming) missing[task]!++;
      // Wanted again before it was gone: it stays, and has its copy on disk.
      if (where[chunk] === Where.leaving && pins[chunk] === 1) leavingBytes -= bytes[chunk]!;
    }
    if (missing[task] === 0) run(task);
    else stage[task] = Stage.restoring;
  }

  function run(task: number): void {
    stage[task] = Stage.running;
    say({ kind: "run", task, follows: false });
    if (ahead > 0) runFollowers(task);
  }

  /** Sends small tasks along that only wait for this one, and each other: no worker could run them sooner. */
  function runFollowers(first: number): void {
    for (let task = plan.follower[first]!, length = 1; task >= 0 && missing[task] === 1 && length < followers; task = plan.follower[task]!, length++) {
      const own = ownBytes(task);
      const isSmall = activeBytes + own <= aheadBytes && active.list.length < slots + ahead;
      if (!isSmall || usedBytes + own > limitBytes || !isAllInMemory(task)) return;
      active.add(task);
      usedBytes += own;
      activeBytes += own;
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) pins[reads[i]!]!++;
      stage[task] = Stage.running;
      say({ kind: "run", task, follows: true });
    }
  }

  /** Whether all that a task reads is in memory, or about to be made. */
  function isAllInMemory(task: number): boolean {
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (where[reads[i]!] !== Where.memory && where[reads[i]!] !== Where.nowhere) return false;
    return true;
  }

  /** A task no longer uses its slot, scratch memory and reads. */
  function retire(task: number): void {
    must(active.delete(task), `task ${task} ended, but did not run`);
    stage[task] = Stage.ended;
    usedBytes -= scratchBytes[task]!;
    activeBytes -= scratchBytes[task]!;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) {
      const chunk = reads[i]!;
      if (--pins[chunk]! === 0 && where[chunk] === Where.leaving) leavingBytes += bytes[chunk]!;
    }
  }

  function finish(task: number, actual: readonly number[] | undefined): void {
    retire(task);
    unfinished--;
    for (let chunk = resultStart[task]!, i = 0; chunk < resultStart[task + 1]!; chunk++, i++) {
      activeBytes -= bytes[chunk]!;
      const size = actual?.[i];
      if (size !== undefined) {
        usedBytes -= bytes[chunk]! - size;
        bytes[chunk] = size;
      }
      where[chunk] = Where.memory;
      if (plan.isOutput[chunk] && deliver && !stopping) {
        say({ kind: "deliver", chunk });
        left[chunk]!--;
      }
      if (left[chunk] === 0) free(chunk);
      for (let at = readerStart[chunk]!; at < readerStart[chunk + 1]!; at++) {
        const reader = readers[at]!;
        if (--missing[reader]! === 0 && stage[reader] === Stage.waiting && !stopping) makeReady(reader);
      }
    }
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (--left[reads[i]!]! === 0) free(reads[i]!);
  }

  /** A task ended without results. */
  function leave(task: number): void {
    retire(task);
    for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) {
      usedBytes -= bytes[chunk]!;
      activeBytes -= bytes[chunk]!;
    }
    if (!stopping) stop();
  }

  function free(chunk: number): void {
    // What is on its way is freed when it has arrived.
    if (where[chunk] === Where.leaving || where[chunk] === Where.coming) return;
    if (where[chunk] === Where.memory) usedBytes -= bytes[chunk]!;
    where[chunk] = Where.gone;
    say({ kind: "free", chunk });
  }

  function spilled(chunk: number): void {
    must(where[chunk] === Where.leaving, `chunk ${chunk} was spilled unasked`);
    transfers--;
    if (pins[chunk] === 0) leavingBytes -= bytes[chunk]!;
    onDisk[chunk] = 1;
    where[chunk] = Where.memory;
    if (left[chunk] === 0) free(chunk);
    else if (pins[chunk] === 0) drop(chunk);
  }

  function restored(chunk: number): void {
    must(where[chunk] === Where.coming, `chunk ${chunk} was restored unasked`);
    transfers--;
    where[chunk] = Where.memory;
    if (stopping) return;
    for (let i = readerStart[chunk]!; i < readerStart[chunk + 1]!; i++) {
      const reader = readers[i]!;
      if (stage[reader] === Stage.restoring && --missing[reader]! === 0) run(reader);
    }
  }

  function lost(chunk: number): void {
    transfers--;
    if (where[chunk] === Where.leaving && pins[chunk] === 0) leavingBytes -= bytes[chunk]!;
    if (where[chunk] === Where.coming) {
      usedBytes -= bytes[chunk]!;
      where[chunk] = Where.disk;
      say({ kind: "drop", chunk });
    } else {
      where[chunk] = Where.memory;
    }
    if (!stopping) stop();
  }

  function stop(): void {
    if (stopping) return;
    stopping = true;
    ready.clear();
    say({ kind: "cancel" });
    for (const task of [...active.list]) if (stage[task] === Stage.restoring) leave(task);
  }

  function end(): void {
    over = true;
    for (let chunk = 0; chunk < plan.chunks; chunk++) {
      const isThere = where[chunk] === Where.memory || where[chunk] === Where.disk;
      if (isThere && !plan.isGiven[chunk] && (stopping || !plan.isOutput[chunk])) free(chunk);
    }
    say({ kind: "done" });
  }

  return {
    start,
    handle,
    /** Bytes that are taken, promised ones included. */
    usedBytes: () => usedBytes,
  };
}

export type Scheduler = ReturnType<typeof createScheduler>;
