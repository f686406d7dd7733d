/** When a zone's clocks were set, and to what: Intl knows only the offset at a moment, so changes are searched for. */
export interface ZoneTable {
  /** Seconds since 1970 (UTC) from which each offset holds; the first is −∞. */
  readonly starts: Float64Array;
  /** Seconds that clocks are ahead of UTC. */
  readonly offsets: Int32Array;
}

const day = 86400;
/** The calendar repeats itself after so many seconds, and with it the rules of zones. */
export const cycleSeconds = 146097 * day;
/** Before the first zones, in 1800, local time holds; from the year 2500 on, what held 400 years before. */
const first = Date.UTC(1800, 0, 1) / 1000;
const usualEnd = Date.UTC(2100, 0, 1) / 1000;
export const lastEnd = usualEnd + cycleSeconds;
/** No zone has changed its clocks and back in less than this; before 1900 they changed once or twice. */
const stepSeconds = 14 * day;
const earlyStepSeconds = 120 * day;
const early = Date.UTC(1900, 0, 1) / 1000;

const tables = new Map<string, ZoneTable>();

/** The offsets of a zone up to the year 2100, or 2500 if `far`. */
export function zoneTable(zone: string, far: boolean): ZoneTable {
  const key = `${zone} ${far}`;
  let table = tables.get(key);
  if (table === undefined) tables.set(key, (table = search(zone, far ? lastEnd : usualEnd)));
  return table;
}

/** Moments from here on need the far table. */
export const farSeconds = usualEnd - 2 * day;

function search(zone: string, end: number): ZoneTable {
  const offsetAt = intlOffset(zone);
  const starts = [-Infinity];
  const offsets = [offsetAt(first)];
  for (let at = first, next = at; at < end; at = next) {
    next = at + (at < early ? earlyStepSeconds : stepSeconds);
    let before = offsets[offsets.length - 1]!;
    // Two changes within one step are found one after the other.
    for (let from = at; offsetAt(next) !== before; ) {
      let [low, high] = [from, next];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle) === before) low = middle;
        else high = middle;
      }
      before = offsetAt(high);
      starts.push(high);
      offsets.push(before);
      from = high;
    }
  }
  return { starts: Float64Array.from(starts), offsets: Int32Array.from(offsets) };
}

/** The offset of a zone at a moment, asked of Intl: what its clock shows less what that of UTC does. */
function intlOffset(zone: string): (seconds: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (seconds) => {
    const part: { [type: string]: number } = {};
    for (const { type, value } of format.formatToParts(seconds * 1000)) part[type] = Number(value);
    return Date.UTC(part["year"]!, part["month"]! - 1, part["day"], part["hour"], part["minute"], part["second"]) / 1000 - seconds;
  };
}
