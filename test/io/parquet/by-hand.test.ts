import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { computeBatches } from "../../../src/engine/compute-batches.ts";
import { DTypeError } from "../../../src/index.ts";
import { type ReadParquetOptions, readParquetExpr } from "../../../src/io/parquet/ops.ts";
import { Kind, type ThriftField, type ThriftStruct, type ThriftValue, writeThrift } from "../../../src/io/parquet/thrift.ts";
import { contentOf } from "../arrow/every-type.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-by-hand-test-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "x.parquet");

const integer = (id: number, value: number | bigint, kind: number = Kind.i32): ThriftField => ({ id, kind, value: BigInt(value) });
const long = (id: number, value: number | bigint) => integer(id, value, Kind.i64);
const text = (id: number, value: string): ThriftField => ({ id, kind: Kind.binary, value: Buffer.from(value) });
const struct = (id: number, value: ThriftStruct): ThriftField => ({ id, kind: Kind.struct, value });
const list = (id: number, of: number, items: readonly ThriftValue[]): ThriftField => ({ id, kind: Kind.list, value: { of, items } });

/** A file of one required column, of a physical type (BOOLEAN 0, INT32 1, INT64 2, INT96 3, FLOAT 4, DOUBLE 5, BYTE_ARRAY 6), plain in one page. `repetition`: 0 required, 2 repeated. */
function fileOf(type: number, rows: number, plain: Uint8Array, { more = [], repetition = 0 }: { more?: ThriftStruct; repetition?: number } = {}): Buffer {
  const page = writeThrift([
    integer(1, 0),
    integer(2, plain.length),
    integer(3, plain.length),
    struct(5, [integer(1, rows), integer(2, 0), integer(3, 3), integer(4, 3)]),
  ]);
  const bytes = page.length + plain.length;
  const chunk = [
    integer(1, type),
    list(2, Kind.i32, [0n]),
    list(3, Kind.binary, [Buffer.from("x")]),
    integer(4, 0),
    long(5, rows),
    long(6, bytes),
    long(7, bytes),
    long(9, 4),
  ];
  const metadata = writeThrift([
    integer(1, 1),
    list(2, Kind.struct, [
      [text(4, "root"), integer(5, 1)],
      [integer(1, type), integer(3, repetition), text(4, "x"), ...more],
    ]),
    long(3, rows),
    list(4, Kind.struct, [[list(1, Kind.struct, [[long(2, 4), struct(3, chunk)]]), long(2, bytes), long(3, rows)]]),
  ]);
  const tail = Buffer.alloc(8, "\0\0\0\0PAR1", "latin1");
  tail.writeUInt32LE(metadata.length);
  return Buffer.concat([Buffer.from("PAR1"), page, plain, metadata, tail]);
}

async function read(bytes: Uint8Array, options: ReadParquetOptions = {}) {
  writeFileSync(path, bytes);
  const x = readParquetExpr(path, options);
  return [x.params.schema[0]!.type, contentOf((await computeBatches([x]))[0]!)[0]];
}

const bytesOf = (...values: ArrayBufferView[]) =>
  Buffer.concat(values.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)));
const byteArrays = (...texts: string[]) => bytesOf(...texts.flatMap((own) => [Uint32Array.of(Buffer.byteLength(own)), Buffer.from(own)]));

test("times of 96 bits, as Impala and old Spark write them, are nanoseconds", async () => {
  // Nanoseconds of the day, and the Julian day: 2440588 is 1970-01-01.
  const plain = bytesOf(BigInt64Array.of(1n), Int32Array.of(2440588), BigInt64Array.of(43_200_000_000_000n), Int32Array.of(2440589));
  assert.deepEqual(await read(fileOf(3, 2, plain)), ["timestamp[ns]", [1n, 86_400_000_000_000n + 43_200_000_000_000n]]);
});

test("bytes that are not said to be text are text if that is asked for", async () => {
  const bytes = fileOf(6, 3, byteArrays("a", "", "é"));
  await assert.rejects(read(bytes), (error) => error instanceof DTypeError && /column "x" is Binary/.test(error.message));
  assert.deepEqual(await read(bytes, { dtype: { x: "utf8" } }), ["utf8", ["a", "", "é"]]);
  const wrong = fileOf(6, 1, bytesOf(Uint32Array.of(1), Uint8Array.of(0xff)));
  await assert.rejects(read(wrong, { dtype: { x: "utf8" } }), /no UTF-8 where text is wanted/);
});

test("types that only old files name are what they say", async () => {
  const old = (converted: number) => ({ more: [integer(6, converted)] });
  assert.deepEqual(await read(fileOf(6, 1, byteArrays("a"), old(0))), ["utf8", ["a"]]);
  assert.deepEqual(await read(fileOf(1, 1, bytesOf(Int32Array.of(-1)), old(6))), ["date", [-1]]);
  assert.deepEqual(await read(fileOf(2, 1, bytesOf(BigInt64Array.of(5n)), old(9))), ["timestamp[ms, UTC]", [5n]]);
  assert.deepEqual(await read(fileOf(1, 1, bytesOf(Int32Array.of(200)), old(11))), ["uint8", [200]]);
});

test("a column of lists whose levels are missing is an error that names file and row group", async () => {
  await assert.rejects(read(fileOf(1, 1, bytesOf(Int32Array.of(1)), { repetition: 2 })), /x\.parquet: row group 0 cannot be read: .*levels/);
});
