import { type ColumnType, columnTypeOf, type TimeUnit } from "../../../chunk/column-type.ts";
import type { ColumnFunction } from "../column-expr.ts";
import { isNumeric, isText, timestampType } from "../meet.ts";
import { checkFormat } from "../strptime.ts";
import { checkParams } from "./params.ts";
import { refuse } from "./refuse.ts";

const units = ["s", "ms", "us", "ns"] as const;
const errors = ["raise", "coerce"];

export const parse = {
  /**
   * Texts as timestamps: ISO 8601, or by `params.format` as Python's `strptime` has it. Numbers count `params.unit`s since 1970. The result has the unit `params.resultUnit` (us)
   * and the zone `params.zone`. What is no time is an error, or null with `errors` = `coerce`.
   */
  toDatetime: {
    strict: true,
    infer([type], params) {
      checkParams("toDatetime", params, { format: "string?", unit: [...units, "D"], resultUnit: [...units], zone: "string?", errors });
      const { kind } = columnTypeOf(type!);
      if (!isText(type!) && (!isNumeric(type!) || type === "bool") && kind !== "date" && kind !== "timestamp")
        throw refuse("toDatetime", [type!], "it takes text, numbers, dates and timestamps");
      if (typeof params["format"] === "string") checkFormat(params["format"]);
      const { resultUnit = "us", zone } = params;
      return timestampType(resultUnit as TimeUnit, typeof zone === "string" ? zone : undefined);
    },
    rewrite([x], params, call) {
      const { kind, unit } = columnTypeOf(x!.type);
      if (kind !== "date" && kind !== "timestamp") return undefined;
      const type: ColumnType = timestampType((params["resultUnit"] ?? unit ?? "us") as TimeUnit, columnTypeOf(x!.type).zone);
      return call("cast", [x!], { type });
    },
  },
  /** Texts as numbers: float64, or `params.dtype`. What is no number is an error, or null with `errors` = `coerce`. */
  toNumeric: {
    strict: true,
    infer: () => "float64",
    rewrite([x], params, call) {
      checkParams("toNumeric", params, { dtype: "string?", errors });
      if (isNumeric(x!.type) && params["dtype"] === undefined) return x;
      return call("cast", [x!], { type: params["dtype"] ?? "float64", errors: params["errors"] ?? "raise" });
    },
  },
  /** Texts (`1 days 02:00:00`, `90min`) or numbers of `params.unit`s as durations. */
  toTimedelta: {
    strict: true,
    infer: () => "duration[us]",
    rewrite([x], params, call) {
      checkParams("toTimedelta", params, { unit: [...units], errors });
      const type = `duration[${params["unit"] ?? "us"}]`;
      return call("cast", [x!], { type, errors: params["errors"] ?? "raise" });
    },
  },
} as const satisfies { readonly [name: string]: ColumnFunction };
