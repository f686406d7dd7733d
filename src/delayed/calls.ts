import { randomBytes } from "node:crypto";
import type { Expr } from "../expr/expr.ts";
import { tokenize } from "../expr/token.ts";
import { call, type Target } from "../ops/value/call.ts";
import type { Use } from "../ops/value/given.ts";
import { type CallArguments, readArguments } from "./call-arguments.ts";

/** What calls get whose results need not be equal: numbers of this process. */
const ours = randomBytes(6).toString("hex");
let count = 0;

export function uniqueId(): string {
  return (count++).toString(16).padStart(8, "0") + ours;
}

/** A call of a target; of a pure one, equal calls get equal keys. Or it is told what tells it apart. */
export function callOf(target: Target, { encoded, inputs, uses, locals }: CallArguments, pure: boolean | string, key?: string): Expr {
  const literal = new Uint8Array(encoded.byteLength);
  encoded.write(literal);
  const id = typeof pure === "string" ? pure : pure ? contentOf(target, literal, inputs, uses) : uniqueId();
  const node = call(inputs, { key, id, target, literal, uses });
  return locals.length === 0 ? node : { ...node, held: locals };
}

function contentOf({ callee }: Target, literal: Uint8Array, inputs: readonly Expr[], uses: readonly Use[]): string {
  return tokenize(
    callee,
    literal,
    inputs.map(({ token }) => token),
    uses,
  );
}

/** What is called that is not a function of the user's; by name, so that calls share their programs. */
const builtIns = new Map<string, Target>();

export function builtInTarget(builtIn: "get" | "call" | "same", name: string): Target {
  const known = builtIns.get(`${builtIn} ${name}`);
  if (known !== undefined) return known;
  const target: Target = { name, callee: { builtIn }, captures: false };
  if (builtIns.size < 1000) builtIns.set(`${builtIn} ${name}`, target);
  return target;
}

/** A property of a value, once for all who want it. */
export function getItem(collection: object, value: Expr, name: string | number): Expr {
  return callOf(builtInTarget("get", `get ${name}`), readArguments("get", [collection, name], true), tokenize("get", value.token, name));
}
