import type { DType } from "../chunk/dtype.ts";
import type { Builder, Expr, GridIndex } from "../expr/expr.ts";
import type { Program, Register, Step } from "../graph/program.ts";
import { must } from "../util/must.ts";
import { chunkShape, forEachRef, type Member, placeIn, type Reference, refKey } from "./member.ts";

/** The program of a variant: the members' steps one after the other. */
export function build(members: readonly Member[], flat: number, inside: ReadonlySet<string>, inputs: readonly DType[]): Program {
  const steps: Step[] = [];
  const made = new Map<string, readonly Register[]>();
  const outside = new Map<string, Register>();
  let places = 0;
  const push = (step: Step): Register => {
    steps.push(step);
    return inputs.length + steps.length - 1;
  };
  const builderFor = (member: Member): Builder => {
    const place = places;
    if (member.blockwise?.place !== undefined) places++;
    return { step: push, place: () => place };
  };
  const registerOf = (member: Member, ref: Reference, index: number): Register => {
    const input = member.node.inputs[ref.input]!;
    if (inside.has(input.token)) return made.get(input.token)![0]!;
    if (input.op.everywhere === true) {
      const known = made.get(input.token) ?? listOf(input.op.blockwise!(input).steps({ step: push, place: () => -1 }, [], []));
      made.set(input.token, known);
      return known[0]!;
    }
    const key = refKey(member, index, input, ref);
    const known = outside.get(key) ?? outside.size;
    outside.set(key, known);
    return known;
  };
  for (const member of members) {
    const at = placeIn(member, flat);
    const args: Register[] = [];
    forEachRef(member, flat, (ref, index) => args.push(registerOf(member, ref, index)));
    const builder = builderFor(member);
    const own = listOf(member.pieces === undefined ? member.blockwise!.steps(builder, args, at) : assemble(member, args, at, push));
    must(own.length === member.results, `${member.node.op.name} makes ${own.length} chunks a task, and not ${member.results}`);
    made.set(member.node.token, own);
  }
  const outputs = members.flatMap(({ keep, node }) => (keep ? made.get(node.token)!.map((register) => keepable(register, node, inputs.length, push)) : []));
  must(outside.size === inputs.length, "a program and its reads do not agree");
  return { inputs, steps, outputs };
}

function listOf(made: Register | readonly Register[]): readonly Register[] {
  return typeof made === "number" ? [made] : made;
}

/** What a task keeps is its own: an input that goes straight out is copied. */
function keepable(register: Register, node: Expr, inputs: number, push: (step: Step) => Register): Register {
  const { kind, dtype } = node.meta;
  return register < inputs ? push({ kernel: kind === "frame" ? "frame/same" : "copy", dtype, args: [register], result: dtype }) : register;
}

function assemble(member: Member, args: readonly Register[], at: GridIndex, push: (step: Step) => Register): Register {
  const { dtype } = member.node.meta;
  const parts = member.pieces!.parts(at);
  if (args.length === 1 && member.pieces!.fill === undefined) return args[0]!;
  const params = {
    starts: parts.map((part) => part.start),
    shape: chunkShape(member.node, at) as number[],
    ...(member.pieces!.fill !== undefined && { fill: member.pieces!.fill }),
  };
  return push({ kernel: "assemble", dtype, args, result: dtype, params });
}
