/** A function that a module exports: workers import the module. */
export interface ModuleFunction {
  readonly kind: "module function";
  readonly module: string;
  readonly name: string;
}

/**
 * The function that a module exports, for tasks: `fromModule(import.meta.url, "find")`. Workers import the module themselves, so it may use anything around it.
 */
export function fromModule(module: string, name: string): ModuleFunction {
  return { kind: "module function", module, name };
}

export function isModuleFunction(value: unknown): value is ModuleFunction {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "module function";
}
