import type { Batch, Column } from "../../../chunk/column.ts";
import type { Aggregate } from "../../../ops/frame/aggregations.ts";
import type { Backend } from "../../kernel.ts";
import type { Recorded } from "./aggregator.ts";
import { gradualAggregatorOf } from "./aggregators.ts";
import { presentGroups, RecordLayout, recordReader } from "./records.ts";

/** Aggregations of one walk over rows. */
export interface Recording {
  start(groups: number): Records;
}

export interface Records {
  /** Adds rows `[from, to)` of a batch, whose groups are told; `from` is a multiple of 8. */
  add(codes: Int32Array, batch: number, from: number, to: number): void;
  /** The groups that have rows; nothing if all have. */
  present(): Int32Array | undefined;
  /** The states of these groups, or of all, of one aggregation after the other. */
  states(groups: Int32Array | undefined): Column[];
}

/** Where rows are counted only to tell which groups have any, that ends when all do. After so many rows a group it is looked for. */
const rowsBeforeLook = 12;

/** `columns[batch][aggregation][argument]`; nothing if one of them cannot be done so. */
export function recordingOf(
  backend: Backend,
  aggs: readonly Aggregate[],
  columns: readonly (readonly (readonly Column[])[])[],
  batches: readonly Batch[],
): Recording | undefined {
  const rows = batches.reduce((sum, { length }) => sum + length, 0);
  const layout = new RecordLayout();
  const rowsWord = layout.word({ what: "rows", args: [] }, []);
  const all: { recorded: Recorded; words: readonly number[] }[] = [];
  for (const [i, { agg, args }] of aggs.entries()) {
    const own = args.map((_, arg) => columns.map((ofBatch) => ofBatch[i]![arg]!));
    const recorded = gradualAggregatorOf(agg).recorded?.({ backend, rows, columns: own });
    if (recorded === undefined) return undefined;
    const words = recorded.steps.map((step) =>
      layout.word(
        step,
        step.args.map((arg) => own[arg]!),
      ),
    );
    all.push({ recorded, words });
  }
  const isCounted = all.some(({ words }) => words.includes(rowsWord));
  return {
    start(groups) {
      const records = layout.fresh(backend, groups);
      const present = () => presentGroups(backend, records, layout.words, rowsWord);
      let without: number | undefined;
      let rowsSoFar = 0;
      let nextLook = rowsBeforeLook * groups;
      return {
        add(codes, batch, from, to) {
          layout.add(backend, records, codes, batch, [from, to], without);
          rowsSoFar += to - from;
          if (isCounted || without !== undefined || rowsSoFar < nextLook) return;
          if (present() === undefined) without = rowsWord;
          nextLook = 4 * rowsSoFar;
        },
        present,
        states: (chosen) => all.flatMap(({ recorded, words }) => recorded.states(recordReader(backend, records, layout.words, chosen, words))),
      };
    },
  };
}
