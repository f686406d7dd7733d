import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/util/package-root.ts";

/** The paths of a folder's files with one of these endings, from the package's root on. */
export function filesIn(folder: string, ...endings: readonly string[]): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .sort();
}

export function textOf(file: string): string {
  return readFileSync(join(packageRoot, file), "utf8");
}
