import * as channels from "./channel.ts";
import type { TaskCall } from "./executor.ts";
import type { createSlots } from "./slots.ts";

/** Tasks that are known to take less than this are sent in strands of so many: taking the next one costs a worker as much as such a task. */
const lightMs = 0.02;
const strandLength = 16;
/** So many such strands are worth waking a worker while there is more to do here. */
const manyStrands = 128;
/** One worker is as fast as the main thread where tasks take less than this: to wake another would only cost this thread, or that worker, its core. */
const tinyMs = 0.001;

/** Puts the slots of tasks into strands, and these into the queue. */
export function createOutbox(
  channel: channels.Channel,
  slots: Pick<ReturnType<typeof createSlots>, "slotOf" | "milliseconds" | "usualMs">,
  /** How many there are. */
  workers: () => number,
) {
  /** The strand that is being made: workers do not know of it yet. */
  const strand = { first: -1, last: -1, length: 0, isLight: true };
  /** Tasks that follow one that a worker is done with already, which has not been heard yet: by that one's slot. */
  const late = new Map<number, number>();
  /** Strands put into the queue that no worker has been woken for, and how many are not light. */
  let [published, heavy] = [0, 0];
  let hadLight = false;
  /** Which tasks under way are not known to be tiny, by slot, and how many these are. */
  const isLonger = new Uint8Array(channels.capacity);
  let longer = 0;

  function end(): void {
    if (strand.length === 0) return;
    enqueue(strand.first, strand.isLight);
    strand.length = 0;
    strand.last = -1;
    strand.isLight = true;
  }

  function enqueue(first: number, isLight: boolean): void {
    channels.enqueue(channel, first, isLight);
    published++;
    if (isLight) hadLight = true;
    else heavy++;
  }

  return {
    put(slot: number, { follows, grows }: TaskCall): void {
      isLonger[slot] = !grows && slots.usualMs(slot) < tinyMs ? 0 : 1;
      longer += isLonger[slot]!;
      const before = follows < 0 ? -1 : slots.slotOf(follows);
      if (before >= 0 && before !== strand.last) {
        if (!channels.link(channel, before, slot)) late.set(before, slot);
        return;
      }
      const isLight = !grows && slots.milliseconds(slot) < lightMs;
      if (strand.length > 0 && (before >= 0 || (isLight && strand.length < strandLength))) {
        channels.append(channel, strand.last, slot);
      } else {
        end();
        strand.first = slot;
      }
      strand.last = slot;
      strand.isLight &&= isLight;
      strand.length++;
      // Nothing stands behind a task that may have to wait.
      if (grows) end();
    },

    /** Ends the strand that is being made. */
    end,

    /** Puts a strand that is made into the queue. */
    enqueue,

    /** The task of a slot is done. What was to follow it, and came too late. */
    takeLate(slot: number): number | undefined {
      longer -= isLonger[slot]!;
      const follower = late.size > 0 ? late.get(slot) : undefined;
      if (follower !== undefined) late.delete(slot);
      return follower;
    },

    /** Wakes workers for what has been put into the queue; but not for few light tasks if that `canWait`. */
    wake(canWait: boolean): void {
      if (canWait && heavy === 0 && published < manyStrands) return;
      const isEnough = longer === 0 && channels.asleep(channel) < workers();
      if (published > 0 && !isEnough) channels.wake(channel, published > heavy ? heavy + 1 : heavy);
      published = heavy = 0;
    },

    /** There is nobody to wake. Whether there is something to do. */
    forget(): boolean {
      const any = published > 0;
      published = heavy = 0;
      return any;
    },

    /** Whether there were light tasks: workers may keep to themselves what they have done. */
    hadLight: (): boolean => hadLight,
  };
}
