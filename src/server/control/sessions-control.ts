import type { SessionControl } from './session-control.ts';

/** A session, for those who look after several. */
export interface SessionDescription {
  readonly id: string;
  /** The base URL with which a client is in it. */
  readonly url: string;
  /** In ISO 8601, by the clock on the wall. */
  readonly createdAt: string;
  readonly lastUsedAt: string;
  /** How many exchanges its journal has recorded. */
  readonly exchanges: number;
  /** The names of its scenarios, by the id of the contract. */
  readonly scenarios: Readonly<Record<string, string>>;
}

/** What a session begins with. */
export interface SessionStart {
  /** By default one that no other has. */
  readonly id?: string;
  /** The name of a scenario for all contracts that have it, or names by the id of the contract. */
  readonly scenario?: string | Readonly<Record<string, string>>;
}

/** The sessions of a mock. */
export interface SessionsControl {
  /** Every session; the first is that of clients that name none, `default`. */
  list(): readonly SessionDescription[];
  /** Begins a session. Throws a `ServerError` when there is one of the id. */
  create(start?: SessionStart): SessionControl;
  /** A session by its id; it begins when it is first used. */
  get(id: string): SessionControl;
  describe(id: string): SessionDescription;
  /** Ends a session. */
  remove(id: string): void;
}
