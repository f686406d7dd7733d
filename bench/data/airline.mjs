// Flights as the ASA's "Airline on-time performance" files have them, 1987 to 2008: 29 columns, NA where times are missing, a few tail numbers in latin-1. The same bytes for the
// same arguments on every machine: `node bench/data/airline.mjs <file> [<megabytes> = 100] [<first year> = 1987] [<last year> = 2008] [<seed> = 1]`.
import { closeSync, openSync, realpathSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const airlineColumns =
  "Year,Month,DayofMonth,DayOfWeek,DepTime,CRSDepTime,ArrTime,CRSArrTime,UniqueCarrier,FlightNum,TailNum,ActualElapsedTime,CRSElapsedTime,AirTime,ArrDelay,DepDelay,Origin,Dest,Distance,TaxiIn,TaxiOut,Cancelled,CancellationCode,Diverted,CarrierDelay,WeatherDelay,NASDelay,SecurityDelay,LateAircraftDelay";

const carriers = [
  "UA",
  "AA",
  "DL",
  "WN",
  "US",
  "NW",
  "CO",
  "TW",
  "HP",
  "AS",
  "OO",
  "MQ",
  "EV",
  "XE",
  "FL",
  "B6",
  "YV",
  "9E",
  "OH",
  "F9",
  "AQ",
  "HA",
  "PI",
  "PA (1)",
  "EA",
  "ML (1)",
  "PS",
  "TZ",
  "DH",
];
const airports =
  "ATL ORD DFW LAX DEN PHX IAH LAS DTW SFO MSP EWR SLC MCO STL BOS CLT LGA SEA PHL CVG BWI SAN PIT DCA CLE MIA TPA MEM PDX MDW OAK JFK SJC SMF MCI BNA FLL SNA IAD HOU RDU ABQ AUS MSY SAT IND CMH ONT DAL BUR HNL RNO PBI BDL JAX OMA TUS RSW ELP SDF BUF MKE BHM OKC TUL ROC BOI ORF LIT SJU PVD GEG ANC SYR DAY RIC OGG COS ALB GRR CHS GSO SAV HSV MAF LBB AMA ICT SHV XNA DSM MSN BTR JAN LEX".split(
    " ",
  );
const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const bytesOf = (text) => Uint8Array.from(Buffer.from(text, "latin1"));
const na = bytesOf("NA");

/** A random generator of 32 bits: G. Marsaglia's xorshift (2003). */
function generator(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Writes a file of about so many bytes, whole records, and says how many there are. */
export function writeAirline({ path, bytes, from = 1987, to = 2008, seed = 1 }) {
  const next = generator(seed);
  const below = (limit) => (next() >>> 8) % limit;
  // Routes and planes are few, so their text is there already.
  const routes = Array.from({ length: 3000 }, () => {
    const origin = Math.floor((below(airports.length) * below(airports.length)) / airports.length);
    const dest = (origin + 1 + below(airports.length - 1)) % airports.length;
    const distance = 70 + below(2500);
    return { text: bytesOf(`${airports[origin]},${airports[dest]},${distance}`), minutes: 30 + Math.round(distance / 7.5) };
  });
  const planes = Array.from({ length: 4000 }, (_, i) =>
    bytesOf(i % 997 === 5 ? `N${i}\xc4\xe9` : `N${100 + (i % 900)}${"ABCDEFGHJK"[i % 10]}${"UANWSK"[i % 6]}`),
  );
  const airlines = carriers.map(bytesOf);
  const records = Math.max(1, Math.round(bytes / 99.6));
  const dates = (to - from + 1) * 365;

  const file = openSync(path, "w");
  const buffer = Buffer.alloc(1 << 20);
  let at = buffer.write(`${airlineColumns}\n`, "latin1");
  let written = 0;
  let count = 0;
  const text = (part) => {
    for (let i = 0; i < part.length; i++) buffer[at++] = part[i];
    buffer[at++] = 44;
  };
  const number = (value) => {
    let rest = value;
    if (rest < 0) {
      buffer[at++] = 45;
      rest = -rest;
    }
    let end = at + (rest < 10 ? 1 : rest < 100 ? 2 : rest < 1000 ? 3 : rest < 10000 ? 4 : 5);
    const after = end;
    do {
      const tens = (rest / 10) | 0;
      buffer[--end] = 48 + rest - 10 * tens;
      rest = tens;
    } while (rest > 0);
    at = after;
    buffer[at++] = 44;
  };
  const clock = (minutes) => {
    const within = ((minutes % 1440) + 1440) % 1440;
    number(100 * ((within / 60) | 0) + (within % 60));
  };
  const flush = () => {
    for (let done = 0; done < at; ) done += writeSync(file, buffer, done, at - done);
    written += at;
    at = 0;
  };

  for (let day = 0; written + at < bytes; day++) {
    // As many flights a day as fill the years evenly; the last day takes what is left.
    const date = day < dates ? day : dates - 1;
    const year = from + ((date / 365) | 0);
    let dayOfMonth = date % 365;
    let month = 0;
    while (dayOfMonth >= days[month]) dayOfMonth -= days[month++];
    const weekday = (date % 7) + 1;
    const flights = Math.ceil((records * (date + 1)) / dates) - Math.ceil((records * date) / dates) || 1;
    const modern = year >= 1995;
    const causes = year >= 2004;
    for (let flight = 0; flight < flights && written + at < bytes; flight++) {
      const bits = next();
      const route = routes[bits % routes.length];
      const cancelled = (bits >>> 12) % 53 === 0;
      const diverted = !cancelled && (bits >>> 12) % 499 === 7;
      const planned = 360 + below(1020);
      const luck = next();
      const late = (luck & 3) === 0 ? ((luck >>> 2) & 63) - 6 + ((luck >>> 9) % 17 === 0 ? (luck >>> 14) % 300 : 0) : ((luck >>> 2) % 13) - 6;
      const gain = ((luck >>> 20) & 31) - 18;
      const taxiIn = 2 + ((luck >>> 7) & 7);
      const taxiOut = 6 + ((luck >>> 11) & 15);
      const took = route.minutes + gain;
      const arrived = !cancelled && !diverted;
      number(year);
      number(month + 1);
      number(dayOfMonth + 1);
      number(weekday);
      if (cancelled) text(na);
      else clock(planned + late);
      clock(planned);
      if (arrived) clock(planned + late + took);
      else text(na);
      clock(planned + route.minutes);
      text(airlines[(bits >>> 3) % (flight & 1 ? 8 : airlines.length)]);
      number(1 + ((bits >>> 16) % 7800));
      text(modern && !(cancelled && (bits & 8) !== 0) ? planes[(bits >>> 5) % planes.length] : na);
      if (arrived) number(took);
      else text(na);
      if ((bits >>> 9) % 4001 === 3) text(na);
      else number(route.minutes);
      if (arrived && modern) number(took - taxiIn - taxiOut);
      else text(na);
      if (arrived) number(late + gain);
      else text(na);
      if (cancelled) text(na);
      else number(late);
      text(route.text);
      if (!modern) text(na);
      else number(arrived ? taxiIn : 0);
      if (!modern) text(na);
      else number(cancelled ? 0 : taxiOut);
      number(cancelled ? 1 : 0);
      // Only from 2003 on is there a reason.
      if (!cancelled || !causes) text(year >= 2003 ? [] : na);
      else {
        buffer[at++] = 65 + (bits % 3);
        buffer[at++] = 44;
      }
      number(diverted ? 1 : 0);
      if (!causes || !arrived) for (let i = 0; i < 5; i++) text(na);
      else if (late + gain < 15) for (let i = 0; i < 5; i++) number(0);
      else {
        const all = late + gain;
        const part = (luck >>> 3) % (all + 1);
        number(part);
        number((luck & 15) === 1 ? all - part : 0);
        number((luck & 15) === 1 ? 0 : all - part);
        number(0);
        number(0);
      }
      buffer[at - 1] = 10;
      count++;
      if (at > buffer.length - 512) flush();
    }
  }
  flush();
  closeSync(file);
  return { records: count, bytes: written };
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [path, megabytes = "100", from = "1987", to = "2008", seed = "1"] = process.argv.slice(2);
  if (path === undefined) throw new Error("usage: node bench/data/airline.mjs <file> [<megabytes>] [<first year>] [<last year>] [<seed>]");
  const { records, bytes } = writeAirline({ path, bytes: Number(megabytes) * 1e6, from: Number(from), to: Number(to), seed: Number(seed) });
  console.log(`${path}: ${records} records, ${bytes} bytes`);
}
