import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { type DFrame, dd } from "../../src/index.ts";

// A second opinion: DuckDB's answers to the same questions about random frames, where it means the same as pandas.

type Flight = {
  readonly id: bigint;
  readonly s: string | null;
  readonly i: bigint | null;
  readonly x: number | null;
  readonly b: boolean | null;
  readonly t: string | null;
};
type Columns = { id: "int64"; s: "utf8"; i: "int64"; x: "float64"; b: "bool"; t: "timestamp[ms]" };
const schema = { id: "int64", s: "utf8", i: "int64", x: "float64", b: "bool", t: "timestamp[ms]" } as const;

interface Question {
  /** Of tables `l` and `r`. Rows come in the order of the frame's if it has an ORDER BY, else in any. */
  readonly sql: string;
  readonly of: (l: DFrame<Columns>, r: DFrame<Columns>) => { toColumns(options: object): Promise<{ [name: string]: unknown[] }> };
}

const grouped = (keys: string) =>
  `SELECT ${keys}, count(x) n, count(*) rows_, coalesce(sum(i), 0)::BIGINT total, coalesce(sum(x), 0) sum_, avg(x) mean, min(x) lo, max(x) hi, stddev_samp(x) std_, var_samp(x) var_, median(x) middle,
  quantile_cont(x, 0.3) part, count(DISTINCT i) kinds, min(s) least, max(t) latest, coalesce(bool_or(b), false) any_, covar_samp(x, i) cov_, first(id) FILTER (x IS NOT NULL) AS f FROM (SELECT * FROM l ORDER BY id) l`;
const groupedBy = (frame: DFrame<Columns>, keys: string[], dropna: boolean) =>
  frame
    .assign({ s2: (c) => c.s, xid: (c) => c.id.where(c.x.notna()), i2: (c) => c.i.astype("float64") })
    .groupby(keys as never, { dropna })
    .agg((c) => ({
      n: c.x.count(),
      rows_: c.id.size(),
      total: c.i.sum(),
      sum_: c.x.sum(),
      mean: c.x.mean(),
      lo: c.x.min(),
      hi: c.x.max(),
      std_: c.x.std(),
      var_: c.x.var(),
      middle: c.x.median(),
      part: c.x.quantile(0.3),
      kinds: c.i.nunique(),
      least: c["s2"].min(),
      latest: c.t.max(),
      any_: c.b.any(),
      cov_: c.x.cov(c["i2"]),
      f: c["xid"].first(),
    }));
const all = "id, s, i, x, b, t";

/** Filters by their SQL. */
const conditions: { readonly [sql: string]: (c: Parameters<Extract<Parameters<DFrame<Columns>["filter"]>[0], (...args: never[]) => unknown>>[0]) => never } = {
  "x > 1 AND (b OR i = 2)": (c) => c.x.gt(1).and(c.b.or(c.i.eq(2))) as never,
  "NOT (x > 1) OR b": (c) => c.x.gt(1).not().or(c.b) as never,
  "NOT (b AND x <= i)": (c) => c.b.and(c.x.le(c.i)).not() as never,
  "s IN ('a', 'ä', '') OR s IS NULL": (c) => c.s.isin(["a", "ä", ""]).or(c.s.isna()) as never,
  "s BETWEEN 'a' AND 'b' AND s <> 'aa'": (c) => c.s.between("a", "b").and(c.s.ne("aa")) as never,
  "x BETWEEN -1 AND i": (c) => c.x.between(-1, c.i) as never,
  "coalesce(x, i, 0) < 0.5": (c) => c.x.fillna(c.i).fillna(0).lt(0.5) as never,
  "CASE WHEN b THEN x > 0 WHEN i > 0 THEN s = 'a' ELSE x IS NULL END": (c) =>
    dd.when(c.b).then(c.x.gt(0)).when(c.i.gt(0)).then(c.s.eq("a")).otherwise(c.x.isna()) as never,
  "t >= TIMESTAMP '2024-02-29' AND t < TIMESTAMP '2024-03-01'": (c) => c.t.ge("2024-02-29").and(c.t.lt("2024-03-01")) as never,
  "xor(b::INT, (x > 0)::INT) = 1": (c) => c.b.xor(c.x.gt(0)) as never,
};

const questions: { readonly [name: string]: readonly Question[] } = {
  groups: [
    { sql: `${grouped("s AS s")} WHERE s IS NOT NULL GROUP BY s ORDER BY s`, of: (l) => groupedBy(l, ["s"], true) },
    { sql: `${grouped("s AS s, b AS b")} GROUP BY s, b ORDER BY s NULLS LAST, b NULLS LAST`, of: (l) => groupedBy(l, ["s", "b"], false) },
    { sql: `${grouped("t AS t, i AS i")} WHERE t IS NOT NULL AND i IS NOT NULL GROUP BY t, i ORDER BY t, i`, of: (l) => groupedBy(l, ["t", "i"], true) },
  ],
  joins: [
    ...(["inner", "left", "right", "full outer"] as const).flatMap((kind): Question[] => [
      {
        sql: `SELECT l.id id_x, r.id id_y, ${kind === "right" ? "r.s" : "coalesce(l.s, r.s)"} s, l.x x, r.i i FROM l ${kind} JOIN r ON l.s = r.s`,
        of: (l, r) =>
          l
            .select("id", "s", "x")
            .merge(r.select("id", "s", "i"), { on: "s", how: kind === "full outer" ? "outer" : kind, maintainOrder: false })
            .select("id_x", "id_y", "s", "x", "i"),
      },
      {
        sql: `SELECT l.id id_x, r.id id_y FROM l ${kind} JOIN r ON l.s = r.s AND l.i = r.x AND l.b = r.b`,
        of: (l, r) => l.merge(r, { leftOn: ["s", "i", "b"], rightOn: ["s", "x", "b"], how: kind === "full outer" ? "outer" : kind }).select("id_x", "id_y"),
      },
    ]),
    { sql: `SELECT ${all} FROM l SEMI JOIN r ON l.s = r.s AND l.b = r.b`, of: (l, r) => l.merge(r, { on: ["s", "b"], how: "semi" }) },
    { sql: `SELECT ${all} FROM l ANTI JOIN r ON l.s = r.s`, of: (l, r) => l.merge(r, { on: "s", how: "anti" }) },
    { sql: "SELECT l.id id_x, r.id id_y FROM l, r", of: (l, r) => l.merge(r, { how: "cross" }).select("id_x", "id_y") },
  ],
  orders: [
    { sql: `SELECT ${all} FROM l ORDER BY x NULLS LAST, id`, of: (l) => l.sortValues("x") },
    { sql: `SELECT ${all} FROM l ORDER BY s DESC NULLS FIRST, id`, of: (l) => l.sortValues("s", { ascending: false, naPosition: "first" }) },
    {
      sql: `SELECT ${all} FROM l ORDER BY b NULLS LAST, s DESC NULLS LAST, i NULLS LAST, t DESC NULLS LAST, id`,
      of: (l) => l.sortValues(["b", "s", "i", "t"], { ascending: [true, false, true, false] }),
    },
    { sql: `SELECT ${all} FROM l ORDER BY x DESC NULLS LAST, id LIMIT 3`, of: (l) => l.nlargest(3, "x") },
    { sql: "SELECT s, count(*) count FROM l WHERE s IS NOT NULL GROUP BY s ORDER BY count DESC, s", of: (l) => l.col("s").valueCounts() },
    {
      sql: `SELECT ${all} FROM l QUALIFY row_number() OVER (PARTITION BY s, b ORDER BY id) = 1 ORDER BY id`,
      of: (l) => l.dropDuplicates({ subset: ["s", "b"] }),
    },
  ],
  filters: Object.entries(conditions).map(([sql, condition]) => ({ sql: `SELECT ${all} FROM l WHERE ${sql} ORDER BY id`, of: (l) => l.filter(condition) })),
  "functions of texts": [
    {
      sql: `SELECT upper(s) a, lower(s) b, length(s) c, strlen(s) d, substring(s, 2, 2) e, replace(s, 'a', 'xy') f, contains(s, 'b') g, starts_with(s, 'a') h, ends_with(s, 'a') i,
        trim(s, ' ') j, rpad(s, greatest(4, length(s))::INT, '*') k, repeat(s, 2) l, s || '-' || coalesce(s, '') m, strpos(s, 'b') - 1 n, regexp_matches(s, '^[a-b]+$') o,
        regexp_replace(s, '[ab]', '#', 'g') p, translate(s, 'ab', 'ba') q, CASE WHEN length(s) > 0 THEN s[-1] END r FROM l ORDER BY id`,
      of: (l) =>
        l.select((c) => ({
          a: c.s.str.upper(),
          b: c.s.str.lower(),
          c: c.s.str.len(),
          d: c.s.str.byteLen(),
          e: c.s.str.slice(1, 3),
          f: c.s.str.replace("a", "xy"),
          g: c.s.str.contains("b"),
          h: c.s.str.startswith("a"),
          i: c.s.str.endswith("a"),
          j: c.s.str.strip(" "),
          k: c.s.str.ljust(4, "*"),
          l: c.s.str.repeat(2),
          m: c.s.str.cat("-").str.cat(c.s.fillna("")),
          n: c.s.str.find("b"),
          o: c.s.str.contains("^[a-b]+$"),
          p: c.s.str.replace("[ab]", "#", { regex: true }),
          q: c.s.str.translate(["a", "b"], ["b", "a"]),
          r: c.s.str.get(-1),
        })),
    },
  ],
  "functions of times and numbers": [
    {
      sql: `SELECT year(t) a, month(t) b, day(t) c, dayofyear(t) d, isodow(t) e, week(t) f, quarter(t) g, hour(t) h, minute(t) i, second(t) j, epoch_ms(date_trunc('hour', t)) k,
        epoch_ms(date_trunc('month', t)) l, strftime(t, '%Y-%m-%d %H:%M:%S') m, dayname(t) n, monthname(t) o, isoyear(t) p, last_day(t) = t::DATE q, epoch_ms(t + INTERVAL 90 MINUTE) r,
        epoch_ms(t::DATE) u FROM l ORDER BY id`,
      of: (l) =>
        l.select((c) => ({
          a: c.t.dt.year,
          b: c.t.dt.month,
          c: c.t.dt.day,
          d: c.t.dt.dayofyear,
          e: c.t.dt.isoDay,
          f: c.t.dt.isoWeek,
          g: c.t.dt.quarter,
          h: c.t.dt.hour,
          i: c.t.dt.minute,
          j: c.t.dt.second,
          k: c.t.dt.floor("1h"),
          l: c.t.dt.floor("1MS"),
          m: c.t.dt.strftime("%Y-%m-%d %H:%M:%S"),
          n: c.t.dt.dayName(),
          o: c.t.dt.monthName(),
          p: c.t.dt.isoYear,
          q: c.t.dt.isMonthEnd,
          r: c.t.add(dd.lit("90min") as never),
          u: c.t.dt.normalize(),
        })),
    },
    {
      sql: `SELECT x + i a, x - i b, x * i c, CASE WHEN i <> 0 THEN x / i END d, abs(x) e, sign(x)::DOUBLE f, floor(x) g, ceil(x) h, round_even(x, 0) i, sqrt(abs(x)) j, exp(x) k,
        CASE WHEN x IS NOT NULL THEN greatest(least(x, 2), -1) END l_, i::DOUBLE n, x::INTEGER IS NULL o, trunc(x)::INTEGER p, x::VARCHAR IS NULL q, i::VARCHAR r, CASE WHEN i <> 0 THEN floor(id / i)::BIGINT END u FROM l ORDER BY id`,
      of: (l) =>
        l.select((c) => ({
          a: c.x.add(c.i),
          b: c.x.sub(c.i),
          c: c.x.mul(c.i),
          d: c.x.div(c.i.where(c.i.ne(0))),
          e: c.x.abs(),
          f: c.x.sign(),
          g: c.x.floor(),
          h: c.x.ceil(),
          i: c.x.round(),
          j: c.x.abs().sqrt(),
          k: c.x.exp(),
          l_: c.x.clip(-1, 2),
          n: c.i.astype("float64"),
          o: c.x.isna(),
          p: c.x.astype("int32"),
          q: c.x.astype("utf8").isna(),
          r: c.i.astype("utf8"),
          u: c.id.floordiv(c.i),
        })),
    },
  ],
};

const duckdb = await import("@duckdb/node-api").catch(() => undefined);
const flight = fc.record({
  s: fc.option(fc.constantFrom("", "a", "b", "ä", "aa", "abab", " a b ", "zebra", "ÅB", "€𝄞"), { freq: 5 }),
  i: fc.option(fc.bigInt({ min: -3n, max: 3n }), { freq: 5 }),
  x: fc.option(
    fc.integer({ min: -12, max: 12 }).map((n) => n / 4),
    { freq: 5 },
  ),
  b: fc.option(fc.boolean(), { freq: 5 }),
  t: fc.option(
    fc.constantFrom(
      "2024-02-29 23:59:59.999",
      "2024-02-29 00:00:00",
      "1969-12-31 12:30:15.5",
      "2021-01-03 06:07:08",
      "2024-12-30 01:00:00",
      "1900-03-01 11:59:59",
    ),
    {
      freq: 5,
    },
  ),
});
const flights = fc.array(flight, { maxLength: 40 }).map((rows) => rows.map((row, i): Flight => ({ id: BigInt(i), ...row })));
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 12) };

const frameOf = (rows: readonly Flight[], npartitions: number) =>
  dd.fromObjects<Columns>(
    rows.map((row) => ({ ...row, t: row.t === null ? null : new Date(`${row.t.replace(" ", "T")}Z`) })),
    { schema, npartitions },
  );
const literal = (value: unknown) => (value === null ? "NULL" : typeof value === "string" ? `'${value}'` : String(value));

for (const [name, asked] of Object.entries(questions))
  test(`DuckDB says the same of ${name} (${asked.length} questions)`, { skip: duckdb === undefined && "DuckDB is not installed" }, async () => {
    const connection = await (await duckdb!.DuckDBInstance.create()).connect();
    const setting = fc.record({ left: flights, right: flights.map((rows) => rows.slice(0, 12)), partitions: fc.integer({ min: 1, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(setting, async ({ left, right, partitions }) => {
        for (const [table, rows] of [
          ["l", left],
          ["r", right],
        ] as const) {
          await connection.run(`CREATE OR REPLACE TABLE ${table} (id BIGINT, s VARCHAR, i BIGINT, x DOUBLE, b BOOLEAN, t TIMESTAMP)`);
          if (rows.length > 0)
            await connection.run(
              `INSERT INTO ${table} VALUES ${rows.map((row) => `(${[row.id, row.s, row.i, row.x, row.b, row.t].map(literal).join()})`).join()}`,
            );
        }
        for (const { sql, of } of asked) {
          const reader = await connection.runAndReadAll(sql);
          const names = reader.columnNames();
          const expected = reader.getRowsJson().map((row) => row.map((value) => plain(value)));
          const columns = await of(frameOf(left, partitions), frameOf(right, Math.ceil(partitions / 2))).toColumns({ scheduler: "synchronous" });
          assert.deepEqual(Object.keys(columns), names);
          const actual = (Object.values(columns)[0] ?? []).map((_, row) => Object.values(columns).map((column) => plain(column[row])));
          if (!sql.includes("ORDER BY")) for (const rows of [actual, expected]) rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
          assert.deepEqual(actual, expected, sql);
        }
      }),
      runs,
    );
    connection.closeSync();
  });

const typesThere = {
  id: ["int64", "BIGINT"],
  small: ["int8", "TINYINT"],
  wide: ["int64", "BIGINT"],
  most: ["uint64", "UBIGINT"],
  x: ["float64", "DOUBLE"],
  y: ["float32", "FLOAT"],
  b: ["bool", "BOOLEAN"],
  s: ["utf8", "VARCHAR"],
  c: ["category", "VARCHAR"],
  d: ["date", "DATE"],
  t: ["timestamp[us]", "TIMESTAMP"],
} as const;

test("DuckDB reads the CSV and JSON lines that are written, and what it writes is read, every type and null", {
  skip: duckdb === undefined && "DuckDB is not installed",
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "duckdb-test-"));
  const connection = await (await duckdb!.DuckDBInstance.create()).connect();
  try {
    const words = ["plain", "", "a,b", 'say "hi"', "two\nlines", "r\r", "ä€𝄞", "NULLS", " x ", "'q'"];
    const rows = Array.from({ length: 40 }, (_, i) => {
      const [n, some] = [BigInt(i), <T>(value: T, at: number) => (i % at === 0 ? null : value)];
      const text = some(words[i % 10]!, 7);
      return {
        ...{
          id: n,
          small: some(i - 20, 5),
          wide: some(2n ** 62n - n, 3),
          most: some(2n ** 64n - 1n - n, 4),
          x: some((i / 7) * 10 ** (i - 20), 6),
          y: some(Math.fround(i / 7), 6),
        },
        // CSV has one word for nothing and for no text.
        ...{ b: some(i % 2 === 0, 3), s: text === "" ? "." : text, c: some(words[i % 3]! + i, 7), d: some(new Date(86_400_000 * (i * 997 - 20_000)), 5) },
        t: some(n * 1_234_567_890_123n - 10n ** 13n, 5),
      };
    });
    const schema = Object.fromEntries(Object.entries(typesThere).map(([name, [type]]) => [name, type])) as { [name: string]: "int64" };
    const frame = dd.fromObjects(rows, { schema, npartitions: 3 });
    const expected = await frame.toObjects({ int64: "bigint", times: "text" });
    const columns = `columns={${Object.entries(typesThere)
      .map(([name, [, type]]) => `${name}: '${type}'`)
      .join()}}`;
    const ways = {
      csv: [
        (path: string) => frame.toCsv(path),
        `read_csv('$', header=true, ${columns})`,
        "FORMAT csv, HEADER",
        (path: string) => dd.readCsv(path, { schema }),
      ],
      jsonl: [
        (path: string) => frame.toJson(path),
        `read_json('$', format='newline_delimited', ${columns})`,
        "FORMAT json",
        (path: string) => dd.readJson(path, { schema }),
      ],
    } as const;
    for (const [ending, [write, reader, format, read]] of Object.entries(ways)) {
      const [ours, theirs] = [join(folder, `ours.${ending}`), join(folder, `theirs.${ending}`)];
      await write(ours);
      await connection.run(`CREATE OR REPLACE TABLE read AS SELECT * FROM ${reader.replace("$", ours)}`);
      const there = (await connection.runAndReadAll("SELECT * FROM read ORDER BY id")).getRowObjectsJson();
      assert.deepEqual(
        there.map((row) => Object.values(row).map((value) => (value === null ? null : plain(value)))),
        expected.map((row) =>
          Object.values(row).map((value) => (value === null ? null : plain(typeof value === "string" ? value.replace(/^(\d{4}-\d\d-\d\d)T/, "$1 ") : value))),
        ),
        ending,
      );
      await connection.run(`COPY read TO '${theirs}' (${format})`);
      assert.deepEqual(await read(theirs).toObjects({ int64: "bigint", times: "text" }), expected, ending);
    }
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
});

/** As text, numbers to nine decimals: a sum's last ones are up to who adds. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return String(value.getTime());
  if (typeof value === "number" || typeof value === "bigint") return String(Number(Number(value).toFixed(9)) + 0);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(value)) return String(Date.parse(`${value.replace(" ", "T")}Z`));
  return typeof value === "string" && /^-?\d+$/.test(value) ? String(Number(value)) : value;
}
