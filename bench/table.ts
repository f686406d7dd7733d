import type { Comparison, Outcome } from "./compare.ts";

const columns = ["bench", "ours", "rate", "peak", "peer", "theirs", "ratio", "median", "CPU", "floor", ""] as const;

/** One line for each peer of each bench. */
export function rowsOf(outcome: Outcome): readonly (readonly string[])[] {
  const { peakBytes, peakLimit } = outcome;
  const peak = peakBytes === undefined ? "" : `${Math.round(peakBytes / 1e6)}${peakLimit === undefined ? "" : `/${Math.round(peakLimit / 1e6)}`} MB`;
  const tooMuch = peakBytes !== undefined && peakLimit !== undefined && peakBytes > peakLimit ? " too much memory" : "";
  const own = [outcome.name, time(outcome.seconds), outcome.perUnit, peak];
  if (outcome.comparisons.length === 0) return [[...own, "", "", "", "", "", "", tooMuch.trim() || (peakLimit === undefined ? "" : "ok")]];
  return outcome.comparisons.map((comparison, i) => [...(i === 0 ? own : ["", "", "", ""]), ...cells(comparison, i === 0 ? tooMuch : "")]);
}

function cells(comparison: Comparison, tooMuch: string): readonly string[] {
  const { peer, skipped, seconds, ratio, medianRatio, cpuRatio, floor, holds, disagrees } = comparison;
  if (skipped !== undefined) return [peer, "", "", "", "", "", skipped + tooMuch];
  const verdict = holds === undefined ? "" : holds ? "ok" : "below the floor";
  return [
    peer,
    time(seconds!),
    factor(ratio!),
    factor(medianRatio!),
    factor(cpuRatio!),
    floor === undefined ? "" : factor(floor),
    verdict + tooMuch + (disagrees ? ` results differ: ${disagrees}` : ""),
  ];
}

const factor = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;
const time = (seconds: number) =>
  seconds >= 1 ? `${seconds.toFixed(2)} s` : seconds >= 1e-3 ? `${(seconds * 1e3).toFixed(1)} ms` : `${(seconds * 1e6).toFixed(0)} µs`;

const widths = [46, 10, 14, 12, 28, 10, 8, 8, 8, 7, 0];

/** The head of the table, and its lines as they come. */
export const header = (): string => line(columns);
export const line = (cellsOfRow: readonly string[]): string =>
  cellsOfRow
    .map((cell, i) => ([1, 5, 6, 7, 8, 9].includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
    .join("  ")
    .trimEnd();
