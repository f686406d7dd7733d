/** Ready tasks, the one with the least rank first: a binary heap over numbers. */
export function createReady(rank: Int32Array) {
  const heap: number[] = [];
  const before = (a: number, b: number) => rank[heap[a]!]! < rank[heap[b]!]!;
  const swap = (a: number, b: number) => {
    const kept = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = kept;
  };

  function rise(at: number): void {
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function sink(at: number): void {
    for (;;) {
      let least = at;
      const left = 2 * at + 1;
      if (left < heap.length && before(left, least)) least = left;
      if (left + 1 < heap.length && before(left + 1, least)) least = left + 1;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  }

  /** Takes the task out that stands at a position of the heap. */
  function takeAt(at: number): number {
    const task = heap[at]!;
    const last = heap.pop()!;
    if (at < heap.length) {
      heap[at] = last;
      rise(at);
      sink(at);
    }
    return task;
  }

  return {
    push(task: number): void {
      heap.push(task);
      rise(heap.length - 1);
    },
    /** The first task; it stays. */
    peek(): number | undefined {
      return heap[0];
    },
    take(): number {
      return takeAt(0);
    },
    /** Takes the first of the leading `among` tasks (roughly the first ones) that `fits`. */
    takeFirst(among: number, fits: (task: number) => boolean): number | undefined {
      const end = Math.min(among, heap.length);
      for (let at = 0; at < end; at++) if (fits(heap[at]!)) return takeAt(at);
      return undefined;
    },
    clear(): void {
      heap.length = 0;
    },
  };
}
