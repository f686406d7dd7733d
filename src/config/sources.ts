import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type * as Yaml from "yaml";
import { ChunkwiseError } from "../util/errors.ts";
import { loadPackage } from "../util/load-module.ts";
import { checkSettings } from "./check.ts";
import type { Settings } from "./settings.ts";

const prefix = "CHUNKWISE_";
/** Variables that are no settings: what to load and where from. */
const otherVariables = new Set(["CHUNKWISE_CONFIG", "CHUNKWISE_ISA", "CHUNKWISE_ADDON", "CHUNKWISE_NATIVE"]);

const parse = (text: string): unknown => loadPackage<typeof Yaml>("yaml").parse(text);

type Environment = { readonly [name: string]: string | undefined };

/** Settings of variables like `CHUNKWISE_NUM_WORKERS=4`; their values are read as YAML. */
export function settingsOfEnvironment(env: Environment): Partial<Settings> {
  const settings: Partial<Settings> = {};
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(prefix) || otherVariables.has(name) || text === undefined) continue;
    const key = name.slice(prefix.length).toLowerCase();
    Object.assign(settings, checkSettings({ [key]: parse(text) }, `environment variable ${name}`));
  }
  return settings;
}

/** Settings of YAML files: of the machine, then of the user, then of `CHUNKWISE_CONFIG` (a file or a folder). In a folder, by name. */
export function settingsOfFiles(env: Environment): Partial<Settings> {
  const own = env["CHUNKWISE_CONFIG"];
  const places = ["/etc/chunkwise", join(env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "chunkwise")];
  const files = [...places.flatMap(filesIfAllowed), ...(own ? filesAt(own) : [])];
  return Object.assign({}, ...files.map(settingsOfFile)) as Partial<Settings>;
}

/** Where nobody named a place, there may be nothing that this process is allowed to look at. */
function filesIfAllowed(place: string): string[] {
  try {
    return filesAt(place);
  } catch (error) {
    if (["EACCES", "ERR_ACCESS_DENIED"].includes((error as NodeJS.ErrnoException).code!)) return [];
    throw error;
  }
}

function filesAt(place: string): string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [place];
  const names = readdirSync(place).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => join(place, name));
}

function settingsOfFile(path: string): Partial<Settings> {
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new ChunkwiseError("CONFIG", `${path}: cannot be read as YAML: ${(cause as Error).message}`, { cause });
  }
  if (content === null) return {};
  if (typeof content !== "object" || Array.isArray(content)) throw new ChunkwiseError("CONFIG", `${path}: expected names and values, like "numWorkers: 4"`);
  return checkSettings(content as { readonly [name: string]: unknown }, path);
}
