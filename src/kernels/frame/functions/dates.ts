import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { castTimes } from "../cast/times.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { partOf, perSecondOf, wallValues } from "../dates/part.ts";
import { rounding } from "../dates/round.ts";
import { showing } from "../dates/show.ts";
import { castValues, elementwise } from "../elementwise.ts";
import { localize } from "../localize.ts";

function part(name: string): ColumnKernel {
  return ({ backend, args, type, length }) => ({ type, length, values: partOf(backend, args[0]!, name) });
}

/** A part of a part, or of what remains of ticks. */
function divided(kernel: "floorDivide" | "remainder", by: (perSecond: number) => number): ColumnKernel {
  return ({ backend, args, type, length }) => {
    const [x] = args as [Column];
    const inputs = [wallValues(backend, x), BigInt64Array.of(BigInt(by(perSecondOf(x))))];
    return { type, length, values: elementwise(backend, { kernel, dtype: "int64", result: "int64", inputs }, length) };
  };
}

const toDate: ColumnKernel = (call) => (call.args[0]!.type === "date" ? call.args[0]! : castTimes(call, call.args[0]!));

export const dateKernels = {
  "dt/year": part("year"),
  "dt/month": part("month"),
  "dt/day": part("day"),
  "dt/quarter": part("quarter"),
  "dt/dayofyear": part("dayofyear"),
  "dt/dayofweek": part("dayofweek"),
  "dt/weekday": part("dayofweek"),
  "dt/isoYear": part("isoYear"),
  "dt/isoWeek": part("isoWeek"),
  "dt/isoDay"(call) {
    const days = part("dayofweek")(call);
    return {
      ...days,
      values: elementwise(call.backend, { kernel: "add", dtype: "int32", result: "int32", inputs: [days.values, Int32Array.of(1)] }, call.length),
    };
  },
  "dt/daysInMonth": part("daysInMonth"),
  "dt/isLeapYear": part("isLeapYear"),
  "dt/isMonthStart": part("isMonthStart"),
  "dt/isMonthEnd": part("isMonthEnd"),
  "dt/isQuarterStart": part("isQuarterStart"),
  "dt/isQuarterEnd": part("isQuarterEnd"),
  "dt/isYearStart": part("isYearStart"),
  "dt/isYearEnd": part("isYearEnd"),
  "dt/hour": part("hour"),
  "dt/minute": part("minute"),
  "dt/second": part("second"),
  "dt/millisecond": part("millisecond"),
  "dt/microsecond": part("microsecond"),
  "dt/nanosecond": part("nanosecond"),
  "dt/date": toDate,
  "dt/time": divided("remainder", (perSecond) => 86400 * perSecond),
  "dt/normalize": (call) => rounding("floor")({ ...call, params: { frequency: "1D" } }),
  "dt/floor": rounding("floor"),
  "dt/ceil": rounding("ceil"),
  "dt/round": rounding("round"),
  ...showing,
  "dt/tzLocalize"({ backend, args, params, type, length, valid }) {
    const [x] = args as [Column];
    const { zone } = columnTypeOf(type);
    if (zone === undefined) return { type, length, values: wallValues(backend, x) };
    return { ...localize(backend, x, perSecondOf(x), zone, params, valid), type };
  },
  "dt/tzConvert": ({ args, type }) => ({ ...args[0]!, type }),
  "dt/totalSeconds"({ backend, args, type, length }) {
    const [x] = args as [Column];
    const ticks = castValues(backend, x.values, "int64", "float64");
    return {
      type,
      length,
      values: elementwise(backend, { kernel: "divide", dtype: "float64", result: "float64", inputs: [ticks, Float64Array.of(perSecondOf(x))] }, length),
    };
  },
  "dt/days": divided("floorDivide", (perSecond) => 86400 * perSecond),
  "dt/seconds": part("secondOfDay"),
  "dt/microseconds": part("microsecond"),
  "dt/nanoseconds": part("nanosecond"),
} satisfies { readonly [name: string]: ColumnKernel };
