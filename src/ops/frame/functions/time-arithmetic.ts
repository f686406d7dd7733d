import { type ColumnType, columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { finerUnit, isNumeric, timestampType } from "../meet.ts";

export type TimeOperator = "add" | "sub" | "mul" | "div" | "floordiv" | "mod";

/** The types two arguments are cast to, and that of the result. */
export interface Resolved {
  readonly args: readonly [ColumnType, ColumnType];
  readonly result: ColumnType;
}

/** What an operator means for times; nothing where it means nothing. */
export function timeArithmetic(operator: TimeOperator, a: ColumnType, b: ColumnType): Resolved | undefined {
  const [first, second] = [columnTypeOf(a), columnTypeOf(b)];
  const isDay = (kind: string) => kind === "date" || kind === "timestamp";
  const unit = finerUnit(first.unit, second.unit);
  const duration: ColumnType = `duration[${unit}]`;

  if (isDay(first.kind) && second.kind === "duration") {
    const moment = timestampType(unit, first.zone);
    return operator === "add" || operator === "sub" ? { args: [moment, duration], result: moment } : undefined;
  }
  if (first.kind === "duration" && isDay(second.kind)) {
    const moment = timestampType(unit, second.zone);
    return operator === "add" ? { args: [duration, moment], result: moment } : undefined;
  }
  if (isDay(first.kind) && isDay(second.kind)) {
    if (operator !== "sub" || (first.zone === undefined) !== (second.zone === undefined)) return undefined;
    return { args: [timestampType(unit, first.zone), timestampType(unit, second.zone)], result: duration };
  }
  if (first.kind === "duration" && second.kind === "duration") {
    if (operator === "mul") return undefined;
    const result = operator === "div" ? "float64" : operator === "floordiv" ? "int64" : duration;
    return { args: [duration, duration], result };
  }
  const factor = (type: ColumnType): ColumnType | undefined => (!isNumeric(type) ? undefined : dtypes[type].kind === "float" ? "float64" : "int64");
  if (first.kind === "duration" && factor(b) !== undefined) {
    return operator === "mul" || operator === "div" || operator === "floordiv" ? { args: [a, factor(b)!], result: a } : undefined;
  }
  if (second.kind === "duration" && factor(a) !== undefined) return operator === "mul" ? { args: [factor(a)!, b], result: b } : undefined;
  return undefined;
}
