import type { ColumnExpr } from "./column-expr.ts";
import type { JoinColumn } from "./join-params.ts";

export type AsofDirection = "backward" | "forward" | "nearest";

export type AsofParams = {
  /** Numbers or times of one type, in order on both sides. */
  readonly leftOn: ColumnExpr;
  readonly rightOn: ColumnExpr;
  /** Keys that must be equal besides; null meets nothing. */
  readonly leftBy: readonly ColumnExpr[];
  readonly rightBy: readonly ColumnExpr[];
  readonly columns: readonly JoinColumn[];
  readonly direction: AsofDirection;
  /** How far apart the two may be: in the type of the keys, ticks of times. */
  readonly tolerance: number | bigint | undefined;
  /** Whether equal keys meet. */
  readonly exact: boolean;
};
