/** The type of a column of JavaScript's values of one kind; `Otherwise` if they are of none, or of several. */
export type TypeOfValue<V, Otherwise> = [V] extends [number]
  ? "float64"
  : [V] extends [bigint]
    ? "int64"
    : [V] extends [boolean]
      ? "bool"
      : [V] extends [string]
        ? "utf8"
        : [V] extends [Date]
          ? "timestamp[ms]"
          : Otherwise;
