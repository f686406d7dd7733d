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
export function callOf(target: Target, name: string, { encoded, inputs, uses, locals }: CallArguments, pure: boolean | string): Expr {
  const literal = new Uint8Array(encoded.byteLength);
  encoded.write(literal);
  const id = typeof pure === "string" ? pure : pure ? contentOf(target, literal, inputs, uses) : uniqueId();
  const node = call(inputs, { name, id, target, literal, uses });
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

const builtIns: { readonly [name in "get" | "call" | "same"]: Target } = {
  get: { callee: { builtIn: "get" }, captures: false },
  call: { callee: { builtIn: "call" }, captures: false },
  same: { callee: { builtIn: "same" }, captures: false },
};

export function builtInCall(builtIn: "get" | "call" | "same", name: string, args: readonly unknown[], { pure = false, traverse = true } = {}): Expr {
  return callOf(builtIns[builtIn], name, readArguments(name, args, traverse), pure);
}

/** A property of a value, once for all who want it. */
export function getItem(collection: object, value: Expr, name: string | number): Expr {
  return callOf(builtIns.get, `get ${name}`, readArguments("get", [collection, name], true), tokenize("get", value.token, name));
}
