import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answer,
  append,
  awaitAnswer,
  capacity,
  claim,
  collect,
  enqueue,
  firstSlot,
  follow,
  following,
  isAsking,
  isLight,
  isShort,
  link,
  noteDone,
  noteRunning,
  openChannel,
  openEnd,
  runningSlot,
  takeChannelBuffer,
} from "../../src/execute/channel.ts";

const open = (workers: number) => openChannel(takeChannelBuffer(workers), workers);

test("strands are taken in the order in which they were put into the queue, each once", () => {
  const channel = open(1);
  for (let i = 0; i < 3 * capacity; i++) {
    enqueue(channel, i % capacity, i % 3 === 0);
    const entry = claim(channel)!;
    assert.equal(firstSlot(entry), i % capacity);
    assert.equal(isLight(entry), i % 3 === 0);
  }
  assert.equal(claim(channel), undefined);
});

test("the queue is short while there are fewer strands to take than workers, however many there have been", () => {
  const channel = open(2);
  for (let i = 0; i < 3 * capacity; i++) {
    assert.equal(isShort(channel, 2), true);
    enqueue(channel, 1, false);
    assert.equal(isShort(channel, 2), true);
    enqueue(channel, 2, true);
    assert.equal(isShort(channel, 2), false);
    claim(channel);
    claim(channel);
  }
});

test("a slot can be made to follow another until a worker has gone on from that", () => {
  const channel = open(1);
  for (const slot of [1, 2, 3]) openEnd(channel, slot);
  assert.equal(link(channel, 1, 2), true);
  assert.equal(following(channel, 1), 2);
  assert.equal(follow(channel, 1), 2);
  assert.equal(follow(channel, 2), -1);
  assert.equal(link(channel, 2, 3), false);
  assert.equal(following(channel, 2), -1);
  openEnd(channel, 2);
  assert.equal(link(channel, 2, 3), true);
  openEnd(channel, 1);
  append(channel, 1, 3);
  assert.equal(follow(channel, 1), 3);
});

test("what workers are done with is heard once and in order, with what became of it, and no more at a time than is asked for", () => {
  const channel = open(2);
  const seen = new Int32Array(2);
  const heard: number[][] = [];
  const hear = (...all: number[]) => void heard.push(all);
  noteRunning(channel, 1, 7);
  assert.equal(runningSlot(channel, 1), 7);
  noteDone(channel, 1, 7, 0, 0.5, 8);
  assert.equal(runningSlot(channel, 1), 8);
  noteDone(channel, 1, 8, 1, 2, -1);
  assert.equal(runningSlot(channel, 1), undefined);
  assert.equal(collect(channel, 0, seen, 10, hear), 0);
  assert.equal(collect(channel, 1, seen, 1, hear), 1);
  assert.equal(collect(channel, 1, seen, 10, hear), 1);
  assert.deepEqual(heard, [
    [1, 7, 0, 0.5],
    [1, 8, 1, 2],
  ]);
  for (let i = 0; i < 3 * capacity; i++) {
    noteDone(channel, 1, i % capacity, 0, i, -1);
    collect(channel, 1, seen, 10, hear);
    assert.deepEqual(heard.pop(), [1, i % capacity, 0, i]);
  }
});

test("who asks for memory while all is to stop is refused, and an answer that nobody waits for is none", () => {
  const channel = open(1);
  Atomics.store(channel.stop, 0, 1);
  assert.equal(awaitAnswer(channel, 0), false);
  assert.equal(isAsking(channel, 0), false);
  answer(channel, 0, true);
  assert.equal(awaitAnswer(channel, 0), false);
});
