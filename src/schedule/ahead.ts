export interface AheadOptions {
  /** Tasks that run at once. */
  readonly slots: number;
  /** Small tasks that may be handed out ahead of the slots, so that workers never wait for the next one. */
  readonly ahead: number;
  readonly limitBytes: number;
  /** The tasks that are under way. */
  readonly active: readonly number[];
}

/** Tasks handed out ahead of the slots together make and use at most this, or this share of the limit: what they make is not needed soon. */
const least = { bytes: 2 ** 20, share: 2 ** -11 };

/** Which tasks may be handed out although all slots are taken. `activeBytes` is what active tasks make and use. */
export function createAhead({ slots, ahead, limitBytes, active }: AheadOptions) {
  const mostBytes = Math.max(least.bytes, least.share * limitBytes);
  const isSmall = (activeBytes: number, bytes: number) => active.length < slots + ahead && activeBytes + bytes <= mostBytes;
  return {
    /** Whether there is room for one that makes, uses and brings back so many bytes among those that are handed out ahead. */
    isSmall,

    /** Whether a task may go that makes and uses `own` bytes, brings back `restored`, and leaves so many free. */
    mayQueue(activeBytes: number, own: number, restored: number, freeBytes: number): boolean {
      if (ahead === 0 || freeBytes < 0) return false;
      // One more for each slot hides the way to the main thread and back, and reading from disk; but not where memory is scarce.
      if (active.length < 2 * slots) return restored > 0 || freeBytes >= limitBytes / 2;
      return isSmall(activeBytes, own + restored);
    },
  };
}
