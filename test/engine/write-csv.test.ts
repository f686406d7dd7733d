import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { writeArrow, writeCsv, writeJson } from "../../src/engine/frame-formats.ts";
import { dd } from "../../src/index.ts";
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
