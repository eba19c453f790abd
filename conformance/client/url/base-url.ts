/** Where a target is. */
export interface BaseUrl {
  /** `https://staging.example:8443` */
  readonly origin: string;
  /** `/api`, without a final slash; empty when there is none. */
  readonly prefix: string;
}
