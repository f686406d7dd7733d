/** Where values are, as positions in the frame. */
export interface PositionMethods<Position> {
  /** Where the least value first is. pandas' `idxmin`. */
  idxmin(): Position;
  /** Where the greatest value first is. */
  idxmax(): Position;
}
