export interface SortOptions {
  /** For all keys or one by one. Default true. */
  readonly ascending?: boolean | readonly boolean[];
  /** Where missing values go, in either direction. Default last. */
  readonly naPosition?: "first" | "last";
}

export interface GroupbyOptions {
  /** Rows whose key is missing are left out. Default true; else their group is last. */
  readonly dropna?: boolean;
  /** Groups in the order of their keys. Default true. */
  readonly sort?: boolean;
  /** Into how many partitions the groups go. */
  readonly splitOut?: number;
}

/** Which of equal rows stay. */
export type Keep = "first" | "last" | false;
