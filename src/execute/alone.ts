import type { KernelStep } from "../graph/program.ts";
import { decodeValue } from "../io/values/decode.ts";
import { type Encoded, encodeValue } from "../io/values/encode.ts";
import type { Shapes } from "../kernels/run.ts";
import { throwIfStopped } from "../kernels/stopped.ts";
import { aloneSteps } from "../ops/define/alone-steps.ts";
import type { CallStep } from "../ops/value/call.ts";
import { DTypeError } from "../util/errors.ts";
import { loadBeside } from "../util/load-module.ts";
import { must } from "../util/must.ts";
import { type Callable, compile } from "./compile.ts";
import { functionOf, isThenable } from "./function.ts";
import { handOver } from "./hand-over.ts";
import type { Work } from "./work.ts";

const converters = () => loadBeside<typeof import("./value-converters.ts")>(import.meta.url, "./value-converters");

/** Runs a task whose program is one step of JavaScript on whole inputs. A promise only where there is something to wait for. */
export function performAlone(work: Work): Shapes | Promise<Shapes> {
  throwIfStopped(work.stop);
  const step = work.program.steps[0] as KernelStep;
  if (step.kernel === aloneSteps.call) return callStep(work, step.params as unknown as CallStep);
  const value = decodeValue(bytesOf(work, 0));
  return step.kernel === aloneSteps.array ? converters().storeArray(work, step, value) : converters().storeFrame(work, step, value);
}

function bytesOf({ inputs }: Work, input: number): Uint8Array {
  const { data, offset, shape } = inputs[input]!;
  return (data as Uint8Array).subarray(offset, offset + shape[0]!);
}

function callStep(work: Work, { callee, captures, given }: CallStep): Shapes | Promise<Shapes> {
  const values: unknown[] = [];
  if (typeof given === "number") for (let input = 0; input < given; input++) values.push(decodeValue(bytesOf(work, input)));
  else values.push(...handOver(work, given));
  const captured = captures ? (values[0] as { readonly [name: string]: unknown }) : undefined;
  must(work.literal !== undefined, "a call has no arguments, not even none");
  const args = decodeValue(work.literal, { reference: (index) => values[index], source: (text) => compile(text, undefined) }) as unknown[];
  const fn = "builtIn" in callee ? builtIns[callee.builtIn] : "source" in callee ? compile(callee.source, captured) : functionOf(callee);
  return fn instanceof Promise ? fn.then((loaded) => store(work, loaded(...args))) : store(work, fn(...args));
}

const builtIns: { readonly [name in "get" | "call" | "same"]: Callable } = {
  same: (value) => value,
  get: (value, property) => (value as { readonly [name: string]: unknown })[property as string],
  call(value, method, ...args) {
    const fn = (value as { readonly [name: string]: unknown } | null | undefined)?.[method as string];
    if (typeof fn !== "function") throw new TypeError(`${value === null ? "null" : typeof value} has no method ${String(method)}`);
    return fn.apply(value, args);
  },
};

function written(work: Work, made: unknown): Encoded {
  try {
    return encodeValue(made, { keepLocal: work.keepLocal });
  } catch (error) {
    if (error instanceof DTypeError) throw new DTypeError(`what the function gave: ${error.message}`, { cause: error });
    throw error;
  }
}

function store(work: Work, made: unknown): Shapes | Promise<Shapes> {
  if (isThenable(made))
    return Promise.resolve(made).then((settled) => {
      throwIfStopped(work.stop);
      return store(work, settled);
    });
  const encoded = written(work, made);
  const room = work.outputs[0] as Uint8Array | undefined;
  const shapes = [[encoded.byteLength]];
  if (room !== undefined && room.length >= encoded.byteLength) {
    encoded.write(room);
    return shapes;
  }
  const more = work.allocate([encoded.byteLength]);
  if (more instanceof Promise)
    return more.then(([granted]) => {
      encoded.write(granted!);
      return shapes;
    });
  encoded.write(more[0]!);
  return shapes;
}
