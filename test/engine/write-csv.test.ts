import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type ToCsvOptions, writeArrow, writeCsv, writeJson } from "../../src/engine/frame-formats.ts";
import { config, dd } from "../../src/index.ts";
import { readCsvExpr } from "../../src/io/csv/ops.ts";
import { StorageError } from "../../src/util/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "write-csv-"));
after(() => rmSync(folder, { recursive: true }));

const text = `id,name,x\n${Array.from({ length: 4000 }, (_, i) => `${i},${i % 3 === 0 ? `"a, ${i}"` : i % 3 === 1 ? "" : "plain"},${i % 5 === 0 ? "" : `${i}.5`}\n`).join("")}`;
const source = join(folder, "source.csv");
writeFileSync(source, text);
const frame = () => readCsvExpr(source, { blocksize: 10_000 });

test("a frame is one file, whatever its partitions", async () => {
  const path = join(folder, "one.csv");
  const [file] = await writeCsv(frame(), path, { scheduler: "synchronous" });
  assert.equal(readFileSync(path, "utf8"), text);
  assert.deepEqual(file, { path, rows: 4000, bytes: text.length });
});

test("or a folder of a file a partition, each with the names, in other characters", async () => {
  const path = join(folder, "many");
  const files = await writeCsv(frame(), path, { delimiter: ";", quote: "'", scheduler: "synchronous" });
  assert.ok(files.length > 3);
  assert.equal(readdirSync(path).length, files.length);
  const texts = files.map((file) => readFileSync(file.path, "utf8"));
  assert.ok(texts.every((each) => each.startsWith("id;name;x\n")));
  assert.equal(texts.map((each) => each.slice(10)).join(""), text.slice(10).replaceAll('"', "").replaceAll(",", ";").replaceAll(/a; /g, "a, "));
});

test("without names, there are rows only", async () => {
  const path = join(folder, "bare.csv");
  await writeCsv(frame(), path, { header: false, scheduler: "synchronous" });
  assert.equal(readFileSync(path, "utf8"), text.slice(text.indexOf("\n") + 1));
});

test("what pandas says by name is said by name: sep, naRep, header, columns", async () => {
  const rows = dd.fromColumns(
    { s: ["a;b", null, "", "x:y"], t: ["2024-03-31T12:00:00", null, "2200-01-01", "1700-01-01"], x: [1.5, null, 2, -0], i: [1n, 2n, null, 4n] },
    { schema: { s: "utf8", t: "timestamp[ns]", x: "float64", i: "int64" }, npartitions: 3 },
  );
  const path = join(folder, "said.csv");
  const written = async (options: ToCsvOptions) => {
    await rows.toCsv(path, { ...options, scheduler: "synchronous" });
    return readFileSync(path, "utf8");
  };
  // As pandas 1.5 writes them: values that hold the delimiter are quoted, and so is what stands for a missing one.
  const byColon = `s:t:x:i\na;b:"2024-03-31 12:00:00":1.5:1\n"a:b":"a:b":"a:b":2\n:"2200-01-01 00:00:00":2.0:"a:b"\n"x:y":"1700-01-01 00:00:00":-0.0:4\n`;
  assert.equal(await written({ sep: ":", naRep: "a:b" }), byColon);
  const bySpace = `s t x i\na;b "2024-03-31 12:00:00" 1.5 1\n"""" """" """" 2\n "2200-01-01 00:00:00" 2.0 """"\nx:y "1700-01-01 00:00:00" -0.0 4\n`;
  assert.equal(await written({ sep: " ", naRep: '"' }), bySpace);
  const byPoint = `a;b.2024-03-31 12:00:00."1.5".1\n-.-.-.2\n.2200-01-01 00:00:00."2.0".-\nx:y.1700-01-01 00:00:00."-0.0".4\n`;
  assert.equal(await written({ sep: ".", naRep: "-", header: false }), byPoint);
  assert.equal(await written({ columns: ["i", "s"], header: ["I", "a,b"], index: false }), 'I,"a,b"\n1,a;b\n2,\n,\n4,x:y\n');
  assert.equal(await written({ columns: ["s"], quote: "'", naRep: "NA" }), "s\na;b\nNA\n''\nx:y\n");
  assert.equal(await written({ columns: ["s"], quote: "'" }), "s\na;b\n''\n''\nx:y\n");
  assert.equal(await written({ columns: ["i"], naRep: "1,2", sep: "1" }), `i\n"1"\n2\n"1,2"\n4\n`);
});

test("what stands in quotes is said as in pandas", async () => {
  const rows = dd.fromColumns(
    { s: ["a,b", null, "", 'x"y'], x: [1.5, null, 2, -0], b: [true, false, true, null], t: ["2024-03-31T12:00:00", null, "2200-01-01", "1700-01-01"] },
    { schema: { s: "utf8", x: "float64", b: "bool", t: "timestamp[ns]" }, npartitions: 2 },
  );
  const path = join(folder, "quoted.csv");
  const written = async (from: typeof rows, options: ToCsvOptions) => {
    await from.toCsv(path, { ...options, scheduler: "synchronous" });
    return readFileSync(path, "utf8");
  };
  const all = `"s","x","b","t"\n"a,b","1.5","True","2024-03-31 12:00:00"\n"","","False",""\n"","2.0","True","2200-01-01 00:00:00"\n"x""y","-0.0","","1700-01-01 00:00:00"\n`;
  assert.equal(await written(rows, { quoting: "all" }), all);
  assert.equal(await written(rows.astype({ s: "category" }) as never, { quoting: 1 }), all);
  const texts = `"s","x","b","t"\n"a,b",1.5,True,"2024-03-31 12:00:00"\n"","",False,""\n"",2.0,True,"2200-01-01 00:00:00"\n"x""y",-0.0,"","1700-01-01 00:00:00"\n`;
  assert.equal(await written(rows, { quoting: "nonnumeric" }), texts);
  assert.equal(await written(rows, { quoting: 3, columns: ["x", "b"] }), "x,b\n1.5,True\n,False\n2.0,True\n-0.0,\n");
  assert.equal(await written(rows, { quoting: 0, columns: ["x", "s"] }), 'x,s\n1.5,"a,b"\n,\n2.0,\n-0.0,"x""y"\n');
  await assert.rejects(written(rows, { quoting: "none" }), /row 0 of a partition has "\\"a,b\\"", which needs quotes, and quoting: "none" leaves them out/);
  await assert.rejects(written(rows, { quoting: "none", columns: ["x"] }), /row 1 of a partition has "", which needs quotes/);
});

test("what a format cannot be is said before anything is written", async () => {
  const path = join(folder, "refused.csv");
  for (const [options, message] of [
    [{ sep: ";", delimiter: "," }, "toCsv: sep is another name of delimiter: pass one of them"],
    [{ sep: '"' }, 'toCsv: delimiter and quote are different characters, not "\\"" both'],
    [{ sep: 9 }, "toCsv: delimiter is one ASCII character and no end of a line, not 9"],
    [{ naRep: null }, "toCsv: naRep is the text for a missing value, not null"],
    [{ quoting: 4 }, `toCsv: quoting is "minimal", "all", "nonnumeric", "none", or pandas' 0 to 3, not 4`],
    [{ quoting: "none", naRep: "," }, 'toCsv: naRep "," needs quotes, which quoting: "none" leaves out'],
    [{ quoting: "none", header: ["a,b", "c", "d"] }, 'toCsv: the name "a,b" needs quotes, which quoting: "none" leaves out; give others with header'],
    [{ header: 0 }, "toCsv: header is true, false or a list of names, not 0"],
    [{ header: ["a"] }, "toCsv: header has 1 names, for 3 columns"],
    [{ columns: "id" }, 'toCsv: columns is a list of names, not "id"'],
    [{ columns: ["q"] }, 'toCsv: no column "q"; there are "id", "name", "x"'],
    [{ columns: [] }, "toCsv: there are no columns to write, and CSV has no rows without them"],
    [{ index: true }, "toCsv: frames have no index beside their columns; leave out index"],
  ] as const)
    await assert.rejects(writeCsv(frame(), path, options as never), { message });
  assert.throws(() => readCsvExpr(source, { sep: ";", delimiter: "," }), /readCsv: sep is another name of delimiter: pass one of them/);
  assert.equal(existsSync(path), false);
});

test("a compressed file is not written, and no folder is called like one; formats of Arrow are two", async () => {
  const names = ["x.csv.gz", "x.jsonl.zst", "x.arrow"].map((name) => join(folder, name)) as [string, string, string];
  await assert.rejects(writeCsv(frame(), names[0]), { code: "OPTION", message: /toCsv: x.csv.gz: files are not written with gzip/ });
  await assert.rejects(writeJson(frame(), names[1]), { code: "OPTION" });
  await assert.rejects(writeArrow(frame(), names[2], { format: "feather" as "file" }), { code: "OPTION", message: /toArrow: format is "feather"/ });
  assert.deepEqual(names.filter(existsSync), []);
});

test("the file that is read is not overwritten, under any of its names, by any of the formats", async () => {
  const x = dd.fromColumns({ a: [1, 2, 3] });
  const formats = {
    csv: [(path: string) => dd.readCsv(path), "toCsv"],
    jsonl: [(path: string) => dd.readJson(path), "toJson"],
    arrow: [(path: string) => dd.readArrow(path), "toArrow"],
    parquet: [(path: string) => dd.readParquet(path), "toParquet"],
  } as const;
  for (const [ending, [read, write]] of Object.entries(formats)) {
    const at = (name: string) => join(folder, ending, name);
    const [file, link] = [at(`file.${ending}`), at(`link.${ending}`)];
    mkdirSync(at("."));
    await x[write](file);
    await x[write](at("parts"));
    symlinkSync(file, link);
    symlinkSync(at("parts"), at("linked"));
    const before = readFileSync(file);
    const refused = { name: "StorageError", message: new RegExp(`${write} would overwrite the file it reads`) };
    for (const path of [file, relative(process.cwd(), file), link]) await assert.rejects(dd.concat([x, read(file)])[write](path), refused, path);
    for (const path of [at("parts"), at("linked")])
      await assert.rejects(read(join(at("parts"), `*.${ending}`))[write](path, { overwrite: true }), refused, path);
    assert.deepEqual(readFileSync(file), before);
    await x[write](pathToFileURL(at(`url.${ending}`)) as never);
    assert.equal(await read(at(`url.${ending}`)).len(), 3);
    // Of a link to another file, that file is replaced.
    await x.head(2)[write](link);
    assert.equal(lstatSync(link).isSymbolicLink(), true);
    assert.equal(await read(file).len(), 2);
  }
  await assert.rejects(writeCsv(frame(), source, { scheduler: "synchronous" }), StorageError);
  assert.equal(readFileSync(source, "utf8"), text);
});

test("of two writers of a folder at once one has it, and never are there files of both", async () => {
  const rows = dd.fromColumns({ a: Array.from({ length: 20 }, (_, i) => i) }, { npartitions: 5 });
  const few = rows.assign({ a: (c) => c.a.add(100) }).repartition({ npartitions: 3 });
  for (const write of ["toCsv", "toParquet"] as const) {
    const path = join(folder, `two-${write}`);
    const both = (options: object) => Promise.allSettled([rows[write](path, options), few[write](path, options)]);
    const read = () => (write === "toCsv" ? dd.readCsv(path) : dd.readParquet(path)).col("a").toArray();
    const [one, other] = await both({});
    const refused = [one, other].find(({ status }) => status === "rejected") as PromiseRejectedResult;
    assert.match(String(refused.reason), /StorageError: .*: there is part-0\.\w+ in it already/);
    assert.equal((await read()).length, 20);
    await both({ overwrite: true });
    const after = (await read()) as number[];
    assert.ok(after.length === 20 && (after.every((a) => a < 100) || after.every((a) => a >= 100)), String(after));
    assert.deepEqual(
      readdirSync(path).filter((name) => name.startsWith(".")),
      [],
    );
  }
});

test("where a file cannot be written is said with its own name, and before any work if its folder is not there", async () => {
  const never = dd.fromColumns({ a: [1, 2] }).mapPartitions(
    () => {
      throw new Error("this was run");
    },
    { schema: { a: "float64" } },
  );
  mkdirSync(join(folder, "taken.csv"));
  writeFileSync(join(folder, "plain"), "");
  for (const [path, message] of [
    ["none/x.csv", /none\/x\.csv: toCsv: .*none does not exist; make the folder first$/],
    ["plain/x.csv", /plain\/x\.csv: toCsv: .*plain is no folder$/],
    ["taken.csv", /taken\.csv: toCsv: is a folder; write to a file in it, or to another name$/],
  ] as const)
    await assert.rejects(never.toCsv(join(folder, path)), { name: "StorageError", message });
  // Its folder goes away while tasks run.
  const gone = join(folder, "gone");
  mkdirSync(gone);
  using _ = config.scope({ scheduler: "synchronous" });
  const rows = dd.fromColumns({ a: [1, 2] }).mapPartitions(
    (part) => {
      rmSync(gone, { recursive: true });
      return part;
    },
    { schema: { a: "float64" } },
  );
  const writing = rows.toCsv(join(gone, "x.csv"));
  await assert.rejects(writing, { name: "StorageError", message: /gone\/x\.csv: cannot be written: ENOENT/, url: join(gone, "x.csv") });
});
