import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { asleep, awaitCommand, type Channel, enqueue, openChannel, takeChannelBuffer, wake } from "../../src/execute/channel.ts";
import type { TaskCall } from "../../src/execute/executor.ts";
import { createOutbox } from "../../src/execute/outbox.ts";

/** Workers that sleep until there is a command, and end with it. */
async function sleepers(count: number): Promise<{ channel: Channel; ends: Promise<unknown> }> {
  const shared = takeChannelBuffer(count);
  const channel = openChannel(shared, count);
  const code = `
    import { workerData } from "node:worker_threads";
    const { awaitCommand, openChannel } = await import(workerData.module);
    awaitCommand(openChannel(workerData.shared, workerData.count));`;
  const module = new URL("../../src/execute/channel.js", import.meta.url).href;
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { workerData: { shared, count, module } }),
  );
  const ends = Promise.all(threads.map((thread) => new Promise((resolve) => thread.once("exit", resolve))));
  while (asleep(channel) < count) await new Promise((resolve) => setTimeout(resolve, 1));
  return { channel, ends };
}

const task = { follows: -1, grows: false } as TaskCall;
const tiny = 0.0005;

/** An outbox whose tasks take so long. */
function outboxFor(channel: Channel, workers: number, milliseconds: number) {
  return createOutbox(channel, { slotOf: () => -1, milliseconds: () => milliseconds, usualMs: () => milliseconds }, () => workers);
}

/** Sends tasks, as if nothing else were to do. */
function send(outbox: ReturnType<typeof createOutbox>, first: number, count = 1): void {
  for (let slot = first; slot < first + count; slot++) outbox.put(slot, task);
  outbox.end();
  outbox.wake(false);
}

test("workers that are woken count as awake at once, and those that find a command instead of sleeping do too", async () => {
  const { channel, ends } = await sleepers(2);
  wake(channel, 1);
  assert.equal(asleep(channel), 1);
  wake(channel, 5);
  assert.equal(asleep(channel), 0);
  await ends;
  enqueue(channel, 1, false);
  awaitCommand(channel);
  assert.equal(asleep(channel), 0);
});

test("for tiny tasks one worker is woken, and no other while that one is awake", async () => {
  const { channel, ends } = await sleepers(3);
  const outbox = outboxFor(channel, 3, tiny);
  send(outbox, 0, 100);
  assert.equal(asleep(channel), 2);
  send(outbox, 100, 100);
  assert.equal(asleep(channel), 2);
  wake(channel, 2);
  await ends;
});

test("for tiny tasks another worker is woken where the one that is awake has something longer to do, until that is done", async () => {
  const { channel, ends } = await sleepers(3);
  let milliseconds = 5;
  const outbox = createOutbox(channel, { slotOf: () => -1, milliseconds: () => milliseconds, usualMs: () => milliseconds }, () => 3);
  send(outbox, 0);
  assert.equal(asleep(channel), 2);
  milliseconds = tiny;
  send(outbox, 1);
  assert.equal(asleep(channel), 1);
  outbox.takeLate(0);
  send(outbox, 2);
  assert.equal(asleep(channel), 1);
  wake(channel, 1);
  await ends;
});

test("for tasks that are not tiny, or whose time is not known, workers are woken each time", async () => {
  for (const milliseconds of [0.01, Number.POSITIVE_INFINITY]) {
    const { channel, ends } = await sleepers(2);
    const outbox = outboxFor(channel, 2, milliseconds);
    for (let slot = 0; slot < 2; slot++) send(outbox, slot);
    assert.equal(asleep(channel), 0);
    await ends;
  }
});

test("where the only worker that is left sleeps, it is woken for tiny tasks", async () => {
  const { channel, ends } = await sleepers(1);
  // Another is gone.
  const outbox = outboxFor(channel, 1, tiny);
  send(outbox, 0);
  assert.equal(asleep(channel), 0);
  await ends;
});
