/** One request and its response, as evidence: secrets are redacted. */
export interface Exchange {
  /** Upper case. The suite sends GET and HEAD; an audit shows whatever a client sent. */
  readonly method: string;
  /** Absolute, as it was sent. */
  readonly url: string;
  /** As they were sent, by name in lower case; a credential is `***`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The shell variable that stands for a redacted request header in a command: `authorization` -> `AUTHORIZATION`. */
  readonly variables: Readonly<Record<string, string>>;
  /** 0 when no response came; `failure` then says why. */
  readonly status: number;
  /** By name in lower case. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The body as text, cut after some kilobytes. */
  readonly body: string;
  /** Why there is no response, in a sentence. */
  readonly failure?: string;
  readonly durationMs: number;
}
