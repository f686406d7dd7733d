import type { Schema } from "../../expr/meta.ts";
import type { Backend } from "../../kernels/kernel.ts";
import type { RandomAccess } from "../files/random-access.ts";
import type { Arena } from "./arena.ts";
import type { Footer } from "./footer.ts";

/** What row groups are read from, and how. */
export interface GroupsRead {
  readonly backend: Backend;
  readonly file: RandomAccess;
  readonly footer: Footer;
  readonly schema: Schema;
  /** Asked for where there are categories that the library reads (`arrow-hint.ts`): apache-arrow is needed for it. */
  hintOf(schema: Schema): string;
  readonly arena?: Arena;
  /** Who decodes: `any` (default) is kernels of ours for each column that they can. */
  readonly decoder?: "any" | "library";
}
