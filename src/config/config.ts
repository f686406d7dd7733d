import { checkSettings, keyFor } from "./check.ts";
import { type Key, rules, type Settings } from "./settings.ts";
import { settingsOfEnvironment, settingsOfFiles } from "./sources.ts";

/** Settings of files and environment, read when the first one is asked for. */
let found: Partial<Settings> | undefined;
/** What `set` and `scope` have said, the last one last. */
const layers: Partial<Settings>[] = [];

function readOnce(): Partial<Settings> {
  found ??= { ...settingsOfFiles(process.env), ...settingsOfEnvironment(process.env) };
  return found;
}

function setting<K extends Key>(name: K): Settings[K] {
  for (let i = layers.length - 1; i >= 0; i--) if (layers[i]![name] !== undefined) return layers[i]![name] as Settings[K];
  return (readOnce()[name] ?? rules[name].fallback) as Settings[K];
}

/** All settings as they are now. */
export function settingsNow(): Settings {
  return Object.fromEntries((Object.keys(rules) as Key[]).map((name) => [name, setting(name)])) as unknown as Settings;
}

/**
 * Settings that hold unless a call says otherwise. Later ones win: defaults, YAML files in `/etc/chunkwise` and `~/.config/chunkwise`, what
 * `CHUNKWISE_CONFIG` names, environment variables (`CHUNKWISE_NUM_WORKERS=4`), `set` and `scope`.
 *
 * @example
 * config.set({ numWorkers: 4, memoryLimit: "2GB" });
 * { using _ = config.scope({ scheduler: "synchronous" }); await x.compute(); }
 */
export const config = {
  /** A setting as it is now. */
  get<K extends Key>(key: K): Settings[K] {
    return setting(keyFor(key, "config.get")) as Settings[K];
  },

  /** Sets settings for good; `undefined` leaves one as it was. */
  set(settings: Partial<Settings>): void {
    layers.push(checkSettings(settings, "config.set"));
  },

  /** Sets settings until what is given back is disposed of. */
  scope(settings: Partial<Settings>): Disposable {
    const layer = checkSettings(settings, "config.scope");
    layers.push(layer);
    return {
      [Symbol.dispose]() {
        const at = layers.lastIndexOf(layer);
        if (at >= 0) layers.splice(at, 1);
      },
    };
  },

  /** Forgets what was set, and reads files and environment again. */
  refresh(): void {
    layers.length = 0;
    found = undefined;
  },
};
