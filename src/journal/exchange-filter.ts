/** Which exchanges are wanted: those for which everything that is given holds. */
export interface ExchangeFilter {
  /** The id of the contract. */
  readonly contract?: string;
  /** In any case. */
  readonly method?: string;
  /** `404`, or a class: `4xx`. */
  readonly status?: string | number;
  /** Part of the URL as it was sent, the query included. */
  readonly path?: string;
  /** The kind of a fault that struck. */
  readonly fault?: string;
  /** The id after which they came. */
  readonly since?: number;
  /** Only so many of them, the latest. */
  readonly limit?: number;
}
