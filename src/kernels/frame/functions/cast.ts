import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { isNumeric } from "../../../ops/frame/meet.ts";
import { hasBit } from "../bitmap.ts";
import { castNumbers } from "../cast/numbers.ts";
import { parseColumn } from "../cast/parse.ts";
import { castTimes } from "../cast/times.ts";
import { writeColumn } from "../cast/write.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { toCategory } from "../dictionaries.ts";
import { castValues } from "../elementwise.ts";
import { asText, takeCodes } from "../take-codes.ts";

export const cast: ColumnKernel = (call) => {
  const [x] = call.args as [Column];
  const { type } = call;
  if (x.type === type) return x;
  if (x.type === "category") return type === "utf8" ? asText(call.backend, x) : castCategory(call, x);
  if (type === "category")
    return toCategory(call.backend, x.type === "utf8" ? { ...x, valid: call.valid } : { ...writeColumn(call.backend, x, call.valid), valid: call.valid });
  if (x.type === "utf8") return parseColumn(call, x);
  if (type === "utf8") return writeColumn(call.backend, x, call.valid);
  if (isNumeric(x.type) && isNumeric(type)) return castNumbers(call, x, x.type, type);
  return isNumeric(x.type) || isNumeric(type) ? reinterpret(call, x) : castTimes(call, x);
};

/** Between integers and the ticks or days that they count. */
function reinterpret(call: ColumnCall, x: Column): Column {
  const [from, to] = [columnTypeOf(x.type).storage, columnTypeOf(call.type).storage];
  if (dtypes[to].kind === "float") return { type: call.type, length: x.length, values: castValues(call.backend, x.values, from, to) };
  return { ...castNumbers(call, x, from, to), type: call.type };
}

/** Each text of the dictionary once; one that is no such value matters only if a row has it. */
function castCategory(call: ColumnCall, x: Column): Column {
  const dictionary = x.dictionary!;
  const whole = { ...call, args: [dictionary], length: dictionary.length, valid: undefined };
  const computed = cast({ ...whole, params: { ...call.params, errors: "coerce" } });
  if (computed.valid !== undefined && call.params["errors"] !== "coerce") {
    const codes = x.values as Int32Array;
    const bad = codes.findIndex((code, row) => (call.valid === undefined || hasBit(call.valid, row)) && !hasBit(computed.valid!, code));
    // Parsing row by row throws the error that names it.
    if (bad >= 0) cast({ ...call, args: [asText(call.backend, x)] });
  }
  return takeCodes(call.backend, computed, x);
}
