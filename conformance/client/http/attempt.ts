import type { TargetErrorKind } from '../target-error.ts';

/** What goes over the wire. */
export interface AttemptRequest {
  readonly method: 'GET' | 'HEAD';
  readonly origin: string;
  /** As it is to be sent, with a leading slash. */
  readonly pathAndQuery: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly freshConnection: boolean;
}

/** An answer, of any status. */
export interface AttemptAnswer {
  readonly kind: 'answered';
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly durationMs: number;
}

/** No answer, or none that can be read. */
export interface AttemptFailure {
  readonly kind: 'failed';
  readonly error: TargetErrorKind;
  /** Why, in a sentence that may hold secrets. */
  readonly reason: string;
  /** Whether it may well go better the next time. */
  readonly transient: boolean;
  readonly durationMs: number;
}

export type AttemptOutcome = AttemptAnswer | AttemptFailure;
