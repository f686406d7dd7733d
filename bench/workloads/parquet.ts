import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { dd } from "../../src/index.ts";
import { type Prepare, workersOf } from "./setup.ts";
import { loadTable, makeTables } from "./stored-tables.ts";

/** G1 with all texts as texts, from memory to a file and from a file to memory. Everyone reads the same file, and is compressed with Snappy. */
export const parquetQueries: Prepare = async (params) => {
  const folder = params["folder"] as string;
  const options = workersOf(params);
  await makeTables(folder, "groups", [params["rows"] as number, params["k"] as number], ["."]);
  const file = join(folder, "texts.parquet");
  if (!existsSync(file)) {
    await loadTable(folder).astype({ id1: "utf8", id2: "utf8", id3: "utf8" }).toParquet(`${file}.beside.parquet`, options);
    renameSync(`${file}.beside.parquet`, file);
  }
  const table = await dd.readParquet(file).persist(options);
  return {
    async run(query) {
      if (query === "write") {
        await table.toParquet(join(folder, "chunkwise.parquet"), options);
        return undefined;
      }
      const read = await dd.readParquet(file).persist(options);
      return async () => {
        using it = read;
        const [found] = await it.agg({ v1: "sum" }).toObjects({ int64: "number" });
        return Number(found!["v1"]) + (await it.len());
      };
    },
  };
};
