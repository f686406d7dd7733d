import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { dd } from "../../src/frame/index.ts";
import type { Prepare } from "./setup.ts";

/** Writes an Arrow file of each key once, in no order, in four columns of eight bytes: a process of its own, since the most that was ever resident is measured. */
export const writeKeys: Prepare = async ({ rows, path }) => ({
  async run() {
    const key = Float64Array.from({ length: rows as number }, (_, i) => (i * 611_953) % (rows as number));
    using frame = dd.fromColumns({ key, a: key, b: key, c: key }, { npartitions: 64 });
    await frame.toArrow(`${path}.beside.arrow`);
    renameSync(`${path}.beside.arrow`, path as string);
  },
});

/** As many groups as rows, a join with itself, or a sort, of data that is four times the limit. */
export const boundedFrames: Prepare = async (params) => {
  const path = params["path"] as string;
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const contestant = fileURLToPath(new URL("../contestant.js", import.meta.url));
    execFileSync(process.execPath, [contestant, "writeKeys", JSON.stringify(params)], { input: "go\n" });
  }
  const rows = params["rows"] as number;
  const options = { numWorkers: params["workers"] as number, memoryLimit: params["limit"] as number };
  const frame = dd.readArrow(path, { partitionBytes: 2 ** 22 });
  const questions: { readonly [what: string]: () => Promise<number> } = {
    async groupby() {
      const groups = frame.groupby("key", { sort: false }).agg({ a: "sum", b: "max", c: "count" });
      const [found] = await groups.agg({ c: "sum" }).toObjects(options);
      return Number(found!["c"]);
    },
    join() {
      const other = frame.select("key", "a").rename({ a: "other" });
      const pairs = frame.merge(other, { on: "key", maintainOrder: false });
      return pairs.filter((c) => c["a"].eq(c["other"])).len(options);
    },
    async sort() {
      using sorted = (await frame.sortValues("key").persist(options)) as typeof frame;
      return await sorted.len(options);
    },
  };
  return {
    async run() {
      const found = await questions[params["what"] as string]!();
      if (found !== rows) throw new Error(`${params["what"]}: ${found} rows rather than ${rows}`);
      return found;
    },
  };
};
