import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitsFromBytes } from "../../../src/chunk/bitmap.ts";
import { Status } from "../../../src/kernels/kernel.ts";
import { allBackends } from "../../../src/kernels/load.ts";
import { differenceBytes, hybridBytes, type Run, valuesOfRuns } from "./encodings.ts";

/** In memory of its own: a sanitizer finds what is read beyond. */
const alone = (bytes: Iterable<number>) => Uint8Array.from(bytes);

const runsOf = (width: number): fc.Arbitrary<Run[]> => {
  const value = fc.nat(width === 32 ? 0x7fff_ffff : 2 ** width - 1);
  const packed = fc.integer({ min: 1, max: 40 }).chain((groups) => fc.array(value, { minLength: 8 * groups, maxLength: 8 * groups }));
  return fc.array(fc.oneof(fc.record({ value, count: fc.integer({ min: 1, max: 700 }) }), fc.record({ values: packed })), { minLength: 1, maxLength: 6 });
};
const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { maxLength: 40 });
const plain = (own: readonly string[]) =>
  Buffer.concat(own.flatMap((text) => [Buffer.from(Uint32Array.of(Buffer.byteLength(text)).buffer), Buffer.from(text)]));
/** Pieces of bytes that repeat each other, near and far. */
const repetitive = fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 })), { maxLength: 30 }).map((pieces) =>
  alone(
    pieces.flatMap(([piece, times], i) =>
      Array<number[]>(times)
        .fill([...(pieces[i >> 1]?.[0] ?? []), ...piece])
        .flat(),
    ),
  ),
);

for (const backend of allBackends()) {
  const state = new Float64Array(4);
  const compress = (bytes: Uint8Array) => {
    const out = new Uint8Array(32 + bytes.length + Math.floor(bytes.length / 6));
    const status = backend.run("snappy/compress", "uint8", { n: bytes.length, inputs: [bytes], outputs: [out], state, scratchBytes: 2 ** 15 + 64 });
    assert.equal(status, Status.ok);
    return out.slice(0, state[0]);
  };
  const expand = (block: Uint8Array, out: Uint8Array) => backend.run("snappy/expand", "uint8", { n: block.length, inputs: [block], outputs: [out] });

  test(`${backend.isa}: what Snappy compresses comes back`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), repetitive), (bytes) => {
        const out = new Uint8Array(bytes.length);
        assert.equal(expand(compress(bytes), out), Status.ok);
        assert.deepEqual(out, bytes);
      }),
      { numRuns: 60 },
    );
    const long = Uint8Array.from({ length: 300_000 }, (_, i) => (i % 7 === 0 ? (i * i) >> 4 : i >> 9));
    const out = new Uint8Array(long.length);
    const block = compress(long);
    assert.ok(block.length < long.length / 1.5, String(block.length));
    assert.equal(expand(block, out), Status.ok);
    assert.deepEqual(Buffer.compare(out, long), 0);
  });

  test(`${backend.isa}: damaged Snappy data is refused, or gives other bytes`, () => {
    const block = compress(Uint8Array.from({ length: 2000 }, (_, i) => (i % 100) * (i >> 9)));
    fc.assert(
      fc.property(fc.nat(block.length - 1), fc.nat(255), fc.nat(block.length), (at, byte, length) => {
        const wrong = block.slice(0, length);
        if (at < length) wrong[at] = byte;
        const status = expand(wrong, new Uint8Array(2000));
        assert.ok(status === Status.ok || status === Status.domain);
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (bytes, length) => void expand(bytes, new Uint8Array(length))));
  });

  test(`${backend.isa}: numbers of every width are looked up`, () => {
    for (let width = 0; width <= 12; width++) {
      const dictionary = Float64Array.from({ length: 2 ** width }, (_, i) => i / 2);
      fc.assert(
        fc.property(runsOf(width), (runs) => {
          const expected = valuesOfRuns(runs).map((value) => value / 2);
          const out = new Float64Array(expected.length);
          const inputs = [hybridBytes(runs, width), dictionary];
          assert.equal(backend.run("parquet/lookUp", "uint64", { n: out.length, inputs, outputs: [out], params: [width] }), Status.ok);
          assert.deepEqual(out, Float64Array.from(expected));
          const short = [inputs[0]!.slice(0, -1), dictionary];
          const status = backend.run("parquet/lookUp", "uint64", { n: out.length, inputs: short, outputs: [out], params: [width] });
          assert.ok(status === Status.domain || (width === 0 && inputs[0]!.length > 0));
          const few = [inputs[0]!, dictionary.slice(0, -1)];
          const wants = expected.includes(dictionary.at(-1)!) ? Status.domain : Status.ok;
          assert.equal(backend.run("parquet/lookUp", "uint64", { n: out.length, inputs: few, outputs: [out], params: [width] }), wants);
        }),
        { numRuns: 12 },
      );
    }
    // Wider ones than any dictionary of a test: as codes of a dictionary that is too small they are refused.
    for (const width of [13, 20, 25, 31, 32]) {
      const values = Array.from({ length: 64 }, (_, i) => i % 5);
      const out = new Int32Array(64);
      const call = { n: 64, inputs: [hybridBytes([{ values }], width), Int32Array.of(0, 1, 3, 6, 10, 15)], outputs: [out], params: [width, -1], state };
      assert.equal(backend.run("parquet/codes", "int32", call), Status.ok);
      assert.deepEqual([...out], values);
      assert.equal(
        state[0],
        values.reduce((sum, value) => sum + value + 1, 0),
      );
    }
  });

  test(`${backend.isa}: differences come back as integers of 32 and 64 bits`, () => {
    for (const bits of [32, 64] as const) {
      const value = fc.oneof(fc.bigInt({ min: -50n, max: 50n }), fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }));
      fc.assert(
        fc.property(fc.array(value, { maxLength: 400 }), fc.nat(20), (values, cut) => {
          const out = bits === 32 ? new Int32Array(values.length) : new BigInt64Array(values.length);
          const bytes = differenceBytes(values, bits);
          const dtype = bits === 32 ? "uint32" : "uint64";
          assert.equal(backend.run("parquet/differences", dtype, { n: values.length, inputs: [alone([...bytes, 1, 2, 3])], outputs: [out], state }), Status.ok);
          assert.deepEqual([...out].map(BigInt), values);
          assert.equal(state[0], bytes.length);
          const status = backend.run("parquet/differences", dtype, { n: values.length, inputs: [bytes.slice(0, -1 - cut)], outputs: [out], state });
          assert.equal(status, Status.domain);
        }),
        { numRuns: 40 },
      );
    }
  });

  test(`${backend.isa}: texts with their lengths before them`, () => {
    fc.assert(
      fc.property(texts, (own) => {
        const bytes = plain(own);
        const offsets = new Int32Array(own.length + 1);
        const text = new Uint8Array(bytes.length - 4 * own.length);
        assert.equal(
          backend.run("parquet/plainTexts", "uint8", { n: own.length, inputs: [alone(bytes)], outputs: [offsets, text], params: [7], state }),
          Status.ok,
        );
        const sizes = own.map((one) => Buffer.byteLength(one));
        assert.deepEqual([...state], [text.length, 0, own.length === 0 ? 0 : Math.min(...sizes), Math.max(0, ...sizes)]);
        assert.equal(Buffer.from(text).toString(), own.join(""));
        assert.deepEqual(
          own.map((_, i) => Buffer.from(text.subarray(offsets[i]! - 7, offsets[i + 1]! - 7)).toString()),
          own,
        );
        if (own.length > 0)
          assert.equal(
            backend.run("parquet/plainTexts", "uint8", { n: own.length, inputs: [alone(bytes.subarray(0, -1))], outputs: [offsets, text], params: [0], state }),
            Status.domain,
          );
      }),
    );
  });

  test(`${backend.isa}: texts of a dictionary, short, long and all as long, with room behind them or without`, () => {
    const lists = [["a", "", "é"], ["id1", "id2", "id3"], ["0123456789abcdef", "b"], ["longer than sixteen bytes", "x"], [""]];
    for (const own of lists) {
      for (const slack of [0, 16]) {
        const codes = Int32Array.from({ length: 70 }, (_, i) => (i * 7) % own.length);
        const sizes = own.map((one) => Buffer.byteLength(one));
        const from = new Int32Array(own.length + 1);
        sizes.forEach((size, i) => {
          from[i + 1] = from[i]! + size;
        });
        const bytes = alone([...Buffer.from(own.join("")), ...new Uint8Array(slack)]);
        const wanted = [...codes].map((code) => own[code]!);
        const text = new Uint8Array(Buffer.byteLength(wanted.join("")) + slack);
        const offsets = new Int32Array(codes.length + 1);
        const params = [5, Math.min(...sizes), Math.max(...sizes)];
        const call = { n: codes.length, inputs: [codes, from, bytes], outputs: [offsets, text], params };
        assert.equal(backend.run("parquet/textsOf", "uint8", call), Status.ok);
        const found = wanted.map((_, i) => Buffer.from(text.subarray(offsets[i]! - 5, offsets[i + 1]! - 5)).toString());
        assert.deepEqual(found, wanted);
      }
    }
  });

  test(`${backend.isa}: levels become bits anywhere, and values go where they are`, () => {
    fc.assert(
      fc.property(runsOf(1), fc.nat(20), (runs, first) => {
        const levels = valuesOfRuns(runs);
        const bitmap = new Uint8Array(Math.ceil((first + levels.length) / 8));
        const n = levels.length;
        assert.equal(backend.run("parquet/levels", "uint8", { n, inputs: [hybridBytes(runs, 1)], outputs: [bitmap], params: [first], state }), Status.ok);
        assert.deepEqual(bitmap, bitsFromBytes(Uint8Array.from([...Array<number>(first).fill(0), ...levels]), first + n));
        const present = levels.filter((level) => level === 1).length;
        assert.equal(state[0], present);
        const values = Uint16Array.from({ length: n }, (_, i) => i + 1);
        assert.equal(backend.run("parquet/spread", "uint16", { n, inputs: [bitmap], outputs: [values], params: [first, present] }), Status.ok);
        let next = 0;
        assert.deepEqual(
          [...values],
          levels.map((level) => (level === 1 ? ++next : 0)),
        );
        const offsets = Int32Array.from({ length: n + 1 }, (_, i) => 3 * i);
        assert.equal(backend.run("parquet/spreadOffsets", "int32", { n, inputs: [bitmap], outputs: [offsets], params: [first, present] }), Status.ok);
        next = 0;
        assert.deepEqual([...offsets], [0, ...levels.map((level) => (next += 3 * level))]);
      }),
      { numRuns: 40 },
    );
  });

  test(`${backend.isa}: any bytes are decoded or refused`, () => {
    const outputs = [new Int32Array(200), new Uint8Array(400)];
    const inputs = [Int32Array.from({ length: 9 }, (_, i) => i)];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(199), fc.nat(34), (bytes, n, width) => {
        const run = (kernel: string, call: object) => {
          const status = backend.run(kernel, "uint32", { n, inputs: [alone(bytes)], outputs: [], params: [width, 3], state, ...call } as never);
          assert.ok(status === Status.ok || status === Status.domain, kernel);
        };
        run("parquet/lookUp", { inputs: [alone(bytes), Uint32Array.of(1, 2, 3)], outputs });
        run("parquet/codes", { inputs: [alone(bytes), ...inputs], outputs });
        run("parquet/differences", { outputs });
        run("parquet/plainTexts", { outputs: [new Int32Array(n + 1), outputs[1]] });
        run("parquet/levels", { outputs: [new Uint8Array(30)], n: Math.min(n, 240 - 34) });
        run("parquet/joinBytes", { outputs });
      }),
      { numRuns: 500 },
    );
  });
}
