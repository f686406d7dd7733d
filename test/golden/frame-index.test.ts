import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type DFrame, dd } from "../../src/index.ts";
import { packageRoot } from "../../src/util/package-root.ts";

type Columns = { readonly [name: string]: readonly (string | number | null)[] };
interface Case {
  readonly call: "mergeAsof" | "loc" | "locText" | "setIndex";
  // biome-ignore lint/suspicious/noExplicitAny: written by a script, as the calls take them
  readonly options: any;
  readonly result: Columns;
}
const golden = JSON.parse(readFileSync(join(packageRoot, "test/golden/data/frame_index.json"), "utf8")) as { inputs: { [name: string]: Columns }; cases: Case[] };
const frameOf = (name: string, npartitions: number) => dd.fromColumns(golden.inputs[name]!, { npartitions });

const calls: { readonly [call in Case["call"]]: (options: Case["options"], npartitions: number) => DFrame } = {
  mergeAsof: (options, npartitions) => dd.mergeAsof(frameOf("left", npartitions), frameOf("right", (npartitions % 4) + 1), options),
  loc: (range, npartitions) => frameOf("shuffled", npartitions).setIndex("t", { npartitions: 3 }).loc(range),
  locText({ zone, rows }, npartitions) {
    const moments = frameOf("moments", npartitions).assign({ t: (c) => c["t"]!.astype("timestamp[ns]") });
    const zoned = zone === null ? moments : moments.assign({ t: (c) => c["t"]!.dt.tzLocalize("UTC").dt.tzConvert(zone) });
    const divisions = ["1800-01-01T00:00Z", "2024-03-31T00:00Z", "2024-03-31T12:30Z", "2025-01-01T00:00Z"].map((text) => new Date(text));
    return zoned.setIndex("t", npartitions === 1 ? {} : { divisions }).loc(rows).select(["x"]);
  },
  setIndex: (_, npartitions) => frameOf("shuffled", npartitions).setIndex("t"),
};

for (const call of ["mergeAsof", "loc", "locText", "setIndex"] as const) {
  const cases = golden.cases.filter((one) => one.call === call);
  test(`${call} of frames gives what pandas gives (${cases.length} cases)`, async () => {
    for (const [i, { options, result }] of cases.entries()) {
      for (const npartitions of [1, 3 + (i % 5)]) {
        const made = (await calls[call](options, npartitions).toColumns({ scheduler: "synchronous" })) as Columns;
        // Equal keys stay as they were in setIndex; pandas had `loc` on rows in another order.
        const sets = (columns: Columns) => (call === "loc" ? Object.values(columns).map((values) => [...values].sort()) : columns);
        assert.deepEqual(sets(made), sets(result), JSON.stringify(options));
      }
    }
  });
}
