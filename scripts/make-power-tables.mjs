// Writes native/kernels/csv-power-tables.hpp: 5^q to 128 bits for every q that a double needs, as D. Lemire ("Number parsing at a gigabyte per second", 2021)
// and R. Giulietti ("The Schubfach way to render doubles", 2020) use them: `node scripts/make-power-tables.mjs`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./families.mjs";

const least = -342;
const greatest = 324;
const bits = (x) => BigInt(x.toString(2).length);

/** The leading 128 bits, cut off; one more for -27 ≤ q < 0, whose quotients must round up (section 6 of Lemire's paper). */
function leading(q) {
  if (q >= 0) {
    const power = 5n ** BigInt(q);
    const shift = bits(power) - 128n;
    return shift > 0n ? power >> shift : power << -shift;
  }
  const power = 5n ** BigInt(-q);
  return (1n << (bits(power) + 127n)) / power + (q >= -27 ? 1n : 0n);
}

const hex = (x) => `0x${x.toString(16).padStart(16, "0")}`;
const rows = [];
for (let q = least; q <= greatest; q++) {
  const value = leading(q);
  if (bits(value) !== 128n) throw new Error(`5^${q} has ${bits(value)} bits`);
  rows.push(`    {${hex(value >> 64n)}, ${hex(value & 0xffffffffffffffffn)}},  // ${q}`);
}

writeFileSync(
  join(root, "native/kernels/csv-power-tables.hpp"),
  `// The leading 128 bits of powers of five, high half first. Written by scripts/make-power-tables.mjs.
#pragma once
#include "../kernel.hpp"

namespace CW_ISA {
namespace {

struct Power5 {
  uint64_t high, low;
};

constexpr int32_t least_power = ${least};
constexpr int32_t greatest_power = ${greatest};

constexpr Power5 powers_of_5[] = {
${rows.join("\n")}
};

}  // namespace
}  // namespace CW_ISA
`,
);
