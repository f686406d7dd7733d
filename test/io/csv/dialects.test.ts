import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReadCsvOptions } from "../../../src/io/csv/options.ts";
import { csvBackends, fileOf, readRows, scanOf, scanRows } from "./csv-file.ts";

interface Case {
  readonly text: string;
  readonly rows: readonly (readonly (string | null)[])[];
  readonly options?: ReadCsvOptions;
}

const long = "x".repeat(300);

// After github.com/maxogden/csv-spectrum, and what pandas 1.5 makes of stranger ones.
const cases: { readonly [name: string]: Case } = {
  "quoted commas": { text: 'first,city\nJohn,"120 any st., Anytown, WW"\n', rows: [["John", "120 any st., Anytown, WW"]] },
  "empty fields": {
    text: 'a,b,c\n1,"",""\n2,3,4\n,,\n',
    rows: [
      ["1", null, null],
      ["2", "3", "4"],
      [null, null, null],
    ],
  },
  "doubled quotes": {
    text: 'a,b\n1,"ha ""ha"" ha"\n3,""""\n',
    rows: [
      ["1", 'ha "ha" ha'],
      ["3", '"'],
    ],
  },
  json: { text: 'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n', rows: [["1", '{"type": "Point", "coordinates": [102.0, 0.5]}']] },
  "newlines in quotes": {
    text: 'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,"9\n\n9"\n',
    rows: [
      ["1", "2", "3"],
      ["Once upon \na time", "5", "6"],
      ["7", "8", "9\n\n9"],
    ],
  },
  "carriage returns": {
    text: 'a,b\r\n1,"2\r\n3"\r\n4,5\r\n',
    rows: [
      ["1", "2\r\n3"],
      ["4", "5"],
    ],
  },
  "carriage returns alone": {
    text: "a,b\r1,2\r3,4\r",
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  },
  "mixed ends of lines": {
    text: "a,b\r\n1,2\n3,4\r5,6",
    rows: [
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
    ],
  },
  utf8: {
    text: "a,b\n1,ʤ\n2,日本語\n3,😀\n",
    rows: [
      ["1", "ʤ"],
      ["2", "日本語"],
      ["3", "😀"],
    ],
  },
  "no last end of a line": {
    text: "a,b\n1,2\n3,4",
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  },
  "blank lines": {
    text: "\n\na,b\n\n1,2\n\n   \n\t\n3,4\n\n",
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  },
  "short records": {
    text: "a,b,c\n1\n2,3\n4,5,6\n",
    rows: [
      ["1", null, null],
      ["2", "3", null],
      ["4", "5", "6"],
    ],
  },
  "quotes within plain fields": {
    text: 'a,b\n5" disk,x"y"z\n"q"r,"s" t\n"u""v"w"x,1\n',
    rows: [
      ['5" disk', 'x"y"z'],
      ["qr", "s t"],
      ['u"vw"x', "1"],
    ],
  },
  "blanks before a quote": { text: 'a,b\n "x",y \n', rows: [[' "x"', "y "]] },
  "no quotes": { text: 'a,b\n"1,2"\n', rows: [['"1', '2"']], options: { quote: null } },
  "other quotes": { text: "a;b\n'x;y';\"\n", rows: [["x;y", '"']], options: { quote: "'", delimiter: ";" } },
  escapes: {
    text: 'a,b\nx\\,y,"say \\"hi\\""\nl\\\nm,\\\\\n',
    rows: [
      ["x,y", 'say "hi"'],
      ["l\nm", "\\"],
    ],
    options: { escape: "\\" },
  },
  comments: {
    text: '# first\na,b\n1,2 # two\n#3,"4\n5,"#6"\n',
    rows: [
      ["1", "2 "],
      ["5", "#6"],
    ],
    options: { comment: "#" },
  },
  tabs: {
    text: "a\tb\n1\t\n\t2\n",
    rows: [
      ["1", null],
      [null, "2"],
    ],
    options: { delimiter: "\t" },
  },
  "one column": { text: 'a\nx\n""\n\ny\n', rows: [["x"], [null], ["y"]] },
  "long fields": { text: `a,b\n${long},"${long}\n${long}"\n`, rows: [[long, `${long}\n${long}`]] },
  "only names": { text: "a,b\n", rows: [] },
  "only names without an end": { text: "a,b", rows: [] },
  "a byte order mark": { text: "\ufeffa,b\n1,2\n", rows: [["1", "2"]] },
  "words for missing values": {
    text: 'a,b\nNA,null\n"NA",n/a\nNAN,nan\nN,\n',
    rows: [
      [null, null],
      [null, null],
      ["NAN", null],
      ["N", null],
    ],
  },
};

for (const [name, { text, rows, options = {} }] of Object.entries(cases)) {
  for (const backend of csvBackends) {
    test(`${backend.isa}: ${name} are read the same in blocks of any size`, () => {
      const path = fileOf(text);
      const bytes = Buffer.byteLength(text);
      const sizes = bytes < 150 ? Array.from({ length: bytes + 1 }, (_, i) => i + 1) : [1, 2, 3, 17, 64, 100, 333, bytes];
      for (const blocksize of sizes) {
        const got = readRows(path, { ...options, dtype: "utf8", blocksize }, backend);
        assert.deepEqual(got, rows, `blocks of ${blocksize} bytes`);
      }
    });
  }
}

const pieces = ["a", "bc", ",", ",", "\n", "\n", '"', '""', "\r\n", "\r", " ", '",', '\n"', "12", "é"];

/** What comes out, or what the error says. */
function orMessage<T extends object>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    return (error as Error).message;
  }
}

test("any text is the same records in blocks of any size, on every build", (t) => {
  let state = 12345;
  const next = (limit: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  };
  let read = 0;
  for (let round = 0; round < 300; round++) {
    const text = `x,y,z\n${Array.from({ length: next(60) }, () => pieces[next(pieces.length)]).join("")}`;
    const path = fileOf(text, "fuzz.csv");
    const options = { dtype: "utf8", onBadLines: "skip", escape: next(4) === 0 ? "b" : null, comment: next(4) === 0 ? "2" : null } as const;
    const whole = orMessage(() => readRows(path, options, csvBackends[0]));
    if (typeof whole !== "string") read++;
    for (const blocksize of [1, 2, 3, 5, 8, 13, 40]) {
      const scan = orMessage(() => scanOf(path, { ...options, blocksize }));
      for (const backend of csvBackends) {
        const rows = typeof scan === "string" ? scan : orMessage(() => scanRows(scan, backend));
        assert.deepEqual(rows, whole, `${JSON.stringify(text)}, blocks of ${blocksize}, ${JSON.stringify(options)}, ${backend.isa}`);
      }
    }
  }
  t.diagnostic(`${read} texts were read`);
});

test("where samples have no quotes, quotes between them are still read right, or refused", () => {
  const plain = "1,2,3\n".repeat(40_000);
  const odd = '4,"5\n6,7,8\n",9\n';
  const text = `a,b,c\n${plain}${odd}${plain}`;
  const scan = scanOf(fileOf(text), { dtype: "utf8", blocksize: 20_000 });
  assert.equal(scan.files[0]!.exact, false);
  const rows = scanRows(scan);
  assert.equal(rows.length, 80_001);
  assert.deepEqual(rows[40_000], ["4", "5\n6,7,8\n", "9"]);
  const far = `a,b,c\n${plain}4,"${"5,6,7\n".repeat(5000)}",9\n${plain}`;
  const path = fileOf(far);
  assert.throws(() => scanRows(scanOf(path, { dtype: "utf8", blocksize: 5_000 })), /blocksize/);
  assert.equal(readRows(path, { dtype: "utf8", blocksize: 100_000 }).length, 80_001);
});
