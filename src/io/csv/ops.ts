import type { Expr } from "../../expr/expr.ts";
import { readCsv } from "../../ops/frame/read-csv.ts";
import { checkOptions, type ReadCsvOptions } from "./options.ts";
import { planScan } from "./plan.ts";
import "./scan.ts";

/** The frame in CSV files. Only their heads and samples are read now; tasks read their parts when they run. */
export function readCsvExpr(paths: readonly string[], options: ReadCsvOptions = {}): Expr {
  return readCsv(planScan(paths, checkOptions(options)));
}
