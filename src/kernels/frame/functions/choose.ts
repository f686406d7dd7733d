import type { Column } from "../../../chunk/column.ts";
import { bitmapBytes } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { textWriter } from "../../../chunk/text.ts";
import { bitsOf, flagsOf, hasBit, validOver } from "../bitmap.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { unifyDictionaries } from "../dictionaries.ts";
import { elementwise } from "../elementwise.ts";

function presence(present: 0 | 1): ColumnKernel {
  return ({ length, args }) => {
    const [x] = args as [Column];
    const valid = validOver(x, length);
    const values = flagsOf(valid, length);
    if (present === 0) for (let row = 0; row < length; row++) values[row]! ^= 1;
    return { type: "bool", length, values };
  };
}

/** A row of the first column where a flag is set, of the second elsewhere. */
function choose({ backend, length }: ColumnCall, flags: Uint8Array, yes: Column, no: Column): Column {
  const valid = chooseValid(flags, validOver(yes, length), validOver(no, length), length);
  const { type } = yes;
  if (yes.offsets !== undefined) return { ...chooseText(flags, yes, no, length), valid };
  const [dictionary, [first, second]] = type === "category" ? unifyDictionaries([yes, no]) : [undefined, [yes, no]];
  const dtype = columnTypeOf(type).storage;
  const inputs = [flags, first!.values, second!.values];
  return { type, length, values: elementwise(backend, { kernel: "where", dtype, result: dtype, inputs }, length), dictionary, valid };
}

function chooseValid(flags: Uint8Array, yes: Uint8Array | undefined, no: Uint8Array | undefined, length: number): Uint8Array | undefined {
  if (yes === undefined && no === undefined) return undefined;
  const chosen = bitsOf(flags, length);
  const out = new Uint8Array(bitmapBytes(length));
  for (let i = 0; i < out.length; i++) out[i] = (chosen[i]! & (yes?.[i] ?? 255)) | (~chosen[i]! & (no?.[i] ?? 255));
  return out;
}

function chooseText(flags: Uint8Array, yes: Column, no: Column, length: number): Column {
  const writer = textWriter(length);
  const [yesBytes, noBytes] = [yes.values as Uint8Array, no.values as Uint8Array];
  const [yesStep, noStep] = [yes.length === length ? 1 : 0, no.length === length ? 1 : 0];
  for (let row = 0; row < length; row++) {
    if (flags[row] !== 0) writer.addBytes(yesBytes, yes.offsets![row * yesStep]!, yes.offsets![row * yesStep + 1]!);
    else writer.addBytes(noBytes, no.offsets![row * noStep]!, no.offsets![row * noStep + 1]!);
  }
  return writer.column();
}

/** Where a condition is known and true. */
function trueFlags(condition: Column, length: number): Uint8Array {
  const step = condition.length === length ? 1 : 0;
  const values = condition.values as Uint8Array;
  const valid = validOver(condition, length);
  if (step === 1 && valid === undefined) return values;
  const flags = new Uint8Array(length);
  for (let row = 0; row < length; row++) flags[row] = values[row * step]! & (valid === undefined || hasBit(valid, row) ? 1 : 0);
  return flags;
}

export const choice = {
  isna: presence(0),
  notna: presence(1),
  coalesce(call) {
    const { length, args, type } = call;
    let chosen = args[args.length - 1]!;
    for (let i = args.length - 2; i >= 0; i--) {
      const valid = validOver(args[i]!, length);
      if (valid === undefined) chosen = args[i]!;
      else chosen = choose(call, flagsOf(valid, length), args[i]!, chosen);
    }
    return { ...chosen, type };
  },
  when(call) {
    const { length, args } = call;
    let chosen = args[args.length - 1]!;
    for (let i = args.length - 3; i >= 0; i -= 2) chosen = choose(call, trueFlags(args[i]!, length), args[i + 1]!, chosen);
    return chosen;
  },
} satisfies { readonly [name: string]: ColumnKernel };
