import { type Batch, type Column, sliceColumn } from "../../../chunk/column.ts";
import type { Aggregate } from "../../../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { gradualAggregatorOf } from "../aggregate/aggregators.ts";
import { type Recording, recordingOf } from "../aggregate/recording.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import { groupsOf, type KeyedGroups } from "../group/keyed-groups.ts";
import { placesOf } from "../group/places.ts";
import { concatBatches } from "../rows/concat.ts";
import { numberedRows } from "../sort/sort-rows.ts";

interface Params {
  readonly names: readonly string[];
  readonly keys: readonly ColumnExpr[];
  readonly aggs: readonly Aggregate[];
  readonly dropNull: boolean;
  /** Groups of several partitions meet: a key may come several times. */
  readonly meets: boolean;
}

/** `names, keys, aggs, dropNull, meets`: for each group of rows its keys, then the state of each aggregation; of several batches groups may come several times. */
export const partial: BatchKernel = {
  run({ backend, step, args: batches }) {
    const params = step.params as unknown as Params;
    const keys = batches.map((batch) => params.keys.map((key) => evaluate(backend, key, batch, params.names)));
    const inPlaces = groupsInPlaces(backend, batches, keys, params);
    if (inPlaces !== undefined) return inPlaces;
    return concatBatches(
      backend,
      batches.map((batch, i) => groupsOfBatch(backend, batch, keys[i]!, params)),
    );
  },
};

function argsOf(backend: Backend, batch: Batch, { aggs, names }: Params): Column[][] {
  return aggs.map(({ args }) => args.map((arg) => evaluate(backend, arg, batch, names)));
}

/** So many rows are given to groups at a time: what tells their groups stays in cache. */
const panel = 2 ** 15;

/** Groups of all batches together, whose keys have few possible values. */
function groupsInPlaces(backend: Backend, batches: readonly Batch[], keys: readonly (readonly Column[])[], params: Params): Batch | undefined {
  if (params.keys.length === 0 || !canRecord(params)) return undefined;
  const places = placesOf(backend, keys, params.dropNull);
  if (places === undefined) return undefined;
  const columns = batches.map((batch) => argsOf(backend, batch, params));
  const recording = recordingOf(backend, params.aggs, columns, batches);
  if (recording === undefined) return undefined;
  const records = recording.start(places.count);
  const codes = room("int32", Math.min(panel, Math.max(...batches.map(({ length }) => length))));
  for (const [i, { length }] of batches.entries()) {
    for (let from = 0; from < length; from += panel) {
      const to = Math.min(length, from + panel);
      const own = codes.subarray(0, to - from);
      places.of(i, from, to, own);
      records.add(own, i, from, to);
    }
  }
  const present = records.present();
  return { length: present?.length ?? places.count, columns: [...places.keys(present), ...records.states(present)] };
}

const canRecord = ({ aggs }: Params) => aggs.every(({ agg }) => gradualAggregatorOf(agg).recorded !== undefined);

function groupsOfBatch(backend: Backend, batch: Batch, keys: readonly Column[], params: Params): Batch {
  const groups = (params.meets ? eachRow(backend, keys) : undefined) ?? groupsOf(backend, keys, params.dropNull);
  const columns = argsOf(backend, batch, params);
  const states = recordedStates(backend, batch, groups, columns, params) ?? statesByOne(backend, batch, groups, columns, params);
  return { length: groups.count, columns: [...groups.keys, ...states] };
}

/** So many rows of a group make it worth putting its states together and taking them apart again. */
const leastRows = 2;

function recordedStates(
  backend: Backend,
  batch: Batch,
  { codes, count }: KeyedGroups,
  columns: readonly (readonly Column[])[],
  params: Params,
): Column[] | undefined {
  if (codes === undefined || params.aggs.length < 2 || batch.length < leastRows * count || !canRecord(params)) return undefined;
  const recording: Recording | undefined = recordingOf(backend, params.aggs, [columns], [batch]);
  const records = recording?.start(count);
  records?.add(codes, 0, 0, batch.length);
  return records?.states(undefined);
}

function statesByOne(
  backend: Backend,
  { length: rows }: Batch,
  { codes, count }: KeyedGroups,
  columns: readonly (readonly Column[])[],
  { aggs }: Params,
): Column[] {
  return aggs.flatMap(({ agg, params }, i) => gradualAggregatorOf(agg).partial({ backend, rows, codes, count, params, columns: columns[i]! }));
}

/** So many rows tell whether keys repeat. */
const sampleRows = 2 ** 16;
/** Where fewer of them than this are alike, rows are not grouped before they have met those of other partitions: it would take long and leave nearly as many. */
const leastRepeated = 1 / 16;

/** The rows as groups of their own, if they nearly are. */
function eachRow(backend: Backend, keys: readonly Column[]): KeyedGroups | undefined {
  const rows = keys[0]?.length ?? 0;
  if (rows < 4 * sampleRows || keys.some(({ valid }) => valid !== undefined)) return undefined;
  const { count } = groupRows(
    backend,
    keys.map((key) => sliceColumn(key, 0, sampleRows)),
    { dropNull: false },
  );
  return count < (1 - leastRepeated) * sampleRows ? undefined : { codes: numberedRows(backend, rows), count: rows, keys };
}
