import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { textOf } from "../source-files.ts";

const builtIn = new Set(["ci", "cit", "install", "pack", "i"]);
const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };

for (const file of ["README.md", "native/README.md", "src/README.md", "bench/README.md"].filter((name) => existsSync(join(packageRoot, name)))) {
  test(`the commands in ${file} exist`, () => {
    const commands = [...textOf(file).matchAll(/\bnpm (?:run )?(?:--silent )?([a-z][a-z0-9:-]*)/g)].map(([, name]) => name!);
    assert.deepEqual(
      commands.filter((name) => !Object.hasOwn(scripts, name) && !builtIn.has(name)),
      [],
    );
  });

  test(`the files that ${file} links to exist`, () => {
    const folder = join(packageRoot, file, "..");
    const links = [...textOf(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link!);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(folder, link))),
      [],
    );
  });
}
