import type { SessionControl } from './control/session-control.ts';
import type { SessionsControl } from './control/sessions-control.ts';
import type { MockApp } from './mock-app.ts';

/** A mock that runs. What it is controlled with concerns the session of clients that name none. */
export interface Mock extends SessionControl, AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:49152`, without a slash at the end. `http://127.0.0.1` when it does not listen. */
  readonly url: string;
  /** The mock as an Express application, to be mounted in another one or handed to supertest. */
  readonly app: MockApp;
  /** Worlds of their own for clients that must not meet. */
  readonly sessions: SessionsControl;
  /**
   * A session by its id, which begins when it is first used; without one, a new session.
   *
   * @example
   * ```ts
   * const session = mock.session();
   * await runClient({ baseUrl: session.url });
   * session.audit().toBeClean();
   * ```
   */
  session(id?: string): SessionControl;
  /**
   * Answers a request without a socket: all but the administration, for which there is this object. It fits where a client
   * takes a `fetch` of one's own: `(input, init) => mock.handle(new Request(input, init))`.
   */
  handle(request: Request): Promise<Response>;
  /** Stops listening. Answers that are being sent are finished first. */
  close(): Promise<void>;
}
