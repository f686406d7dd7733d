import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf } from "../../src/chunk/chunk.ts";
import type { DType, TypedArray } from "../../src/chunk/dtype.ts";
import { PCG64 } from "../../src/random/pcg64.ts";
import { type AxisChunks, chunkNumber, invariantBlock, type Streams, streamParams } from "../../src/random/streams.ts";
import { readGolden } from "../golden/decode.ts";
import { backends, drawChunk, sha256, wordsOf64 } from "./draw.ts";

interface DrawCase {
  readonly call: "draw" | "invariant";
  readonly name: string;
  readonly dtype: DType;
  readonly seed: number;
  readonly args: readonly string[];
  readonly n: number;
  readonly sha256: string;
}
const golden = readGolden<DrawCase>("streams").cases;
const first = { index: 0, chunksBefore: 0 };
const whole = (shape: readonly number[]) => ({ origin: shape.map(() => 0), shape });
const distributions = ["random", "standard_normal", "standard_exponential"] as const;
/** With integers that take pieces of a draw, halves of which nearly every second is drawn again, and whole ones. */
const draws: readonly (readonly [string, DType, readonly string[]])[] = [
  ...distributions.flatMap((name) => (["float64", "float32"] as const).map((dtype) => [name, dtype, []] as const)),
  ["integers", "uint8", ["0", "99"]],
  ["integers", "uint32", ["0", String(2 ** 31 + 7)]],
  ["integers", "int64", ["0", String(2 ** 40)]],
];

function paramsOf(
  streams: Streams | "sequential",
  seed: number,
  shape: readonly number[],
  chunks: readonly AxisChunks[] = shape,
  args: readonly string[] = [],
) {
  return { ...streamParams(PCG64(seed), streams, first, shape, chunks), arguments: wordsOf64(...args) };
}

for (const backend of backends) {
  test(`draws are NumPy's on ${backend.isa}`, () => {
    for (const { name, dtype, seed, args, n, sha256: expected } of golden.filter(({ call }) => call === "draw")) {
      const values = drawChunk(backend, name, dtype, paramsOf("sequential", seed, [n], [n], args), whole([n]));
      assert.equal(sha256(values), expected, `${name} ${dtype} ${seed} ${args}`);
    }
  });

  test(`invariant streams are blocks of jumped generators on ${backend.isa}`, () => {
    for (const { name, dtype, seed, args, n, sha256: expected } of golden.filter(({ call }) => call === "invariant")) {
      const values = drawChunk(backend, name, dtype, paramsOf("invariant", seed, [n], [n], args), whole([n]));
      assert.equal(sha256(values), expected, `${name} ${dtype}`);
    }
  });

  test(`tiles of any size make the same draws on ${backend.isa}`, () => {
    for (const [name, dtype, args] of draws) {
      for (const streams of ["sequential", "invariant"] as const) {
        const params = paramsOf(streams, 5, [3000], [3000], args);
        const expected = drawChunk(backend, name, dtype, params, whole([3000]), 3000);
        for (const tile of [1, 7, 255, 256, 257, 512, 1000, 1024]) {
          assert.deepEqual(drawChunk(backend, name, dtype, params, whole([3000]), tile), expected, `${name} ${dtype} ${args} ${streams} ${tile}`);
        }
      }
    }
  });

  test(`invariant arrays do not change with their chunks on ${backend.isa}`, () => {
    for (const shape of [[3000], [40, 100], [7, 1500], [5, 3, 700], [2, 512, 3]]) {
      for (const [name, dtype, args] of draws) {
        const params = paramsOf("invariant", 11, shape, shape, args);
        const all = drawChunk(backend, name, dtype, params, whole(shape));
        for (const place of somePlaces(shape)) {
          for (const tile of [100, 4096]) {
            const chunk = drawChunk(backend, name, dtype, params, place, tile);
            assert.deepEqual(chunk, cut(all, shape, place), `${name} ${dtype} ${args} ${shape} ${place.origin} ${place.shape} ${tile}`);
          }
        }
      }
    }
  });
}

for (const backend of backends) {
  test(`narrow columns are cut from their blocks wherever these end on ${backend.isa}`, () => {
    // Rows longer than a block: shorter ones have it made whole.
    const shape = [4000, 613];
    for (const [name, dtype, args] of draws) {
      const params = paramsOf("invariant", 21, shape, shape, args);
      const all = drawChunk(backend, name, dtype, params, whole(shape));
      for (const [column, width] of [
        [0, 1],
        [17, 1],
        [300, 7],
        [612, 1],
      ] as const) {
        const place = { origin: [0, column], shape: [4000, width] };
        const chunk = drawChunk(backend, name, dtype, params, place, 1024);
        assert.ok(Buffer.from(chunk.buffer).equals(Buffer.from(cut(all, shape, place).buffer)), `${name} ${dtype} ${args} ${column} ${width}`);
      }
    }
  });
}

test("every backend draws the same million", () => {
  for (const name of distributions) {
    const params = paramsOf("sequential", 99, [1_000_003]);
    const hashes = backends.map((backend) => sha256(drawChunk(backend, name, "float64", params, whole([1_000_003]))));
    for (const hash of hashes) assert.equal(hash, hashes[0], name);
  }
});

test("draws have the moments of their distributions", () => {
  const moments = { random: [1 / 2, 1 / 12], standard_normal: [0, 1], standard_exponential: [1, 1] };
  const n = 400_000;
  for (const name of distributions) {
    const [mean, variance] = moments[name] as [number, number];
    const values = drawChunk(backends.at(-1)!, name, "float64", paramsOf("invariant", 1, [n]), whole([n])) as Float64Array;
    const found = values.reduce((sum, x) => sum + x, 0) / n;
    const spread = values.reduce((sum, x) => sum + (x - found) ** 2, 0) / n;
    assert.ok(Math.abs(found - mean) < 5 * Math.sqrt(variance / n), `${name}: mean ${found}`);
    assert.ok(Math.abs(spread - variance) < 0.02, `${name}: variance ${spread}`);
  }
});

test("spawned chunks continue the count of chunks that came before", () => {
  const shape = [6];
  const [backend] = backends;
  const chunk = (origin: number, chunksBefore: number) => {
    const params = streamParams(PCG64(1), "spawned", { index: chunksBefore ? 1 : 0, chunksBefore }, shape, [2]);
    return [...drawChunk(backend!, "standard_normal", "float64", { ...params }, { origin: [origin], shape: [2] })];
  };
  assert.deepEqual(chunk(0, 0), [-0.6403185283986665, 0.39277271540066333]);
  assert.deepEqual(chunk(4, 0), chunk(0, 2));
  assert.notDeepEqual(chunk(0, 0), chunk(2, 0));
});

test("jumped chunks are as many jumps on as their number", () => {
  const params = streamParams(PCG64(1), "jumped", first, [2, 6], [1, 3]);
  const chunk = drawChunk(backends[0]!, "standard_normal", "float64", { ...params }, { origin: [0, 3], shape: [1, 3] });
  assert.deepEqual([...chunk], [1.2336239148551291, 0.4279361642408519, -1.9044763711105557]);
});

test("a later array of a generator has other draws, from a seed of its own", () => {
  const draw = (index: number, seed: Parameters<typeof PCG64>[0]) =>
    drawChunk(backends[0]!, "random", "float64", { ...streamParams(PCG64(seed), "invariant", { index, chunksBefore: 0 }, [9], [9]) }, whole([9]));
  assert.notDeepEqual(draw(1, 5), draw(0, 5));
  assert.deepEqual(draw(2, 5), draw(0, PCG64(5).seedSequence.child(2)));
});

test("chunks are numbered in C order", () => {
  assert.equal(chunkNumber([10, 10], [4, [3, 3, 4]], [4, 6]), 1 * 3 + 2);
  assert.equal(chunkNumber([10], [[0, 4, 0, 6]], [4]), 3);
  assert.equal(chunkNumber([], [], []), 0);
});

test("a block has as many elements as the kernels think", () => {
  const draw = (n: number, streams: "sequential" | "invariant") => drawChunk(backends[0]!, "random", "float64", paramsOf(streams, 8, [n]), whole([n]));
  const invariant = draw(invariantBlock + 1, "invariant");
  const plain = draw(invariantBlock + 1, "sequential");
  assert.deepEqual(invariant.subarray(0, invariantBlock), plain.subarray(0, invariantBlock));
  assert.notEqual(invariant[invariantBlock], plain[invariantBlock]);
});

/** Chunks of many kinds: corners, single rows and columns, the middle. */
function somePlaces(shape: readonly number[]) {
  const fractions = [
    [0, 1],
    [0.3, 0.7],
    [0.5, 0.51],
    [0, 0.1],
    [0.9, 1],
  ];
  return fractions.map(([from, to], i) => {
    const origin = shape.map((extent, axis) => Math.floor(extent * ((axis + i) % 2 ? from! : 0)));
    return { origin, shape: shape.map((extent, axis) => Math.max(1, Math.ceil(extent * ((axis + i) % 2 ? to! : 1)) - origin[axis]!)) };
  });
}

/** The elements of a chunk of an array, C order. */
function cut(all: TypedArray, shape: readonly number[], place: { readonly origin: readonly number[]; readonly shape: readonly number[] }): TypedArray {
  const out = all.slice(0, sizeOf(place.shape));
  for (let i = 0; i < out.length; i++) {
    let [rest, at, stride] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (place.origin[axis]! + (rest % place.shape[axis]!)) * stride;
      rest = Math.floor(rest / place.shape[axis]!);
      stride *= shape[axis]!;
    }
    out[i] = all[at]!;
  }
  return out;
}
