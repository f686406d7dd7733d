import type { Expr } from "../../expr/expr.ts";
import { readCsv } from "../../ops/frame/read-csv.ts";
import { withCompression } from "../compression/codecs.ts";
import { findData } from "../files/find-data.ts";
import type { PathPattern } from "../files/paths.ts";
import { checkOptions, type ReadCsvOptions } from "./options.ts";
import { planScan } from "./plan.ts";
import "./kernels.ts";

const endings = withCompression(".csv");

/** The frame in CSV files: those that paths, patterns and folders name. Only their heads and samples are read now; tasks read their parts when they run. */
export function readCsvExpr(paths: PathPattern | readonly PathPattern[], options: ReadCsvOptions = {}): Expr {
  const checked = checkOptions(options);
  return readCsv(planScan(findData(paths, endings), checked));
}
