import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadAddon } from "../../src/kernels/addon.ts";
import { packageRoot } from "../../src/util/package-root.ts";

const built = process.env["CHUNKWISE_ADDON"] ?? join(packageRoot, "build", "Release", "chunkwise.node");

test("no two kernels of a build have one name", { skip: existsSync(built) ? false : "no addon was built" }, () => {
  const addon = loadAddon(built);
  addon.isas.forEach((isa, level) => {
    const { kernels } = addon.open(level);
    const twice = kernels.filter((name, index) => kernels.indexOf(name) !== index);
    assert.deepEqual(twice, [], `${isa}: the first of them is never found`);
  });
});
