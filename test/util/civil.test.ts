import assert from "node:assert/strict";
import { test } from "node:test";
import { civilFromDays, daysFromCivil, daysInMonth, isLeapYear } from "../../src/util/civil.ts";

test("days and civil dates are each other's inverse, and those of Date", () => {
  for (let days = -1_000_000; days < 3_000_000; days += 997) {
    const { year, month, day } = civilFromDays(days);
    assert.equal(daysFromCivil(year, month, day), days);
    const date = new Date(days * 86_400_000);
    assert.deepEqual([year, month, day], [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
  }
});

test("every fourth year is a leap year, but for centuries that 400 does not divide", () => {
  assert.deepEqual([1900, 2000, 2023, 2024, 0, -4].map(isLeapYear), [false, true, false, true, true, true]);
  assert.equal(daysInMonth(2024, 2), 29);
  assert.equal(daysInMonth(2023, 2), 28);
});
