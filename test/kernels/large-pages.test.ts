import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { relief } from "../../src/kernels/addon.ts";

const settings = "/sys/kernel/mm/transparent_hugepage/enabled";
const { discard, useLargePages } = relief();
const skip = (!existsSync(settings) || readFileSync(settings, "utf8").includes("[never]") || useLargePages === undefined) && "no large pages here, or no addon";

const largePage = 2 ** 21;
const count = 16;

/** What this process has of its own, and what of it in large pages. */
function resident(): { readonly bytes: number; readonly inLargePages: number } {
  const all = readFileSync("/proc/self/smaps_rollup", "utf8");
  const bytesOf = (name: string) => 1024 * Number(new RegExp(`^${name}: +(\\d+) kB`, "m").exec(all)![1]);
  return { bytes: bytesOf("Anonymous"), inLargePages: bytesOf("AnonHugePages") };
}

test("memory comes in large pages where it is asked to, and in small ones after it was discarded", { skip }, () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(count * largePage));
  const before = resident();
  useLargePages!(bytes);
  // The first touch of each.
  for (let at = largePage; at < bytes.length; at += largePage) bytes[at] = 1;
  const touched = resident();
  assert.ok(
    touched.inLargePages - before.inLargePages >= (count / 2) * largePage,
    `${touched.inLargePages - before.inLargePages} of ${bytes.length} bytes are in large pages`,
  );

  discard!(bytes);
  assert.ok(bytes.every((byte) => byte === 0));
  discard!(bytes);
  for (let at = largePage; at < bytes.length; at += largePage) bytes[at] = 1;
  const again = resident();
  assert.ok(again.bytes - before.bytes < 2 * largePage, `${again.bytes - before.bytes} bytes are resident for ${count} that were written`);
  assert.equal(bytes[largePage], 1);
});

test("small stretches that are discarded make no mappings of their own", { skip }, () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(count * largePage)).fill(1);
  const mappings = () => readFileSync("/proc/self/maps", "utf8").split("\n").length;
  const before = mappings();
  const piece = 2 ** 14;
  for (let at = 0; at < bytes.length; at += 2 * piece) discard!(bytes.subarray(at, at + piece));
  assert.ok(mappings() - before < 20, `${mappings() - before} mappings more`);
  assert.equal(bytes[2 * piece - 1], 1);
  assert.equal(bytes[2 * piece + 4096], 0);
});
