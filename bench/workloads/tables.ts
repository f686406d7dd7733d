import { join } from "node:path";
import type { DFrame } from "../../src/frame/dframe.ts";
import type { Params } from "../benches.ts";
import { groupbyQuestions, ids, joinQuestions, joinTables, type Queries } from "./db-benchmark.ts";
import { type Prepare, type Prepared, workersOf } from "./setup.ts";
import { loadTable, makeTables } from "./stored-tables.ts";

/** What a query gives stays in memory until the clock has stopped; then it is added up: all numbers, and how many rows there are. */
function answering(queries: Queries, params: Params, checkOf: (answer: DFrame) => Promise<number>): Prepared {
  const options = workersOf(params);
  return {
    async run(query) {
      const answer = (await queries[query]!().persist(options)) as DFrame;
      return async () => {
        using it = answer;
        return await checkOf(it);
      };
    },
  };
}

/** The sum of all numbers of all columns but those, and the number of rows. */
async function total(frame: DFrame, keys: readonly string[]): Promise<number> {
  const summed = frame.columns.filter((name) => !keys.includes(name));
  const sums = frame.agg(Object.fromEntries(summed.map((name) => [name, "sum" as const])));
  const [found] = await sums.toObjects({ int64: "number" });
  return Object.values(found!).reduce<number>((sum, value) => sum + Number(value), await frame.len());
}

/** The questions of db-benchmark about G1. */
export const groupbyQueries: Prepare = async (params) => {
  const folder = params["folder"] as string;
  await makeTables(folder, "groups", [params["rows"] as number, params["k"] as number], ["."]);
  return answering(groupbyQuestions(loadTable(folder)), params, (answer) => total(answer, ids));
};

/** The questions of db-benchmark about J1. */
export const joinQueries: Prepare = async (params) => {
  const folder = params["folder"] as string;
  await makeTables(folder, "joins", [params["rows"] as number], joinTables);
  const [x, small, medium, big] = joinTables.map((name) => loadTable(join(folder, name))) as [DFrame, DFrame, DFrame, DFrame];
  return answering(joinQuestions(x, small, medium, big), params, (answer) => total(answer.select("v1", "v2"), []));
};

/** Rows in the order of an integer or a text, with a number beside it. */
export const sortQueries: Prepare = async (params) => {
  const folder = params["folder"] as string;
  await makeTables(folder, "sorts", [params["rows"] as number], ["."]);
  const x = loadTable(folder);
  const queries: Queries = {
    int: () => x.select("number", "value").sortValues("number"),
    text: () => x.select("text", "value").sortValues("text"),
  };
  return answering(queries, params, placesOfKeys);
};

/** Aggregations of each row and the 99 before it. */
export const windowQueries: Prepare = async (params) => {
  const folder = params["folder"] as string;
  await makeTables(folder, "sorts", [params["rows"] as number], ["."]);
  const x = loadTable(folder);
  const query = (name: "sum" | "mean" | "min" | "max" | "std") => () => x.select((c) => ({ result: c["value"].rolling(100)[name]() }));
  const queries: Queries = { sum: query("sum"), mean: query("mean"), min: query("min"), max: query("max"), std: query("std") };
  return answering(queries, params, (answer) => total(answer, []));
};

/** A number that depends on where keys are: every thousandth, times its row modulo 1009. */
async function placesOfKeys(answer: DFrame): Promise<number> {
  let row = 0;
  let sum = 0;
  for await (const batch of answer) {
    const keys = batch.getChildAt(0)!;
    for (let i = 0; i < keys.length; i++, row++) {
      if (row % 1000 === 0) sum += (row % 1009) * numberOf(keys.get(i));
    }
  }
  return sum;
}

/** A key as a number that is exact for every contestant: the low digits of a text, an integer in millionths. */
const numberOf = (key: bigint | string) => (typeof key === "string" ? Number(key.slice(1)) : Number(key) / 1e12);
