import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { allDTypes, type DType } from "../../src/chunk/dtype.ts";
import { DTypeError, da, StorageError, slice } from "../../src/index.ts";
import { formatHeader } from "../../src/io/npy/header.ts";
import { runsOf } from "../../src/io/npy/runs.ts";

const folder = mkdtempSync(join(tmpdir(), "npy-test-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** A file as NumPy 1.0 of the format writes it. */
function file(name: string, descr: string, fortran: boolean, shape: string, data: Uint8Array): string {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10 + length, " ");
  head.write("\x93NUMPY\x01\x00", "latin1");
  head.writeUInt16LE(length, 8);
  head.write(text, 10);
  head[9 + length] = 10;
  writeFileSync(at(name), Buffer.concat([head, data]));
  return at(name);
}
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

test("what is written is read, for every dtype, shape and chunks", async () => {
  for (const dtype of allDTypes) {
    for (const shape of [[], [0], [5], [3, 4], [2, 0, 3], [2, 3, 5]]) {
      const size = shape.reduce((a, b) => a * b, 1);
      const x = da
        .arange(size, { dtype: "int64" })
        .astype(dtype as DType)
        .reshape(shape);
      const path = at(`${dtype}-${shape.join("x")}.npy`);
      await x.toNpy(path);
      const back = da.fromNpy(path, { chunks: 2 });
      assert.equal(back.dtype, dtype);
      assert.deepEqual(await back.compute(), await x.compute());
    }
  }
});

test("a header is what NumPy writes", () => {
  const head = formatHeader("float64", [3]);
  assert.equal(head.length % 64, 0);
  assert.match(Buffer.from(head).toString("latin1", 10), /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(3,\), \} *\n$/);
});

test("Fortran order and big-endian files are read as they mean", async () => {
  const columns = file("fortran.npy", "<f8", true, "(2, 3)", bytesOf(Float64Array.of(1, 4, 2, 5, 3, 6)));
  const x = da.fromNpy(columns, { chunks: [1, 2] });
  assert.deepEqual((await x.compute()).toArray(), [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.deepEqual([...(await x.sum(0).compute()).data], [5, 7, 9]);
  const swapped = Buffer.from(bytesOf(Int32Array.of(1, -2, 3))).swap32();
  assert.deepEqual([...(await da.fromNpy(file("big.npy", ">i4", false, "(3,)", swapped)).compute()).data], [1, -2, 3]);
});

test("either byte order in Fortran order, booleans and bytes in any, and newer headers are read; other dtypes are errors that name them", async () => {
  const both = Buffer.from(bytesOf(Int16Array.of(1, 4, 2, 5, 3, -6))).swap16();
  const x = da.fromNpy(file("both.npy", ">i2", true, "(2, 3)", both), { chunks: [1, 2] });
  assert.deepEqual((await x.get(null, slice(1, null)).compute()).toArray(), [
    [2, 3],
    [5, -6],
  ]);
  for (const [descr, dtype] of [
    ["|b1", "bool"],
    ["|u1", "uint8"],
    ["|i1", "int8"],
    [">u1", "uint8"],
    ["=f8", "float64"],
  ] as const) {
    const data = new Uint8Array(dtype === "float64" ? 8 : 1);
    assert.equal(da.fromNpy(file("one.npy", descr, false, "(1,)", data)).dtype, dtype, descr);
  }
  const text = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n";
  for (const version of [2, 3]) {
    const head = Buffer.alloc(12);
    head.write("\x93NUMPY", "latin1");
    head[6] = version;
    head.writeUInt32LE(text.length, 8);
    writeFileSync(at("newer.npy"), Buffer.concat([head, Buffer.from(text), bytesOf(Float64Array.of(2.5))]));
    assert.deepEqual([...(await da.fromNpy(at("newer.npy")).compute()).data], [2.5]);
  }
  for (const descr of ["<U3", "|S4", "<M8[ns]", "<c16", "|V8"])
    assert.throws(
      () => da.fromNpy(file("other.npy", descr, false, "(1,)", new Uint8Array(16))),
      (error) => error instanceof DTypeError && error.message.includes(descr),
      descr,
    );
});

test("a part of a file is read without the rest", async () => {
  const path = at("part.npy");
  await da.arange(1000).reshape(100, 10).toNpy(path);
  const part = da.fromNpy(path, { chunks: [10, 5] }).get(slice(42, 44), slice(3, 8, 2));
  assert.deepEqual((await part.compute()).toArray(), [
    [423, 425, 427],
    [433, 435, 437],
  ]);
});

test("several statistics of a file read it once", () => {
  const x = da.fromNpy(at("part.npy"), { chunks: [50, 10] });
  const plan = da.stack([x.mean(), x.std(), x.min(), x.max()]).explain();
  assert.equal(plan.match(/: npy →/g)?.length, 1, plan);
});

test("bad files are errors that name them", () => {
  const cut = file("cut.npy", "<f8", false, "(4,)", bytesOf(Float64Array.of(1, 2, 3)));
  assert.throws(
    () => da.fromNpy(cut),
    (error) => error instanceof StorageError && error.url === cut && /is cut/.test(error.message),
  );
  assert.throws(
    () => da.fromNpy(file("object.npy", "|O", false, "(1,)", new Uint8Array(8))),
    (error) => error instanceof DTypeError && /Python objects/.test(error.message),
  );
  assert.throws(() => da.fromNpy(file("half.npy", "<f2", false, "(1,)", new Uint8Array(2))), DTypeError);
  writeFileSync(at("text.npy"), "hello");
  assert.throws(() => da.fromNpy(at("text.npy")), /is not a .npy file/);
  writeFileSync(at("short.npy"), "\x93NUMPY\x01\x00\xff\xff{", "latin1");
  assert.throws(() => da.fromNpy(at("short.npy")), /is cut/);
  assert.throws(
    () => da.fromNpy(at("missing.npy")),
    (error) => error instanceof StorageError && /cannot be opened/.test(error.message),
  );
});

test("a file that shrinks after it was opened is an error, not zeros", async () => {
  const path = file("shrinks.npy", "<f8", false, "(1000,)", bytesOf(new Float64Array(1000).fill(1)));
  const x = da.fromNpy(path, { chunks: 100 });
  truncateSync(path, 4000);
  await assert.rejects(x.sum().compute(), /is cut/);
});

test("a file that has another array since it was opened is an error, and not read as what it was", async () => {
  const path = at("replaced.npy");
  await da.arange(1000, { chunks: 500 }).toNpy(path);
  const x = da.fromNpy(path);
  await da.arange(3000, { chunks: 500 }).astype("float32").reshape(60, 50).toNpy(path);
  await assert.rejects(x.max().compute(), (error: Error) =>
    /replaced.npy: has changed since it was opened: \d+ bytes then, \d+ now; read it again/.test(error.message),
  );
  assert.equal(Number(await da.fromNpy(path).max().compute()), 2999);
});

test("overwriting what is read is refused; a failed write leaves nothing behind", async () => {
  const path = at("source.npy");
  await da.ones([10]).toNpy(path);
  await assert.rejects(da.fromNpy(path).add(1).toNpy(path), /would overwrite the file it reads/);
  const before = readdirSync(folder).length;
  const fails = da.ones([10]).mapBlocks(() => {
    throw new Error("no");
  });
  await assert.rejects(fails.toNpy(at("never.npy")), /no/);
  await assert.rejects(da.ones([1]).toNpy(join(folder, "no", "such", "folder.npy")), StorageError);
  assert.equal(readdirSync(folder).length, before);
  assert.equal(readFileSync(path).length, 128 + 80);
});

test("a stack of files is one array", async () => {
  const x = da.arange(60).reshape(6, 10).rechunk([4, 3]);
  for (const axis of [0, 1]) {
    const stack = at(`stack${axis}`);
    await da.toNpyStack(stack, x, { axis });
    const back = da.fromNpyStack(stack);
    assert.deepEqual(back.chunks[axis], x.chunks[axis]);
    assert.deepEqual(await back.compute(), await x.compute());
    rmSync(join(stack, "info.json"));
    assert.deepEqual(await da.fromNpyStack(stack).compute(), await x.compute());
    rmSync(join(stack, "0.npy"));
    assert.throws(() => da.fromNpyStack(stack), /lacks 0.npy/);
  }
  assert.throws(() => da.fromNpyStack(at("nothing")), /holds no 0.npy/);
});

test("runs of a box cover it in order, whatever is asked for", () => {
  const shape = [4, 5, 6];
  for (const [origin, box] of [
    [
      [0, 0, 0],
      [4, 5, 6],
    ],
    [
      [1, 0, 0],
      [2, 5, 6],
    ],
    [
      [1, 2, 0],
      [3, 2, 6],
    ],
    [
      [0, 1, 2],
      [4, 3, 3],
    ],
  ] as const) {
    const expected: number[] = [];
    for (let i = 0; i < box[0]; i++)
      for (let j = 0; j < box[1]; j++) for (let k = 0; k < box[2]; k++) expected.push(((origin[0] + i) * 5 + origin[1] + j) * 6 + origin[2] + k);
    for (const [start, count] of [
      [0, expected.length],
      [1, 7],
      [5, 11],
    ] as const) {
      const found = [...runsOf(shape, origin, box, start, count)].flatMap((run) => Array.from({ length: run.count }, (_, i) => run.at + i));
      assert.deepEqual(found, expected.slice(start, start + count));
    }
  }
});

test("a stack that is written over another is there whole or not at all", async () => {
  const path = at("replaced");
  const x = da.arange(12, { dtype: "int32", chunks: 4 });
  await x.toNpyStack(path);
  const fails = da.concatenate([x.get(slice(0, 4)).mul(100), x.get(slice(4, 12)).mapBlocks(() => Uint8Array.of(), { dtype: "int32" })]);
  await assert.rejects(fails.toNpyStack(path));
  await assert.rejects(da.fromNpyStack(path).flip(0).toNpyStack(path), /0\.npy: toNpyStack would overwrite the file it reads/);
  assert.deepEqual(await da.fromNpyStack(path).compute(), await x.compute());
  assert.deepEqual(readdirSync(path).sort(), ["0.npy", "1.npy", "2.npy", "info.json"]);
  for (const info of ["nonsense", "null", '{"axis":3,"chunks":[[4,4,4]]}']) {
    writeFileSync(join(path, "info.json"), info);
    assert.throws(() => da.fromNpyStack(path), /^StorageError: .*info\.json: is damaged: /);
  }
  await assert.rejects(x.toNpy(at("none/x.npy")), /x\.npy: toNpy: .*none does not exist; make the folder first$/);
});
