/** The tasks that are under way: a list in no order, and where each task stands in it. */
export function createActive(tasks: number) {
  const list: number[] = [];
  const position = new Int32Array(tasks).fill(-1);
  return {
    list: list as readonly number[],
    add(task: number): void {
      position[task] = list.length;
      list.push(task);
    },
    /** Whether it was there. */
    delete(task: number): boolean {
      const at = position[task]!;
      if (at < 0) return false;
      const last = list.pop()!;
      if (last !== task) {
        list[at] = last;
        position[last] = at;
      }
      position[task] = -1;
      return true;
    },
  };
}
