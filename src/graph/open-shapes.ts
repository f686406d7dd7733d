import type { Task } from "./task.ts";

/** Whether extents of a task's results are only known when it has run. (Loops, since a graph may have a million tasks.) */
export function hasOpenShapes({ results }: Task): boolean {
  for (let i = 0; i < results.length; i++) {
    const { shape } = results[i]!;
    for (let axis = 0; axis < shape.length; axis++) if (shape[axis] === undefined) return true;
  }
  return false;
}

/** Whether results of a task grow. */
export function hasGrowing({ results }: Task): boolean {
  for (let i = 0; i < results.length; i++) if (results[i]!.grows === true) return true;
  return false;
}
