import type { Fault } from '../../fault/fault.ts';

/** What `serve` can be told, by the names of its flags; on the command line and in a configuration file alike. */
export interface ServeSettings {
  readonly contracts?: readonly string[];
  readonly port?: number;
  readonly host?: string;
  readonly seed?: string;
  readonly size?: number;
  /** For all contracts, or by id. */
  readonly scenario?: string | Readonly<Record<string, string>>;
  readonly now?: string;
  readonly deviation?: string;
  /** Whether answers use what contracts leave open; a text is the seed for it. */
  readonly grease?: boolean | string;
  /** Objects, or texts such as `latency:ms=300`. */
  readonly faults?: readonly (Fault | string)[];
  /** A span of time such as `2h`, or milliseconds. */
  readonly 'session-idle'?: string | number;
  readonly key?: string;
  readonly 'admin-token'?: string;
  readonly 'public-url'?: string;
  readonly 'trust-proxy'?: boolean;
  readonly cors?: boolean;
  readonly json?: boolean;
  readonly watch?: boolean;
}
