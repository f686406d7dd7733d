import { sizeOf } from "../chunk/chunk.ts";
import { dtypes } from "../chunk/dtype.ts";
import type { Load, TilePlan } from "./tile.ts";

/** How much of a source in JavaScript is read at a time: enough to be worth a read, little enough to stay in the cache until it is used. */
const panelTarget = 2 ** 20;

/** Loads that are read panel by panel into working memory. */
export function bufferedPanels({ loads }: Pick<TilePlan, "loads">): Load[] {
  return loads.filter(({ panel, stored }) => panel !== undefined && !stored);
}

/** Elements of a panel: of whole rows where they are short, of whole blocks of a row otherwise. All of the domain when nothing is read in panels. */
export function panelElements({ loads, row, domain }: Pick<TilePlan, "loads" | "row" | "domain">): number {
  const size = sizeOf(domain);
  const widest = Math.max(0, ...loads.map(({ dtype, panel }) => (panel === undefined ? 0 : dtypes[dtype].itemsize)));
  if (widest === 0) return size;
  const most = panelTarget / widest;
  const unit = row > 0 && row <= most ? row : 4096;
  return Math.min(size, Math.floor(most / unit) * unit);
}

/** Working memory for panels, behind the state. */
export function panelBytes(tiles: TilePlan): number {
  return bufferedPanels(tiles).reduce((sum, { dtype }) => sum + Math.ceil((panelElements(tiles) * dtypes[dtype].itemsize) / 64) * 64, 0);
}
