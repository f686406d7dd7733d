import type { DType } from "../chunk/dtype.ts";

/** What NumPy asks of a parameter; `checks` holds the conditions and their words. */
export type Check = keyof typeof checks;

/** A number that a distribution takes. */
export interface Parameter {
  readonly name: string;
  /** Its value when the caller gives none; without one it must be given. */
  readonly default?: number;
  readonly check: Check;
  /** Taken as an integer: a fraction is an error. */
  readonly integer?: true;
}

/** One of NumPy's distributions whose draws are single numbers. */
export interface Distribution {
  /** The kernel: `random/` and NumPy's name. Its arguments are the parameters, in order. */
  readonly kernel: `random/${string}`;
  readonly parameters: readonly Parameter[];
  /** The dtypes it can be drawn in; the first is the default. */
  readonly dtypes: readonly [DType, ...DType[]];
  /** Draws are integers and equal NumPy's exactly. */
  readonly discrete: boolean;
  /**
   * Which random bits a draw takes does not depend on the parameters. Where it does (`false`), parameters that are arrays
   * need chunks that start at a block of the stream (`invariantBlock`), since earlier draws of the block must be known.
   */
  readonly steady: boolean;
  /** `location + scale·z` with z drawn from this kernel: what NumPy computes, so a fused program may do it too. */
  readonly standard?: "random/random" | "random/standard_normal" | "random/standard_exponential" | "random/standard_gamma";
  /** What is wrong with the parameters together, if anything. */
  together?(...values: readonly number[]): string | undefined;
}

/** NumPy's limit for `lam`: beyond it a draw may not be an int64. */
const LARGEST_LAM = 9223372006484771000;

/** Whether a value is allowed, and what to say of one that is not. */
export const checks = {
  any: [() => true, ""],
  finite: [(x: number) => Number.isFinite(x), "must be finite"],
  nonNegative: [(x: number) => Number.isNaN(x) || (x >= 0 && !Object.is(x, -0)), "must not be negative"],
  positive: [(x: number) => Number.isNaN(x) || x > 0, "must be positive"],
  positiveNumber: [(x: number) => x > 0, "must be positive"],
  probability: [(x: number) => x >= 0 && x <= 1, "must be from 0 to 1"],
  probabilityNotZero: [(x: number) => x > 0 && x <= 1, "must be above 0 and at most 1"],
  probabilityNotOne: [(x: number) => x >= 0 && x < 1, "must be from 0 to below 1"],
  aboveOne: [(x: number) => x > 1, "must be above 1"],
  rate: [(x: number) => x >= 0 && x <= LARGEST_LAM, `must be from 0 to ${LARGEST_LAM}`],
  count: [(x: number) => Number.isSafeInteger(x) && x >= 0, "must be an integer from 0 to 2^53 - 1"],
  urn: [(x: number) => Number.isSafeInteger(x) && x >= 0 && x < 1e9, "must be an integer from 0 to 10^9 - 1"],
} as const satisfies { readonly [name: string]: readonly [(x: number) => boolean, string] };

const of = (name: string, check: Check, value?: number): Parameter => (value === undefined ? { name, check } : { name, check, default: value });
const integer = (name: string, check: Check): Parameter => ({ name, check, integer: true });

const loc = of("loc", "any", 0);
const scale = of("scale", "nonNegative", 1);

type Rest = Partial<Pick<Distribution, "steady" | "standard" | "dtypes" | "together">>;

function continuous(kernel: string, parameters: readonly Parameter[], rest: Rest = {}): Distribution & { readonly discrete: false } {
  return { kernel: `random/${kernel}`, parameters, dtypes: ["float64"], discrete: false, steady: false, ...rest };
}
function discrete(kernel: string, parameters: readonly Parameter[], rest: Rest = {}): Distribution & { readonly discrete: true } {
  return { kernel: `random/${kernel}`, parameters, dtypes: ["int64"], discrete: true, steady: false, ...rest };
}
const steady = { steady: true } as const;
const both = ["float64", "float32"] as const;

/** Every distribution of NumPy's Generator that draws numbers, under the name it has in `da.random`. Draws that are vectors are in `vectors.ts`. */
export const distributions = {
  /** Uniform on [0, 1). NumPy's `Generator.random`. */
  random: continuous("random", [], { steady: true, dtypes: both }),
  /** Normal with mean 0 and standard deviation 1. NumPy's `Generator.standard_normal`. */
  standardNormal: continuous("standard_normal", [], { steady: true, dtypes: both }),
  /** Exponential with scale 1. NumPy's `Generator.standard_exponential`. */
  standardExponential: continuous("standard_exponential", [], { steady: true, dtypes: both }),
  /** Gamma with scale 1, by its shape. NumPy's `Generator.standard_gamma`. */
  standardGamma: continuous("standard_gamma", [of("shape", "nonNegative")], { dtypes: both }),
  /** Cauchy with mode 0: t with one degree of freedom. NumPy's `Generator.standard_cauchy`. */
  standardCauchy: continuous("standard_cauchy", [], steady),
  /** Student's t, by its degrees of freedom. NumPy's `Generator.standard_t`. */
  standardT: continuous("standard_t", [of("df", "positive")]),

  /** Uniform from `low` to below `high`. NumPy's `Generator.uniform`. */
  uniform: continuous("uniform", [of("low", "finite", 0), of("high", "finite", 1)], {
    steady: true,
    standard: "random/random",
    together(low, high) {
      if (high! < low!) return `high is ${high}, which is below low, ${low}`;
      return Number.isFinite(high! - low!) ? undefined : `high - low is not a number that float64 holds`;
    },
  }),
  /** Normal, by its mean `loc` and standard deviation `scale`. NumPy's `Generator.normal`. */
  normal: continuous("normal", [loc, scale], { steady: true, standard: "random/standard_normal" }),
  /** Exponential, by its mean `scale`. NumPy's `Generator.exponential`. */
  exponential: continuous("exponential", [scale], { steady: true, standard: "random/standard_exponential" }),
  /** Gamma, by `shape` and `scale`. NumPy's `Generator.gamma`. */
  gamma: continuous("gamma", [of("shape", "nonNegative"), scale], { standard: "random/standard_gamma" }),
  /** Beta, by `a` and `b`. NumPy's `Generator.beta`. */
  beta: continuous("beta", [of("a", "positive"), of("b", "positive")]),
  /** Chi-squared, by its degrees of freedom. NumPy's `Generator.chisquare`. */
  chisquare: continuous("chisquare", [of("df", "positive")]),
  /** Noncentral chi-squared, by degrees of freedom and noncentrality. NumPy's `Generator.noncentral_chisquare`. */
  noncentralChisquare: continuous("noncentral_chisquare", [of("df", "positive"), of("nonc", "nonNegative")]),
  /** F, by the degrees of freedom of numerator and denominator. NumPy's `Generator.f`. */
  f: continuous("f", [of("dfnum", "positive"), of("dfden", "positive")]),
  /** Noncentral F. NumPy's `Generator.noncentral_f`. */
  noncentralF: continuous("noncentral_f", [of("dfnum", "positive"), of("dfden", "positive"), of("nonc", "nonNegative")]),
  /** Gumbel: of the greatest of many. NumPy's `Generator.gumbel`. */
  gumbel: continuous("gumbel", [loc, scale], steady),
  /** Laplace: exponential to both sides of `loc`. NumPy's `Generator.laplace`. */
  laplace: continuous("laplace", [loc, scale], steady),
  /** Logistic, by `loc` and `scale`. NumPy's `Generator.logistic`. */
  logistic: continuous("logistic", [loc, scale], steady),
  /** The exponential of a normal of `mean` and `sigma`. NumPy's `Generator.lognormal`. */
  lognormal: continuous("lognormal", [of("mean", "any", 0), of("sigma", "nonNegative", 1)], steady),
  /** Pareto II (Lomax), by `a`. NumPy's `Generator.pareto`. */
  pareto: continuous("pareto", [of("a", "positive")], steady),
  /** Power on [0, 1] with density a x^(a - 1). NumPy's `Generator.power`. */
  power: continuous("power", [of("a", "positive")], steady),
  /** Rayleigh, by its mode `scale`. NumPy's `Generator.rayleigh`. */
  rayleigh: continuous("rayleigh", [scale], steady),
  /** Triangular from `left` over `mode` to `right`. NumPy's `Generator.triangular`. */
  triangular: continuous("triangular", [of("left", "any"), of("mode", "any"), of("right", "any")], {
    steady: true,
    together(left, mode, right) {
      if (left! > mode!) return `left is ${left}, which is above mode, ${mode}`;
      if (mode! > right!) return `mode is ${mode}, which is above right, ${right}`;
      return left === right ? `left and right are both ${left}` : undefined;
    },
  }),
  /** Von Mises: normal on the circle, by `mu` and `kappa`. NumPy's `Generator.vonmises`. */
  vonmises: continuous("vonmises", [of("mu", "any"), of("kappa", "nonNegative")]),
  /** Inverse Gaussian, by `mean` and `scale`. NumPy's `Generator.wald`. */
  wald: continuous("wald", [of("mean", "positive"), of("scale", "positive")], steady),
  /** Weibull with scale 1, by `a`. NumPy's `Generator.weibull`. */
  weibull: continuous("weibull", [of("a", "nonNegative")]),

  /** How many of `n` trials succeed, each with probability `p`. NumPy's `Generator.binomial`. */
  binomial: discrete("binomial", [integer("n", "count"), of("p", "probability")]),
  /** How many trials until the first succeeds. NumPy's `Generator.geometric`. */
  geometric: discrete("geometric", [of("p", "probabilityNotZero")]),
  /** How many of `nsample` drawn without replacement are good. NumPy's `Generator.hypergeometric`. */
  hypergeometric: discrete("hypergeometric", [integer("ngood", "urn"), integer("nbad", "urn"), integer("nsample", "count")], {
    together: (ngood, nbad, nsample) => (ngood! + nbad! < nsample! ? `nsample is ${nsample}, which is above ngood + nbad, ${ngood! + nbad!}` : undefined),
  }),
  /** Logarithmic series, by `p`. NumPy's `Generator.logseries`. */
  logseries: discrete("logseries", [of("p", "probabilityNotOne")]),
  /** How many failures before `n` successes. NumPy's `Generator.negative_binomial`. */
  negativeBinomial: discrete("negative_binomial", [of("n", "positiveNumber"), of("p", "probabilityNotZero")], {
    together: (n, p) => (((1 - p!) / p!) * (n! + 10 * Math.sqrt(n!)) > LARGEST_LAM ? "n is too large or p too small for draws to be int64" : undefined),
  }),
  /** How many events in a time that has `lam` on average. NumPy's `Generator.poisson`. */
  poisson: discrete("poisson", [of("lam", "rate", 1)]),
  /** Zipf, by its exponent `a`. NumPy's `Generator.zipf`. */
  zipf: discrete("zipf", [of("a", "aboveOne")]),
} as const satisfies { readonly [name: string]: Distribution };

export type DistributionName = keyof typeof distributions;

/**
 * Checks the parameters of a distribution as NumPy does and fills in the defaults.
 * @throws RangeError naming the distribution, the parameter and its value.
 */
export function checkParameters(name: string, { parameters, together }: Distribution, values: readonly (number | undefined)[]): number[] {
  const given = parameters.map((parameter, i) => checkParameter(name, parameter, values[i]));
  const wrong = together?.(...given);
  if (wrong !== undefined) throw new RangeError(`${name}: ${wrong}`);
  return given;
}

/** Checks one parameter alone; an array's elements are checked by the kernel, which gives `Status.domain`. */
export function checkParameter(name: string, parameter: Parameter, value = parameter.default): number {
  if (value === undefined) throw new TypeError(`${name}: ${parameter.name} is missing`);
  if (typeof value !== "number") throw new TypeError(`${name}: ${parameter.name} is ${String(value)}; it must be a number`);
  const [allowed, words] = checks[parameter.check];
  if (!allowed(value)) throw new RangeError(`${name}: ${parameter.name} is ${value}; it ${words}`);
  return value;
}
