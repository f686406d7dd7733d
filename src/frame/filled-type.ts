/** Another value in the place of some. `Fraction` is a number where the column takes numbers: `Numbered`, as a fraction makes integers float64. */
export interface FillMethods<Same, Numbered, Fraction, Operand, Condition> {
  /** Another value where there is none. */
  fillna(value: Fraction): Numbered;
  fillna(value: Operand): Same;
  /** The value where a condition holds, else another (null). */
  where(condition: Condition, other: Fraction): Numbered;
  where(condition: Condition, other?: Operand): Same;
  /** Another value (null) where a condition holds. */
  mask(condition: Condition, other: Fraction): Numbered;
  mask(condition: Condition, other?: Operand): Same;
  /** Moved into a range; `null` is no bound. */
  clip(lower: Fraction | null | undefined, upper: Fraction): Numbered;
  clip(lower: Fraction, upper?: Fraction | null): Numbered;
  clip(lower?: Operand, upper?: Operand): Same;
  /** The greater of two. A NaN wins. */
  maximum(other: Fraction): Numbered;
  maximum(other: Operand): Same;
  /** The smaller of two. A NaN wins. */
  minimum(other: Fraction): Numbered;
  minimum(other: Operand): Same;
}
