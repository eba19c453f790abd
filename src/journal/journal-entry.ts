import type { Exchange } from './exchange.ts';

/** What is shown of an exchange as it is. */
type Shown = Pick<Exchange, 'id' | 'session' | 'durationMs' | 'connection' | 'isAborted' | 'faults'>;

/** An exchange as it may be shown: secrets are replaced by `***`. Plain data. */
export interface JournalEntry extends Shown {
  /** The id of the contract; absent for a path that leads nowhere. */
  readonly contract?: string;
  /** When the request came, in ISO 8601. */
  readonly at: string;
  /** The time on the session's own clock then, in ISO 8601. */
  readonly clock: string;
  readonly request: {
    readonly method: string;
    /** Absolute, as it was sent. */
    readonly url: string;
    /** By name in lower case. */
    readonly headers: EntryHeaders;
  };
  /** Absent when the connection was reset in its place. */
  readonly response?: {
    readonly status: number;
    /** By name in lower case. */
    readonly headers: EntryHeaders;
    /** The whole text. */
    readonly body: string;
  };
}

/** Values by name; of a header that was sent several times, all of them, joined by commas as HTTP does. */
export type EntryHeaders = Readonly<Record<string, string>>;
