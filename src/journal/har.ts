/** An archive of HTTP exchanges, HAR 1.2, as far as we write it. Names with an underscore are our own, as HAR allows. */
export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

/** One exchange. */
export interface HarEntry {
  readonly startedDateTime: string;
  /** In milliseconds: the sum of the timings. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  /** In milliseconds. */
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  /** The number of the connection, as text. */
  readonly connection?: string;
  readonly _id: number;
  readonly _session: string;
  readonly _contract?: string;
  readonly _clock: string;
  readonly _aborted?: true;
  readonly _faults?: readonly string[];
}

/** A request; -1 stands for a size that is not known. */
export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly NamedValue[];
  readonly headers: readonly NamedValue[];
  /** Decoded. */
  readonly queryString: readonly NamedValue[];
  readonly headersSize: number;
  readonly bodySize: number;
}

/** A response; its status is 0 when there was none. */
export interface HarResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly NamedValue[];
  readonly headers: readonly NamedValue[];
  readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string };
  readonly redirectURL: string;
  readonly headersSize: number;
  readonly bodySize: number;
  /** Why there was no response, in the words of Chromium's developer tools. */
  readonly _error?: string;
}

/** A header, or a parameter of a query. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}
