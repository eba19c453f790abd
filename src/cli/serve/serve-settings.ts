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
  readonly key?: string;
  readonly 'public-url'?: string;
  readonly 'trust-proxy'?: boolean;
  readonly cors?: boolean;
  readonly json?: boolean;
  readonly watch?: boolean;
}
