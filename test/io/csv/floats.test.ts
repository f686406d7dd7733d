import assert from "node:assert/strict";
import { test } from "node:test";
import { csvBackends, fileOf, readRows } from "./csv-file.ts";

/** `CHUNKWISE_FLOATS=1000000` reads as many of each kind. */
const count = Number(process.env["CHUNKWISE_FLOATS"] ?? 4000);

let state = 1n;
function random(limit: number): number {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) % limit;
}
const digits = (length: number) => Array.from({ length }, () => random(10)).join("");
const bits = new DataView(new ArrayBuffer(8));
function anyDouble(): number {
  bits.setUint32(0, random(2 ** 31) * 2 + random(2));
  bits.setUint32(4, random(2 ** 31) * 2 + random(2));
  const value = bits.getFloat64(0);
  return Number.isFinite(value) ? value : 1;
}

/** The decimal expansion of the middle between a double and the next one away from zero, exactly. */
function middle(value: number): string {
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const mantissa = 2n * (exponent === 0 ? fraction : fraction | (1n << 52n)) + 1n;
  const power = (exponent === 0 ? 1 : exponent) - 1076;
  return power >= 0 ? `${mantissa << BigInt(power)}` : `${mantissa * 5n ** BigInt(-power)}e${power}`;
}

const kinds: { readonly [name: string]: () => string } = {
  "shortest texts of doubles": () => String(anyDouble()),
  "seventeen digits": () => anyDouble().toPrecision(17),
  "short decimals": () => `${random(2) ? "-" : ""}${digits(1 + random(6))}.${digits(random(8))}`,
  "digits of any number": () => `${digits(1 + random(30))}.${digits(random(40))}${random(2) ? `e${random(700) - 350}` : ""}`,
  subnormals: () => `${digits(1 + random(20))}e-${310 + random(40)}`,
  "ends of the range": () => `1.797693134862315${digits(1 + random(10))}e308`,
  "middles of two doubles": () => middle(anyDouble()),
  "a little beside middles": () => {
    const [mantissa, exponent = ""] = middle(anyDouble()).split("e") as [string, string?];
    const more = random(2) ? `${mantissa}.${"0".repeat(random(900))}1` : `${BigInt(mantissa) - 1n}.${"9".repeat(1 + random(30))}`;
    return exponent === "" ? more : `${more}e${exponent}`;
  },
};

for (const [name, make] of Object.entries(kinds)) {
  test(`${name} are read as the nearest double, as JavaScript does`, () => {
    const texts = Array.from({ length: /middle/.test(name) ? Math.ceil(count / 4) : count }, make);
    const path = fileOf(`x\n${texts.join("\n")}\n`, "floats.csv");
    for (const backend of count > 10_000 ? csvBackends.slice(-1) : csvBackends) {
      const values = readRows(path, { dtype: "float64" }, backend);
      texts.forEach((text, i) => {
        const [value] = values[i]!;
        assert.ok(Object.is(value, Number(text)), `${backend.isa}: ${text} is ${Number(text)}, not ${value}`);
      });
    }
  });
}

test("float32 is rounded once, from the text", () => {
  // Just above the middle of 1 and the next float32, by less than a double can tell.
  const texts = [
    "1.00000005960464477539062500000000000001",
    "1.000000059604644775390625",
    "1.00000005960464477539062499999999999999",
    "3.4028235677973367e38",
    "3.4028235677973365e38",
    "1.4012984643248171e-45",
    "7.0064923216240853e-46",
    "7.006492321624086e-46",
  ];
  const values = [1.0000001192092896, 1, 1, Infinity, 3.4028234663852886e38, 1.401298464324817e-45, 0, 1.401298464324817e-45];
  for (const backend of csvBackends) {
    assert.deepEqual(
      readRows(fileOf(`x\n${texts.join("\n")}\n`), { dtype: "float32" }, backend).map(([value]) => value),
      values,
    );
  }
});
