import assert from "node:assert/strict";
import { closeSync, linkSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileSource, openFile, readAt, readExactly, stateOf } from "../../../src/io/files/read.ts";
import { refuseOverwriting, writeAt, writeWhole } from "../../../src/io/files/write.ts";
import { StorageError } from "../../../src/util/errors.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "files-test-")));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

test("bytes are read and written anywhere, into memory of any type", () => {
  const path = at("numbers");
  writeFileSync(path, "");
  const file = openSync(path, "r+");
  try {
    writeAt(file, path, 8, Float64Array.of(1, 2, 3).subarray(1));
    const shared = new Float64Array(new SharedArrayBuffer(40), 8, 3);
    assert.equal(readAt(file, path, 0, shared), 24);
    assert.deepEqual([...shared], [0, 2, 3]);
    assert.equal(readAt(file, path, 16, shared), 8);
    assert.equal(readAt(file, path, 100, shared), 0);
    assert.throws(() => readExactly(file, path, 16, shared), new StorageError(path, "is cut: 24 bytes were expected at 16, there are 8"));
  } finally {
    closeSync(file);
  }
  using source = fileSource(path);
  assert.equal(source.bytes, 24);
  assert.equal(stateOf(path).bytes, 24);
});

test("a file that is not there, or a folder, is an error that names it", () => {
  assert.throws(
    () => openFile(at("no")),
    (error: StorageError) => error instanceof StorageError && error.url === at("no"),
  );
  assert.throws(() => stateOf(at("no")), StorageError);
  assert.throws(() => stateOf(folder), new StorageError(folder, "is not a file"));
});

test("a file appears when it is whole, in place of what was there", async () => {
  const path = at("whole");
  writeFileSync(path, "before");
  symlinkSync(path, at("link"));
  const result = await writeWhole(at("link"), async (beside) => {
    writeFileSync(beside, "half");
    assert.equal(readFileSync(path, "utf8"), "before");
    writeFileSync(beside, "after");
    return 7;
  });
  assert.equal(result, 7);
  assert.equal(readFileSync(path, "utf8"), "after");
  assert.equal(readFileSync(at("link"), "utf8"), "after");
});

test("what could not be written leaves nothing behind", async () => {
  mkdirSync(at("empty"));
  const path = at("empty/file");
  await assert.rejects(
    writeWhole(path, () => Promise.reject(new Error("no"))),
    /^Error: no$/,
  );
  const closed = (beside: string) => Promise.resolve(writeAt(2 ** 30, beside, 0, Buffer.from("x")));
  await assert.rejects(writeWhole(path, closed), (error: StorageError) => error.url === path && /cannot be written: EBADF/.test(error.message));
  assert.deepEqual(readdirSync(at("empty")), []);
  await assert.rejects(
    writeWhole(at("no/such/file"), async () => {}),
    StorageError,
  );
});

test("a file that is being read is not overwritten, under any of its names", () => {
  writeFileSync(at("read"), "");
  linkSync(at("read"), at("other"));
  assert.throws(() => refuseOverwriting([at("new"), at("other")], [at("read")], "toCsv"), /other: toCsv would overwrite the file it reads/);
  assert.throws(() => refuseOverwriting([at("new")], [at("new")], "toCsv"), StorageError);
  refuseOverwriting([at("new")], [at("read"), at("no")], "toCsv");
});
