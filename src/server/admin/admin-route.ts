import type { Request, Response } from 'express';
import type { SessionControl } from '../control/session-control.ts';
import type { SessionsControl } from '../control/sessions-control.ts';

/** A call of the administration. */
export interface AdminCall {
  readonly request: Request;
  /** For routes that send by themselves. */
  readonly response: Response;
  /** The session that the call is about: that of `?session=`, or the default one. */
  readonly session: SessionControl;
  /** Aborted when the session that is in place now ends. */
  ended(): AbortSignal;
  readonly sessions: SessionsControl;
  /** A part of the path, decoded. */
  part(name: string): string;
  /** Parameters of the query that the route knows. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The JSON object that was sent; empty without one. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One operation of the administration. */
export interface AdminRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/__admin`: `/contracts/:id`. */
  readonly path: string;
  /** Names that the query may have, beside `session`. */
  readonly query?: readonly string[];
  /** What the call is answered with, other than 200, or 204 where there is nothing to say. */
  readonly status?: number;
  /** Names that the body may have; absent: it takes none. `*`: any. */
  readonly body?: readonly string[];
  /**
   * Does what is asked.
   *
   * @returns what is answered as JSON; `undefined` for nothing
   */
  run(call: AdminCall): unknown;
  /** Sends the answer in place of JSON. */
  send?(call: AdminCall): void;
}
