/** A violation that is known and tolerated for a while. */
export interface Waiver {
  /** The id of a requirement; one that ends in `*` names every requirement whose id starts so. */
  readonly id: string;
  readonly reason: string;
  /** The last day on which it holds: `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A waiver that could be removed. */
export interface UnusedWaiver extends Waiver {
  /** Why no failing requirement needed it, in a sentence. */
  readonly why: string;
}
