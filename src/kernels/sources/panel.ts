import { must } from "../../util/must.ts";
import type { OpenPanelReader } from "../kernel.ts";

const openers = new Map<string, OpenPanelReader>();

/** Makes a source that is written in JavaScript known; the folders of `io/` do when they are loaded. */
export function addPanelSource(kernel: string, open: OpenPanelReader): void {
  openers.set(kernel, open);
}

export function panelSource(kernel: string): OpenPanelReader {
  const open = openers.get(kernel);
  must(open !== undefined, `no kernel ${kernel}`);
  return open;
}
