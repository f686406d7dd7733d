import { checks, type Distribution, distributions } from "../random/distributions.ts";

// What to say of an element that a kernel refuses. Kernels only say that there is one.

/** What parameters have to be together. */
const together: { readonly [name: string]: string } = {
  uniform: "high must not be below low",
  triangular: "left, mode and right must ascend, and differ",
  hypergeometric: "nsample must not be above ngood + nbad",
  negativeBinomial: "draws must fit int64",
};

/** By the name of a kernel: the operation as users know it, and what it takes. */
const rules: ReadonlyMap<string, string> = new Map([
  ["power", "power: an integer to a negative integer power is not an integer; cast to float64 first"],
  [
    "random/integers_between",
    "integers: low and high are whole numbers (up to 2^53 in arrays) that the dtype holds, and low is below high; an element is outside of that",
  ],
  ...Object.entries<Distribution>(distributions).map(([name, { kernel, parameters }]): [string, string] => [kernel, ruleOf(name, parameters)]),
]);

function ruleOf(name: string, parameters: Distribution["parameters"]): string {
  const own = parameters.flatMap(({ name: parameter, check }) => (check === "any" ? [] : [`${parameter} ${checks[check][1]}`]));
  return `${name}: ${[...own, together[name] ?? []].flat().join(", ")}; an element is outside of that`;
}

/** The error for an element that one of these kernels refused; their names have dtypes after a colon. */
export function outsideDomain(kernels: readonly string[]): RangeError {
  const names = [...new Set(kernels.map((name) => name.replace(/:.*/, "")))];
  const found = names.flatMap((name) => rules.get(name) ?? []);
  return new RangeError(found.length > 0 ? found.join(", or ") : `${names.join(", ")}: an element is outside of what the operation takes`);
}
