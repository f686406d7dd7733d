import type { DType } from "../chunk/dtype.ts";

/** The numbers of a build's kernels, by their names, `add:float64` …; one without a dtype of its own, `take:`, takes them all. */
export interface KernelIndex {
  named(name: string): number | undefined;
  of(kernel: string, dtype: DType): number | undefined;
}

export function kernelIndex(names: readonly string[]): KernelIndex {
  const all = new Map(names.map((name, index) => [name, index]));
  // To put names together for each call costs more than some calls.
  const byKernel = new Map<string, Map<string, number>>();
  for (const [name, index] of all) {
    const [kernel, dtype] = name.split(":") as [string, string];
    const dtypes = byKernel.get(kernel) ?? new Map<string, number>();
    byKernel.set(kernel, dtypes.set(dtype, index));
  }
  return {
    named: (name) => all.get(name),
    of(kernel, dtype) {
      const dtypes = byKernel.get(kernel);
      return dtypes?.get(dtype) ?? dtypes?.get("");
    },
  };
}
