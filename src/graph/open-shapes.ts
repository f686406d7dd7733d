import type { Result, Task } from "./task.ts";

/** Whether extents of a task's results are only known when it has run. (Loops, since a graph may have a million tasks.) */
export function hasOpenShapes({ results }: Task): boolean {
  for (let i = 0; i < results.length; i++) {
    const { shape } = results[i]!;
    for (let axis = 0; axis < shape.length; axis++) if (shape[axis] === undefined) return true;
  }
  return false;
}

/** Whether a task may ask for memory for its results. */
export function hasGrowing({ results }: Task): boolean {
  for (let i = 0; i < results.length; i++) if (canGrow(results[i]!)) return true;
  return false;
}

/** Whether a task may ask for memory for a result. */
export function canGrow({ grows }: Result): boolean {
  return grows === true || grows === "seldom";
}

/** Whether a task has to ask for memory. */
export function mustAsk({ results }: Task): boolean {
  for (let i = 0; i < results.length; i++) if (results[i]!.grows === true) return true;
  return false;
}
