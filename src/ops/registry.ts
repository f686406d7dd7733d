import { alongOps } from "./array/along.ts";
import { alongAxisOps } from "./array/along-axis.ts";
import { assignOps } from "./array/assign.ts";
import { creationOps } from "./array/creation.ts";
import { diagonalOps } from "./array/diagonal.ts";
import { editOps } from "./array/edit.ts";
import { elementwiseAliases, elementwiseOps, pairOps } from "./array/elementwise.ts";
import { gradientOps } from "./array/gradient.ts";
import { histogramOps } from "./array/histograms.ts";
import { joinOps } from "./array/join.ts";
import { mapOps } from "./array/map.ts";
import { moreProductOps } from "./array/more-products.ts";
import { orderOps } from "./array/order.ts";
import { overlapOps } from "./array/overlap.ts";
import { padOps } from "./array/pad.ts";
import { positionOps } from "./array/positions.ts";
import { productOps } from "./array/products.ts";
import { realOps } from "./array/reals.ts";
import { reductionOps } from "./array/reductions.ts";
import { scanOps } from "./array/scan.ts";
import { searchOps } from "./array/search.ts";
import { selectOps } from "./array/select.ts";
import { setOps } from "./array/sets.ts";
import { shapeOps } from "./array/shape.ts";
import { spacedOps } from "./array/spaced.ts";
import { statisticsOps } from "./array/statistics.ts";
import { togetherOps } from "./array/together.ts";
import { uniqueOps } from "./array/unique.ts";
import { windowOps } from "./array/windows.ts";

/** All tables as one type. Spread into one, they would lose what is written above their entries: the tooltips of methods and functions. */
export type ArrayOps = Pick<typeof elementwiseOps, Exclude<keyof typeof elementwiseOps, keyof typeof selectOps>> &
  typeof pairOps &
  typeof reductionOps &
  typeof scanOps &
  typeof orderOps &
  typeof shapeOps &
  typeof joinOps &
  typeof selectOps &
  typeof assignOps &
  typeof alongOps &
  typeof alongAxisOps &
  typeof editOps &
  typeof gradientOps &
  typeof histogramOps &
  typeof moreProductOps &
  typeof positionOps &
  typeof realOps &
  typeof setOps &
  typeof spacedOps &
  typeof statisticsOps &
  typeof togetherOps &
  typeof searchOps &
  typeof uniqueOps &
  typeof productOps &
  typeof diagonalOps &
  typeof mapOps &
  typeof overlapOps &
  typeof windowOps &
  typeof padOps &
  typeof creationOps;

/** Every operation on arrays, by the name users write. Methods, functions, docs, tests and benches come from here. */
export const arrayOps: ArrayOps = {
  ...elementwiseOps,
  ...pairOps,
  ...reductionOps,
  ...scanOps,
  ...orderOps,
  ...shapeOps,
  ...joinOps,
  ...selectOps,
  ...assignOps,
  ...alongOps,
  ...alongAxisOps,
  ...editOps,
  ...gradientOps,
  ...histogramOps,
  ...moreProductOps,
  ...positionOps,
  ...realOps,
  ...setOps,
  ...spacedOps,
  ...statisticsOps,
  ...togetherOps,
  ...searchOps,
  ...uniqueOps,
  ...productOps,
  ...diagonalOps,
  ...mapOps,
  ...overlapOps,
  ...windowOps,
  ...padOps,
  ...creationOps,
};

/** Other names for them: `sub` is `subtract`; what NumPy and Dask write in one word is one word here too. */
export const arrayAliases: ReadonlyMap<string, string> = new Map([
  ...elementwiseAliases,
  ["amin", "min"],
  ["amax", "max"],
  ["asanyarray", "asarray"],
  ["fromfunction", "fromFunction"],
]);
