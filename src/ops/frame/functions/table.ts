import type { ColumnFunction } from "../column-expr.ts";
import { arithmetic } from "./arithmetic.ts";
import { choose } from "./choose.ts";
import { compare } from "./compare.ts";
import { convert } from "./convert.ts";
import { dateFunctions } from "./dates.ts";
import { listFunctions } from "./lists.ts";
import { logic } from "./logic.ts";
import { parse } from "./parse.ts";
import { textFunctions } from "./text.ts";

/** Every function of columns, by name. */
export const columnFunctions = { ...arithmetic, ...compare, ...logic, ...choose, ...convert, ...textFunctions, ...dateFunctions, ...listFunctions, ...parse };

export type ColumnFunctionName = keyof typeof columnFunctions;

export function findColumnFunction(name: string): ColumnFunction | undefined {
  return Object.hasOwn(columnFunctions, name) ? columnFunctions[name as ColumnFunctionName] : undefined;
}
