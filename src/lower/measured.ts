import { sameExtents } from "../expr/meta.ts";
import type { Program } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";

/** Tells the scratch memory a task needs, from the shapes it reads. */
export type MeasureScratch = (program: Program, places: readonly Place[], reads: Shapes) => number;
export type Shapes = readonly (readonly (number | undefined)[])[];

/** Measures once what is the same: neighbors mostly are. */
export function rememberScratch(measure: MeasureScratch): MeasureScratch {
  const known = new Map<string, number>();
  let last: { readonly program: Program; readonly places: readonly Place[]; readonly shapes: Shapes; readonly bytes: number } | undefined;
  return (program, places, shapes) => {
    if (last !== undefined && last.program === program && samePlaces(last.places, places) && sameShapes(last.shapes, shapes)) return last.bytes;
    const key = `${numberOf(program)}/${shapes.join(";")}/${places.map((place) => place.shape).join(";")}`;
    const bytes = known.get(key) ?? measure(program, places, shapes);
    known.set(key, bytes);
    last = { program, places, shapes, bytes };
    return bytes;
  };
}

function sameShapes(a: Shapes, b: Shapes): boolean {
  for (let i = 0; i < a.length; i++) if (!sameExtents(a[i]!, b[i]!)) return false;
  return a.length === b.length;
}

function samePlaces(a: readonly Place[], b: readonly Place[]): boolean {
  for (let i = 0; i < a.length; i++) if (!sameExtents(a[i]!.shape, b[i]!.shape)) return false;
  return true;
}

const numbers = new WeakMap<Program, number>();
let nextNumber = 0;
function numberOf(program: Program): number {
  const known = numbers.get(program);
  if (known !== undefined) return known;
  numbers.set(program, nextNumber);
  return nextNumber++;
}
