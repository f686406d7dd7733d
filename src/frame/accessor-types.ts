/** A pattern is a regular expression in Python's notation unless `regex` is false; with `flags`, one in JavaScript's. */
export interface PatternOptions {
  readonly regex?: boolean;
  /** Whether case counts. Default true. */
  readonly case?: boolean;
  readonly flags?: string;
}

/** pandas' `Series.str`: of each text; null stays null. Lengths and places count code points. */
export interface TextMethods<Text, Bool, Int, Other, Texts> {
  lower(): Text;
  upper(): Text;
  title(): Text;
  capitalize(): Text;
  swapcase(): Text;
  casefold(): Text;
  /** Without white space, or some characters, at both ends. */
  strip(characters?: string): Text;
  lstrip(characters?: string): Text;
  rstrip(characters?: string): Text;
  removeprefix(text: string): Text;
  removesuffix(text: string): Text;
  len(): Int;
  /** Bytes of UTF-8. */
  byteLen(): Int;
  /** As Python slices. */
  slice(start?: number | null, stop?: number | null, step?: number): Text;
  /** The character at a place (negative: from the end); null if there is none. */
  get(index: number): Text;
  startswith(text: string | readonly string[]): Bool;
  endswith(text: string | readonly string[]): Bool;
  /** Whether a pattern is found in it. */
  contains(pattern: string, options?: PatternOptions): Bool;
  /** Whether it begins with what a pattern matches. */
  match(pattern: string, options?: PatternOptions): Bool;
  fullmatch(pattern: string, options?: PatternOptions): Bool;
  /** How often a pattern is found. */
  count(pattern: string, options?: PatternOptions): Int;
  /** Where a text first is; -1 if nowhere. */
  find(text: string, start?: number, stop?: number): Int;
  rfind(text: string, start?: number, stop?: number): Int;
  /** What is found replaced, `n` times at most. A plain text unless `regex` is true. */
  replace(pattern: string, replacement: string, options?: PatternOptions & { readonly n?: number }): Text;
  /** What a group (the first) of the first match is; null without one. */
  extract(pattern: string, options?: PatternOptions & { readonly group?: number | string }): Text;
  /** One of the pieces between separators (white space), or a list of all; `n`: the most separators that count. pandas' `split(…).str.get(item)`. */
  split(separator: string | undefined, options: { readonly item: number; readonly n?: number; readonly regex?: boolean }): Text;
  split(separator?: string, options?: { readonly n?: number; readonly regex?: boolean }): Texts;
  /** The same, separators counted from the right. */
  rsplit(separator: string | undefined, options: { readonly item: number; readonly n?: number }): Text;
  rsplit(separator?: string, options?: { readonly n?: number }): Texts;
  /** All that a pattern matches, or what its one group is there. */
  findall(pattern: string, options?: PatternOptions): Texts;
  sliceReplace(start?: number | null, stop?: number | null, replacement?: string): Text;
  repeat(times: number): Text;
  pad(width: number, options?: { readonly side?: "left" | "right" | "both"; readonly fillchar?: string }): Text;
  ljust(width: number, fillchar?: string): Text;
  rjust(width: number, fillchar?: string): Text;
  center(width: number, fillchar?: string): Text;
  zfill(width: number): Text;
  translate(from: readonly string[], to: readonly string[]): Text;
  normalize(form: "NFC" | "NFD" | "NFKC" | "NFKD"): Text;
  /** Texts one after the other. */
  cat(others: Other | readonly Other[], options?: { readonly separator?: string }): Text;
  isalpha(): Bool;
  isalnum(): Bool;
  isdigit(): Bool;
  isdecimal(): Bool;
  isnumeric(): Bool;
  isspace(): Bool;
  islower(): Bool;
  isupper(): Bool;
  istitle(): Bool;
}

/** pandas' `Series.dt`. A timestamp with a zone shows what clocks there do. */
export interface TimeMethods<Same, Int, Long, Bool, Text, Float, Day, Lasting, Moment> {
  readonly year: Int;
  readonly month: Int;
  readonly day: Int;
  readonly quarter: Int;
  readonly dayofyear: Int;
  /** Monday is 0. */
  readonly dayofweek: Int;
  readonly weekday: Int;
  readonly isoYear: Int;
  readonly isoWeek: Int;
  readonly isoDay: Int;
  readonly daysInMonth: Int;
  readonly isLeapYear: Bool;
  readonly isMonthStart: Bool;
  readonly isMonthEnd: Bool;
  readonly isQuarterStart: Bool;
  readonly isQuarterEnd: Bool;
  readonly isYearStart: Bool;
  readonly isYearEnd: Bool;
  readonly hour: Int;
  readonly minute: Int;
  readonly second: Int;
  readonly millisecond: Int;
  readonly microsecond: Int;
  readonly nanosecond: Int;
  readonly date: Day;
  /** What has passed since midnight. */
  readonly time: Lasting;
  /** Whole days of a duration. */
  readonly days: Long;
  readonly seconds: Int;
  readonly microseconds: Int;
  readonly nanoseconds: Int;
  /** Midnight of the day. */
  normalize(): Same;
  /** Down to a multiple of a frequency: `15min`, `1h`, `1D`, `1W`, `1MS`. */
  floor(frequency: string): Same;
  ceil(frequency: string): Same;
  round(frequency: string): Same;
  strftime(format: string): Text;
  dayName(locale?: string): Text;
  monthName(locale?: string): Text;
  /** A time without a zone as what clocks in a zone show; null takes the zone away. */
  tzLocalize(
    zone: string | null,
    options?: { readonly ambiguous?: "raise" | "null" | "earliest" | "latest"; readonly nonexistent?: "raise" | "null" | "shiftForward" | "shiftBackward" },
  ): Moment;
  /** The same moment as clocks in another zone show it. */
  tzConvert(zone: string | null): Moment;
  asUnit(unit: "s" | "ms" | "us" | "ns"): Moment;
  totalSeconds(): Float;
}
