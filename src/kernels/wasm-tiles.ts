import { sizeOf } from "../chunk/chunk.ts";
import { dtypes, type TypedArray } from "../chunk/dtype.ts";
import { gather, isDense } from "./dense.ts";
import { type Operand, Status, type TileCall, type TileProgram } from "./kernel.ts";
import { constantWords, headerWords, inputWords, instructionWords, newFrame, writeFrame } from "./tile-frame.ts";
import type { Machine } from "./wasm-machine.ts";

/**
 * Elements that are in WebAssembly's memory at a time: enough to be worth a call, few enough to stay in the cache. A row that is longer is cut after a
 * multiple of this, which is one of every tile's length.
 */
const panelElements = 65536;
/** An operand that is neither dense nor larger than this is copied as it lies. A larger one is gathered panel by panel. */
const residentBytes = 2 ** 23;

/** Bytes of native/program.hpp's Buffer. */
const bufferBytes = 16;

/** What has to be known of a program's words here: native/program.cpp reads all of them. */
interface Layout {
  readonly row: number;
  /** For each output, whether it is a reduction's: such a one is not written element by element of the domain. */
  readonly sinks: readonly boolean[];
}

function layoutOf(words: Float64Array): Layout {
  const [, row, , directRow, inputs, registers, outputs, constants, instructions] = words as unknown as number[];
  const sinks = new Array<boolean>(outputs!).fill(false);
  const first = headerWords + inputWords * inputs! + outputs! + constantWords * constants!;
  for (let i = 0; i < instructions!; i++) {
    const [, kind, , , , , , dest] = words.subarray(first + instructionWords * i) as unknown as number[];
    if (kind === 1) sinks[dest! - inputs! - registers!] = true;
  }
  return { row: Math.max(row!, directRow!), sinks };
}

/** A tile program in WebAssembly: operands and outputs go in and out panel by panel, reductions and state stay for the whole call. */
export function wasmTiles(machine: Machine, words: Float64Array): TileProgram {
  const { row, sinks } = layoutOf(words);
  const frame = newFrame();

  return {
    run(call) {
      const { start, n, domain, inputs, outputs, state, stop } = call;
      const { exports, memory } = machine;
      const ways = inputs.map((input) => wayOf(input, domain, n));
      // Never more than there is to do, whatever the rows.
      const panel = Math.min(n, panelElements);

      const layout = memory.layout();
      const wordsAt = layout.add(words.byteLength);
      const inputsAt = ways.map((way, i) => layout.add((way.kind === "resident" ? way.length : panel) * itemsize(inputs[i]!.data)));
      const outputsAt = outputs.map((output, i) => layout.add(sinks[i] ? output.byteLength : panel * itemsize(output)));
      const stateAt = layout.add(state.byteLength);
      const buffersAt = layout.add(bufferBytes * (inputs.length + outputs.length));
      const frameAt = layout.add(frameBytes(call));
      layout.reserve("a tile program");

      memory.copyIn(words, wordsAt);
      if (start > 0) memory.copyIn(state, stateAt);
      outputs.forEach((output, i) => {
        if (sinks[i]) memory.copyIn(output, outputsAt[i]!);
      });
      ways.forEach((way, i) => {
        if (way.kind === "resident") memory.copyIn(inputs[i]!.data.subarray(way.first, way.first + way.length), inputsAt[i]!);
      });

      let status: Status = Status.ok;
      for (let at = start; status === Status.ok && (at < start + n || at === start); ) {
        if (stop !== undefined && Atomics.load(stop, 0) !== 0) return Status.stopped;
        const count = Math.min(panelLength(at, row), start + n - at);
        const placed = inputs.map((input, i) => placeInput(input, ways[i]!, at, count, inputsAt[i]!));
        writeBuffers(placed, at);
        writeFrame(frame, { ...call, start: at, n: count, inputs: placed });
        memory.copyIn(frame.words.subarray(0, frame.length), frameAt);
        status = exports.runTiles(wordsAt, words.length, frameAt, frame.length, buffersAt, inputs.length + outputs.length, stateAt, state.byteLength);
        outputs.forEach((output, i) => {
          if (!sinks[i]) memory.copyOut(outputsAt[i]!, output.subarray(at, at + count));
        });
        at += count;
        if (count === 0) break;
      }
      outputs.forEach((output, i) => {
        if (sinks[i]) memory.copyOut(outputsAt[i]!, output);
      });
      memory.copyOut(stateAt, state);
      return status;

      /** The addresses and bytes of all buffers. Of an output only the panel is there, but program.cpp counts from its first element on. */
      function writeBuffers(placed: readonly Operand[], at: number): void {
        const table = new DataView(new ArrayBuffer(bufferBytes * (inputs.length + outputs.length)));
        const put = (index: number, address: number, byteLength: number) => {
          table.setInt32(bufferBytes * index, address, true);
          table.setBigInt64(bufferBytes * index + 8, BigInt(byteLength), true);
        };
        for (const [i, { data }] of placed.entries()) put(i, inputsAt[i]!, data.byteLength);
        for (const [i, output] of outputs.entries()) put(inputs.length + i, outputsAt[i]! - (sinks[i] ? 0 : at * itemsize(output)), output.byteLength);
        memory.copyIn(new Uint8Array(table.buffer), buffersAt);
      }
    },
  };

  /** Brings the panel of an input in, and says how it lies there. */
  function placeInput(input: Operand, way: Way, at: number, count: number, address: number): Operand {
    const { memory } = machine;
    if (way.kind === "resident") return { ...input, data: memory.view(input.dtype, address, way.length), offset: input.offset - way.first };
    const data = memory.view(input.dtype, address, count);
    if (way.kind === "dense") memory.copyIn(input.data.subarray(input.offset + at, input.offset + at + count), address);
    else gather(way.operand, at, count, data);
    return { dtype: input.dtype, data, offset: -at, shape: way.operand.shape, strides: way.strides };
  }
}

/** How an operand comes into memory. */
type Way =
  | { readonly kind: "resident"; readonly first: number; readonly length: number }
  | { readonly kind: "dense" | "gathered"; readonly operand: Operand; readonly strides: readonly number[] };

function wayOf(operand: Operand, domain: readonly number[], n: number): Way {
  if (n === 0) return { kind: "resident", first: 0, length: 0 };
  const skipped = domain.length - operand.shape.length;
  const strides = domain.map((extent, axis) => (extent === 1 || axis < skipped || operand.shape[axis - skipped] === 1 ? 0 : operand.strides[axis - skipped]!));
  const whole = { ...operand, shape: domain, strides };
  const c = domain.map((_, axis) => sizeOf(domain.slice(axis + 1)));
  if (isDense(whole)) return { kind: "dense", operand: whole, strides: c };
  let [first, last] = [operand.offset, operand.offset];
  for (const [axis, stride] of strides.entries()) {
    if (stride < 0) first += stride * (domain[axis]! - 1);
    else last += stride * (domain[axis]! - 1);
  }
  const length = last - first + 1;
  if (length * dtypes[operand.dtype].itemsize <= residentBytes) return { kind: "resident", first, length };
  return { kind: "gathered", operand: whole, strides: c };
}

/** Elements of the panel that starts at `at`: up to the end of a row where rows are short, whole blocks of one otherwise. */
function panelLength(at: number, row: number): number {
  if (row === 0) return panelElements;
  const rest = row - (at % row);
  if (row <= panelElements) return rest + Math.floor((panelElements - rest) / row) * row;
  return Math.min(panelElements, rest);
}

function itemsize(array: TypedArray): number {
  return array.BYTES_PER_ELEMENT;
}

function frameBytes({ domain, inputs, params }: TileCall): number {
  return 8 * (4 + domain.length + inputs.length * (1 + domain.length) + params.reduce((sum, { length }) => sum + 2 + length, 0));
}
