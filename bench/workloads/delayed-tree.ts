import { type Delayed, delayed } from "../../src/index.ts";
import { type Prepare, workersOf } from "./setup.ts";

/** `count` calls, and as many that add what two of them give; making them is part of the work. */
export const delayedTree: Prepare = async (params) => {
  const count = params["count"] as number;
  const inc = delayed((x: number) => x + 1);
  const add = delayed((x: number, y: number) => x + y);
  return {
    async run() {
      let layer: Delayed<number>[] = Array.from({ length: count }, (_, i) => inc(i));
      while (layer.length > 1) {
        const next: Delayed<number>[] = [];
        for (let i = 0; i < layer.length; i += 2) next.push(i + 1 < layer.length ? add(layer[i]!, layer[i + 1]!) : layer[i]!);
        layer = next;
      }
      const sum = await layer[0]!.compute({ scheduler: "threads", ...workersOf(params) });
      if (sum !== (count * (count + 1)) / 2) throw new Error(`the sum is ${sum}`);
    },
  };
};
