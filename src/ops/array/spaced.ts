import type { DType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { castTo } from "../define/elementwise.ts";
import { func } from "../define/entry.ts";
import { type CreateOptions, creationOps } from "./creation.ts";
import { on } from "./on-elements.ts";

interface SpacedOptions extends CreateOptions {
  readonly endpoint?: boolean;
}

const as = (x: Expr, dtype: DType | undefined) => (dtype === undefined ? x : castTo(x, dtype));
const line = (start: number, stop: number, num: number, { dtype: _, ...options }: SpacedOptions) =>
  creationOps.linspace.apply(start, stop, num, options) as Expr;

function logspace(start: number, stop: number, num = 50, { base = 10, ...options }: SpacedOptions & { readonly base?: number } = {}): Expr {
  return as(on("power", base, line(start, stop, num, options)), options.dtype);
}

function geomspace(start: number, stop: number, num = 50, options: SpacedOptions = {}): Expr {
  const sign = Math.sign(start);
  if (!(Number.isFinite(start) && Number.isFinite(stop)) || sign === 0 || sign !== Math.sign(stop))
    throw new RangeError(`geomspace: from ${start} to ${stop}: both must be numbers of one sign, and not 0`);
  const { endpoint = true } = options;
  const raised = on("power", 10, line(Math.log10(Math.abs(start)), Math.log10(Math.abs(stop)), num, options));
  // The ends are what was asked for, not what the power rounds to.
  const at = creationOps.arange.apply(num, { ...(options.chunks !== undefined && { chunks: options.chunks }) });
  const from = on("where", on("equal", at, 0), Math.abs(start), raised);
  const found = endpoint && num > 1 ? on("where", on("equal", at, num - 1), Math.abs(stop), from) : from;
  return as(sign < 0 ? on("negative", found) : found, options.dtype);
}

/** Values at distances that grow. */
export const spacedOps = {
  /** Powers of a base, evenly spaced in the exponent. NumPy's `logspace`. */
  logspace: func("spaced", logspace, "start stop num", "endpoint base dtype chunks"),
  /** Each value the same multiple of the one before. NumPy's `geomspace`. */
  geomspace: func("spaced", geomspace, "start stop num", "endpoint dtype chunks"),
  /** Ones on the diagonal of a square. NumPy's `identity`. */
  identity: func(
    "identity",
    (n: number, dtype?: DType, options: CreateOptions = {}) => creationOps.eye.apply(n, n, 0, { ...options, ...(dtype !== undefined && { dtype }) }),
    "n dtype",
    "chunks",
  ),
};
