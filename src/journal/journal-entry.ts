/** An exchange as it may be shown: secrets are replaced by `***`. Plain data. */
export interface JournalEntry {
  /** Counts from 1 within its journal. */
  readonly id: number;
  readonly session: string;
  /** The id of the contract; absent for a path that leads nowhere. */
  readonly contract?: string;
  /** When the request came, in ISO 8601. */
  readonly at: string;
  /** The time on the session's own clock then, in ISO 8601. */
  readonly clock: string;
  /** How long the answer took, in milliseconds. */
  readonly durationMs: number;
  /** Which connection it came by: the same number, the same connection. Absent for a request that came by none. */
  readonly connection?: number;
  /** The client went away before the answer was whole. */
  readonly isAborted?: true;
  /** Faults that struck, by kind; absent: none. */
  readonly faults?: readonly string[];
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
