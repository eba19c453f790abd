/** Parameters of a query; those without a value are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** What a call is made of beside its path. */
export interface CallParts {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** How a stream is read. */
interface StreamParts {
  readonly query?: Query;
  /** The id of the last event that is known: those that came after it come first. */
  readonly lastId?: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The administration of a mock that runs, or of one session of it. */
export interface AdminClient {
  /** Where the mock is, without a slash at the end. */
  readonly url: string;
  /**
   * Calls the administration.
   *
   * @param path - below `/__admin`, such as `/clock`; parts of it have to be encoded
   * @returns what it answers, parsed; `undefined` when it has nothing to say
   * @throws {CliError} with its own message when it refuses, or that says why there is no answer of an administration
   */
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, parts?: CallParts): Promise<Answer>;
  /** Opens a stream of events; throws as `call` does. */
  stream(path: string, parts: StreamParts): Promise<ReadableStream<Uint8Array>>;
}
