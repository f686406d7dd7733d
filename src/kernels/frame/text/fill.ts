import type { Column } from "../../../chunk/column.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { isAsciiColumn } from "./run.ts";
import { mapStrings } from "./strings.ts";

/** How many code points a text has. */
function counter(x: Column): (text: string) => number {
  return isAsciiColumn(x) ? (text) => text.length : (text) => [...text].length;
}

/** What V8 allows, a little less. */
const longestText = 2 ** 29 - 64;

export const textFill = {
  "str/repeat"(call) {
    const times = Math.max(0, call.params["times"] as number);
    return mapStrings(call, call.args[0]!, (text) => {
      if (text.length * times < longestText) return text.repeat(times);
      throw new RangeError(`str.repeat: ${times} times a text of ${text.length} characters is longer than texts may be (2^29 characters)`);
    });
  },
  "str/pad"(call) {
    const { width, side = "left", fillchar = " " } = call.params;
    const [x] = call.args as [Column];
    const size = counter(x);
    const fill = String(fillchar);
    return mapStrings(call, x, (text) => {
      const missing = Math.max(0, (width as number) - size(text));
      // Python's `center` gives the odd one to the left where the width is odd.
      const before = side === "left" ? missing : side === "right" ? 0 : Math.floor(missing / 2) + (missing & (width as number) & 1);
      return fill.repeat(before) + text + fill.repeat(missing - before);
    });
  },
  "str/zfill"(call) {
    const [x] = call.args as [Column];
    const size = counter(x);
    const width = call.params["width"] as number;
    return mapStrings(call, x, (text) => {
      const zeros = "0".repeat(Math.max(0, width - size(text)));
      return /^[+-]/.test(text) ? text.slice(0, 1) + zeros + text.slice(1) : zeros + text;
    });
  },
  "str/translate"(call) {
    const { from, to } = call.params as { from: readonly string[]; to: readonly string[] };
    const table = new Map(from.map((letter, i) => [letter, to[i]!]));
    return mapStrings(call, call.args[0]!, (text) => Array.from(text, (letter) => table.get(letter) ?? letter).join(""));
  },
  "str/normalize"(call) {
    const [x] = call.args as [Column];
    return isAsciiColumn(x) ? x : mapStrings(call, x, (text) => text.normalize(String(call.params["form"])));
  },
} satisfies { readonly [name: string]: ColumnKernel };
