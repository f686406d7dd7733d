import { test } from "node:test";
import { dd } from "../../src/index.ts";

const frame = dd.fromColumns<{ k: "int64"; t: "timestamp[ms]"; n: "utf8" }>({ k: [1n], t: [new Date(0)], n: ["a"] });

test("an index is a column of the frame, and its divisions are values of it", () => {
  const indexed = frame.setIndex("k", { divisions: [1n, 2] });
  const name: "k" | "t" | "n" | undefined = indexed.indexName;
  void name;
  void (() => {
    // @ts-expect-error: no such column
    frame.setIndex("q");
    // @ts-expect-error: a text is no key of integers
    frame.setIndex("k", { divisions: ["a", "b"] });
    // @ts-expect-error: a frame has no other index than its columns
    frame.setIndex("k", { drop: true });
    indexed.partitions[0]!.col("t").dt.year;
    frame.setIndex("t", { divisions: [new Date(0), "2000-01-01"] });
  });
});
