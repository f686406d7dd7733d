import assert from "node:assert/strict";
import { test } from "node:test";
import { formatBytes } from "../../src/util/errors.ts";

test("bytes are told in two or three digits, and never with an exponent", () => {
  assert.deepEqual(
    [0, 999, 1023, 1024, 1_500_000_000, 99.4 * 2 ** 20, 99.7 * 2 ** 20, 100 * 2 ** 20, 999.7 * 2 ** 20, 1023.4 * 2 ** 20, 3 * 2 ** 40].map(formatBytes),
    ["0 bytes", "999 bytes", "1023 bytes", "1.0 KiB", "1.4 GiB", "99 MiB", "100 MiB", "100 MiB", "1000 MiB", "1023 MiB", "3.0 TiB"],
  );
  for (let bytes = 1; bytes < 2 ** 45; bytes = Math.ceil(bytes * 1.01)) assert.match(formatBytes(bytes), /^(\d+|\d\.\d) (bytes|[KMGT]iB)$/);
});
