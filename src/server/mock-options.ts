import type { Fault } from '../fault/fault.ts';
import type { JournalRoom } from '../journal/create-journal.ts';
import type { GreaseSettings } from './sessions/session.ts';

/** What a mock serves, and how. Every option may be left out. */
export interface MockOptions {
  /** Ids of contracts that come with the package, or paths of contract files. All that come with it by default. */
  readonly contract?: string | readonly string[] | undefined;
  /**
   * The situation that the rows come from: the name of a scenario or the path of a scenario file, for all contracts or by
   * the contract's id. By default `demo`, or the first that a contract has.
   */
  readonly scenario?: string | Readonly<Record<string, string>> | undefined;
  /** Decides all generated values: the same seed gives the same bytes on every machine. 1 by default. */
  readonly seed?: string | number | undefined;
  /** How many rows the first recipe of the scenario makes, in place of what it says. */
  readonly size?: number | undefined;
  /**
   * The mock's clock: a date-time (ISO 8601), milliseconds since 1970, or a Date, at which it stands still; or `system` for
   * the time of day. By default it stands still at the scenario's own time.
   */
  readonly now?: string | number | Date | undefined;
  /** The secret that signs cursors and links: they stay valid in every mock with the same one. */
  readonly key?: string | undefined;
  /**
   * The name of a deviation, a bug or a variation that the lists show where it applies to them; `pagewright deviations` lists
   * what there is.
   */
  readonly deviation?: string | undefined;
  /**
   * Whether answers use what contracts leave open, differently each time, so that a client breaks that takes any of it for
   * granted: `true`, a seed, or a seed and features. Not by default.
   */
  readonly grease?: boolean | string | Partial<GreaseSettings> | undefined;
  /** What goes wrong from the start, in every session: objects, or texts such as `latency:ms=300`. */
  readonly faults?: readonly (Fault | string)[] | undefined;
  /** How much the journal keeps of the default session, and of each other one: 10,000 and 16 MB, 1,000 and 1 MB by default. */
  readonly journal?: JournalRoom | undefined;
  /** After which time without use a session ends by itself, such as `2h`; 30 minutes by default. */
  readonly sessionIdle?: string | number | undefined;
  /** What callers of the administration have to present; without it, they have to be on the same machine. */
  readonly adminToken?: string | undefined;
  /** What links start with, when clients reach the mock by another address than it sees: `https://api.example.com/mock`. */
  readonly publicUrl?: string | undefined;
  /** Whether `Forwarded` and `X-Forwarded-*` headers of a proxy are believed. Not by default. */
  readonly trustProxy?: boolean | undefined;
  /** Whether pages of other origins may read answers. Not by default. */
  readonly cors?: boolean | undefined;
  /** Whether it listens on a port. Without, it answers through `app` and `handle` only. By default it does. */
  readonly listen?: boolean | undefined;
  /** The port; 0, which is the default, stands for any that is free. */
  readonly port?: number | undefined;
  /** The address or name to listen on; `127.0.0.1` by default. */
  readonly host?: string | undefined;
}
