import type { Aggregations } from "./aggregation-methods.ts";
import type { Columns, NoColumns } from "./columns-type.ts";
import type { ExplodeMethods } from "./list-methods.ts";
import type { FrameKind } from "./made-type.ts";
import type { ReshapeMethods } from "./reshape-methods.ts";
import type { StatisticsMethods } from "./statistics-methods.ts";
import type { ValueMethods } from "./value-methods.ts";

/** What frames do as a whole, column by column. */
export interface WholeFrameMethods<F extends FrameKind, S extends Columns, Condition>
  extends Aggregations<F, S, NoColumns>,
    ValueMethods<F, S, Condition>,
    StatisticsMethods<F, S>,
    ReshapeMethods<F, S>,
    ExplodeMethods<F, S> {}
