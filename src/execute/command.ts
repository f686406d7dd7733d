import type { Block } from "../chunk/chunk.ts";
import { sizeOf } from "../chunk/chunk.ts";
import { type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { Program } from "../graph/program.ts";
import type { Place, Read } from "../graph/task.ts";
import type { Operand } from "../kernels/kernel.ts";
import type { Allocate } from "../kernels/run.ts";
import type { ChunksAtHand, TaskCall } from "./executor.ts";
import type { Reader, Writer } from "./words.ts";
import { dtypeOfRegister, mustTellShapes, operandOf, roomFor, type Work } from "./work.ts";

// A command is one task as numbers: its program (by number, and where its bytes are), literal, places, reads, results, scratch memory.
// While it runs, a worker that asks for memory writes how much it needs for each result that grows over the command, and is answered with a buffer and an offset for each.
// The words that a worker writes back come first in the slot: the outcome, then the shapes of the results, if they were asked for.

/** What became of a command. */
export const CommandStatus = { finished: 0, failed: 1, stopped: 2 } as const;

/** Where a program's bytes are. */
export interface StoredProgram {
  readonly number: number;
  /** The number of the buffer. */
  readonly buffer: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** Whether other tasks have it too, so that a worker should keep it. */
  readonly shared: boolean;
}

/** The number of a buffer, made known to the workers. */
export type NumberBuffer = (buffer: SharedArrayBuffer) => number;

export function writeCommand(out: Writer, call: TaskCall, program: StoredProgram, chunks: ChunksAtHand, bufferNumber: NumberBuffer): void {
  const { node, task, scratch } = call;
  const { places, reads, results } = task;
  out.put(program.number);
  out.put(program.shared ? 1 : 0);
  out.put(program.buffer);
  out.put(program.byteOffset);
  out.put(program.byteLength);
  out.putBytes(task.literal);
  out.put(places.length);
  for (let i = 0; i < places.length; i++) {
    out.putShape(places[i]!.shape);
    out.putAll(places[i]!.origin);
  }
  out.put(reads.length);
  for (let i = 0; i < reads.length; i++) putRead(out, reads[i]!, chunks, bufferNumber);
  const tellsShapes = mustTellShapes(call);
  out.put(tellsShapes ? 1 : 0);
  out.put(results.length);
  for (let i = 0; i < results.length; i++) {
    const block = chunks.roomFor(node, i);
    out.put(block === undefined ? noBuffer : bufferNumber(block.buffer));
    out.put(block === undefined ? 0 : block.byteOffset);
    out.put(block === undefined ? 0 : block.byteLength);
    if (tellsShapes) out.putShape(results[i]!.shape);
  }
  out.put(scratch ? scratch.byteLength : 0);
  if (scratch) putBlock(out, scratch, bufferNumber);
}

/** Where a result grows. */
const noBuffer = -1;

function putBlock(out: Writer, block: Block, bufferNumber: NumberBuffer): void {
  out.put(bufferNumber(block.buffer));
  out.put(block.byteOffset);
}

function putRead(out: Writer, read: Read, chunks: ChunksAtHand, bufferNumber: NumberBuffer): void {
  putBlock(out, chunks.blockOf(read), bufferNumber);
  out.putShape(chunks.shapeOf(read));
  const { view } = read;
  out.put(view ? 1 : 0);
  if (!view) return;
  out.put(view.offset);
  out.putShape(view.shape);
  out.putAll(view.strides);
}

/** What a worker needs to make sense of a command's numbers. */
export interface CommandContext {
  buffer(number: number): SharedArrayBuffer;
  /** A program that it knows; else it takes it from its bytes, and keeps it if that is said. */
  known(number: number): Program | undefined;
  program(number: number, keep: boolean, bytes: Uint8Array): Program;
  readonly stop: Int32Array;
  readonly allocate: Allocate;
}

export function readCommand(words: Reader, context: CommandContext): Work {
  const programNumber = words.next();
  const shared = words.next() === 1;
  const programBuffer = words.next();
  const programOffset = words.next();
  const programBytes = words.next();
  const program =
    context.known(programNumber) ?? context.program(programNumber, shared, new Uint8Array(context.buffer(programBuffer), programOffset, programBytes));
  const literal = words.bytes();
  const places: Place[] = new Array(words.next());
  for (let i = 0; i < places.length; i++) {
    const shape = words.shape();
    places[i] = { shape, origin: words.take(shape.length) };
  }
  const inputs: Operand[] = new Array(words.next());
  for (let i = 0; i < inputs.length; i++) inputs[i] = readOperand(words, context, program, i);
  const tellsShapes = words.next() === 1;
  const outputs: (TypedArray | undefined)[] = new Array(words.next());
  const shapes: (number | undefined)[][] = [];
  for (let i = 0; i < outputs.length; i++) {
    const buffer = words.next();
    const byteOffset = words.next();
    const byteLength = words.next();
    outputs[i] = buffer === noBuffer ? undefined : roomFor(dtypeOfRegister(program, program.outputs[i]!), context.buffer(buffer), byteOffset, byteLength);
    if (tellsShapes) shapes.push(words.shape().map((extent) => (extent < 0 ? undefined : extent)));
  }
  const scratchBytes = words.next();
  const scratch = scratchBytes > 0 ? new Uint8Array(context.buffer(words.next()), words.next(), scratchBytes) : undefined;
  return { program, literal, places, inputs, outputs, tellsShapes, shapes, scratch, stop: context.stop, allocate: context.allocate };
}

function readOperand(words: Reader, context: CommandContext, program: Program, input: number): Operand {
  const dtype = program.inputs[input]!;
  const buffer = context.buffer(words.next());
  const byteOffset = words.next();
  const shape = words.shape();
  const data = viewOf(dtype, buffer, byteOffset, sizeOf(shape));
  if (words.next() === 0) return operandOf(dtype, data, shape, undefined);
  const offset = words.next();
  const viewShape = words.shape();
  return operandOf(dtype, data, shape, { offset, shape: viewShape, strides: words.take(viewShape.length) });
}
