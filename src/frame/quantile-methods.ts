export interface QuantileOptions {
  /** What lies between two values. Default linear. */
  readonly interpolation?: "linear" | "lower" | "higher" | "nearest" | "midpoint";
}

/** `quantile` of a column: `Able` and `AbleAlone` are what it is called on, for one share and for several. */
export interface QuantileMethod<Able, AbleAlone, One, Many> {
  /** The value below which a share `q` (0.5) of the values lies. Exact. Of a list of shares, a column of as many values. */
  quantile(this: Able, q?: number, options?: QuantileOptions): One;
  quantile(this: AbleAlone, q: readonly number[], options?: QuantileOptions): Many;
}
