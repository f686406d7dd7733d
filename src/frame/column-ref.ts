import { inspect } from "node:util";
import type { ColumnType } from "../chunk/column-type.ts";
import type { Schema } from "../expr/meta.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { printExpr } from "../ops/frame/print-expr.ts";
import { fieldOf } from "../ops/frame/schema.ts";
import { printed } from "../util/printed.ts";
import type { ColumnRef as RefType } from "./frame-type.ts";
import { columnKey } from "./operand.ts";
import { type Scope, scopeKey } from "./scope.ts";

class Ref {
  readonly [columnKey]: ColumnExpr;
  readonly [scopeKey]: Scope | undefined;
  constructor(expr: ColumnExpr, scope?: Scope) {
    this[columnKey] = expr;
    this[scopeKey] = scope;
  }
  get type(): ColumnType {
    return this[columnKey].type;
  }
  toString(): string {
    return printExpr(this[columnKey]);
  }
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError(`column: JavaScript has no operators of columns, like ${this}; use methods: c.x.add(1), c.x.gt(1), c.x.eq(1)`);
  }
  [inspect.custom](): string {
    return `Column<${this.type}> ${this.toString()}`;
  }
}
printed(Ref.prototype);

export type ColumnRef<T extends ColumnType> = RefType<T>;
/** `wrap.ts` puts the methods on it. */
export const ColumnRef = Ref as unknown as {
  new <T extends ColumnType>(expr: ColumnExpr, scope?: Scope): ColumnRef<T>;
  readonly prototype: object;
};

/** The columns of a frame by name, for callbacks. One that does not exist is a `ColumnError`. `made` are those that stand for columns which come to be. */
export function columnsOf(
  schema: Schema,
  operation: string,
  scope?: Scope,
  made?: ReadonlyMap<string, ColumnExpr>,
): { readonly [name: string]: ColumnRef<ColumnType> } {
  return new Proxy(Object.create(null) as { [name: string]: ColumnRef<ColumnType> }, {
    get(_, name) {
      if (typeof name === "symbol") return undefined;
      if ((name === "toString" || name === "toJSON") && !schema.some((field) => field.name === name))
        return () => `columns ${schema.map((field) => field.name).join(", ")}`;
      const { type } = fieldOf(schema, name, operation);
      return new ColumnRef(made?.get(name) ?? { column: name, type }, scope);
    },
    has: (_, name) => typeof name === "string" && schema.some((field) => field.name === name),
    ownKeys: () => schema.map(({ name }) => name),
    getOwnPropertyDescriptor: (_, name) =>
      schema.some((field) => field.name === name) ? { enumerable: true, configurable: true, value: undefined } : undefined,
  });
}
