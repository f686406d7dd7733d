import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { findFiles, pathOf } from "../../../src/io/files/paths.ts";
import { StorageError } from "../../../src/util/errors.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "paths-test-")));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "deep", "er"), { recursive: true });
for (const name of ["b.csv", "a.csv", "a10.csv", "a2.csv", "x[1].csv", "c.txt", "deep/d.csv", "deep/er/e.csv"]) writeFileSync(join(folder, name), "");
const names = (...patterns: string[]) =>
  findFiles(patterns.map((pattern) => join(folder, pattern))).map((path) => relative(folder, path).replaceAll("\\", "/"));

test("the files of a pattern come sorted by name, those of a list in its order", () => {
  assert.deepEqual(names("a*.csv"), ["a.csv", "a10.csv", "a2.csv"]);
  assert.deepEqual(names("b.csv", "a?.csv", "{c,a}.*"), ["b.csv", "a2.csv", "a.csv", "c.txt"]);
  assert.deepEqual(names("**/[de].csv"), ["deep/d.csv", "deep/er/e.csv"]);
});

test("a pattern that is the name of a file means that file", () => {
  assert.deepEqual(names("x[1].csv"), ["x[1].csv"]);
});

test("URLs of files are paths, others are not read", () => {
  assert.deepEqual(findFiles(pathToFileURL(join(folder, "a.csv"))), [join(folder, "a.csv")]);
  assert.deepEqual(findFiles(String(pathToFileURL(join(folder, "a.csv")))), [join(folder, "a.csv")]);
  assert.throws(() => findFiles("s3://bucket/a.csv"), /^StorageError: s3:\/\/bucket\/a\.csv: s3: is not read; paths and file: URLs are$/);
  assert.equal(pathOf(new URL("file:///no/such")), "/no/such");
});

test("what matches nothing is an error that names the pattern", () => {
  const pattern = join(folder, "*.parquet");
  assert.throws(() => findFiles(pattern), new StorageError(pattern, "matches no file"));
  assert.throws(() => findFiles(join(folder, "no.csv")), new StorageError(join(folder, "no.csv"), "does not exist"));
  assert.throws(() => findFiles([]), StorageError);
  assert.throws(() => findFiles(""), StorageError);
});

test("a pattern finds what lies in the folder we are in, from wherever it comes", () => {
  const before = process.cwd();
  const here = join(folder, "deep", ".in [1]{a}");
  mkdirSync(here);
  for (const name of ["e.csv", "x.csv"]) writeFileSync(join(here, name), "");
  try {
    process.chdir(here);
    const found = (pattern: string) => findFiles(pattern).map((path) => relative(folder, path).replaceAll("\\", "/"));
    const own = ["deep/.in [1]{a}/e.csv", "deep/.in [1]{a}/x.csv"];
    assert.deepEqual(found("*.csv"), own);
    assert.deepEqual(found("../.*/*.csv"), own);
    process.chdir(join(folder, "deep", "er"));
    assert.deepEqual(found("../*/e.csv"), ["deep/er/e.csv"]);
    assert.deepEqual(found(join(folder, "*/*/e.csv")), ["deep/er/e.csv"]);
  } finally {
    process.chdir(before);
    rmSync(here, { recursive: true });
  }
});

test("a pattern that only folders match means those, and a file: URL may have one slash", () => {
  assert.deepEqual(names("d*p"), ["deep"]);
  assert.equal(pathOf("file:/no/such%20thing"), "/no/such thing");
});
