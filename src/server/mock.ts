import type { MockApp } from './mock-app.ts';
import type { RowControl } from './rows/row-control.ts';
import type { ContractDescription } from './site/describe-contract.ts';

/** A mock that runs. */
export interface Mock extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:49152`, without a slash at the end. `http://127.0.0.1` when it does not listen. */
  readonly url: string;
  /** The mock as an Express application, to be mounted in another one or handed to supertest. */
  readonly app: MockApp;
  /** What is served, as it is now: the same as `GET /__admin/contracts`. */
  readonly contracts: readonly ContractDescription[];
  /** The address of a list of the first contract. */
  readonly listUrl: string;
  /** Headers, with credentials that work, for the list of the first contract. */
  readonly headers: Readonly<Record<string, string>>;
  /** The rows behind the lists. */
  readonly rows: RowControl;
  /** The time on the mock's clock, that of the first contract, in milliseconds since 1970. */
  now(): number;
  /**
   * Answers a request without a socket: all but the administration, for which there is `rows`. It fits where a client takes
   * a `fetch` of one's own: `(input, init) => mock.handle(new Request(input, init))`.
   */
  handle(request: Request): Promise<Response>;
  /**
   * Puts all rows back to those of the scenario.
   *
   * @param contract - the id of the only contract whose rows are meant
   */
  reset(contract?: string): void;
  /** Stops listening. Answers that are being sent are finished first. */
  close(): Promise<void>;
}
