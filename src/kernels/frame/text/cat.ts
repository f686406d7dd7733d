import type { Column } from "../../../chunk/column.ts";
import { columnOf } from "../../../chunk/column-values.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { asText } from "../take-codes.ts";
import { runText, textOperand } from "./run.ts";

/** Texts that one call of the kernel joins. */
const most = 31;

/** Texts one after the other, a separator between them. */
export const cat: ColumnKernel = (call) => {
  const { separator = "" } = call.params;
  const between = columnOf("utf8", [String(separator)]);
  const columns = call.args.map((arg) => asText(call.backend, arg));
  const parts = separator === "" ? columns : columns.flatMap((column, i) => (i === 0 ? [column] : [between, column]));
  return join(call, parts);
};

function join(call: ColumnCall, parts: readonly Column[]): Column {
  if (parts.length > most) return join(call, [join(call, parts.slice(0, most)), ...parts.slice(most)]);
  const { backend, length } = call;
  const operands = parts.map(textOperand);
  const inputs = operands.flatMap(({ bytes, offsets }) => [bytes, offsets]);
  const params = [parts.length, ...operands.flatMap(({ base }, k) => [base, parts[k]!.length === length ? 0 : 1])];
  const offsets = new Int32Array(length + 1);
  runText(backend, "textJoinOffsets", { n: length, inputs, outputs: [offsets], params });
  const values = new Uint8Array(offsets[length]!);
  runText(backend, "textJoin", { n: length, inputs, outputs: [values], params });
  return { type: "utf8", length, values, offsets };
}
