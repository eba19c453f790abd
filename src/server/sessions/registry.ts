import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { type MockRequest, readHeader, SharedRequest } from '../../mock/message.ts';
import type { Session } from './session.ts';

/** The id of the session of clients that name none. */
export const DEFAULT_SESSION = 'default';

/** What the path of a named session begins with. */
const SESSION_PATH = '/__session/';

const SESSION_ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** All sessions of a server. */
export interface SessionRegistry {
  /** The session of clients that name none. */
  readonly main: Session;
  /**
   * The session of a request, which uses it; it begins when there is none of the id.
   *
   * @throws {PagewrightError} `invalid-session` or `too-many-sessions`
   */
  enter(id: string): Session;
  /** A session by its id, if there is one. */
  find(id: string): Session | undefined;
  /**
   * A session by its id, without using it.
   *
   * @throws {PagewrightError} `unknown-session`, with the ids that are like it
   */
  require(id: string): Session;
  /** Every session, the main one first. */
  list(): readonly Session[];
  /** Ends a named session. @returns whether there was one */
  remove(id: string): boolean;
  /** Ends all sessions and begins with a new main one. */
  restart(): void;
  /** Ends all sessions for good. */
  close(): void;
}

interface RegistryOptions {
  /** @param prefix - of the paths that lead into the session */
  readonly create: (id: string, prefix: string) => Session;
  /** Milliseconds without use after which a named session ends. */
  readonly idleMs: number;
  /** How many named sessions there may be at once. */
  readonly maxSessions: number;
  /** The time of day, in milliseconds since 1970. */
  readonly now: () => number;
}

/** How often idle sessions are looked for: this many times while one becomes idle. */
const SWEEPS = 10;
const MAX_SWEEP_INTERVAL = 60_000;

/** Creates the registry of a server's sessions; idle ones end by themselves. */
export function createSessionRegistry({ create, idleMs, maxSessions, now }: RegistryOptions): SessionRegistry {
  const named = new Map<string, Session>();
  let main = create(DEFAULT_SESSION, '');
  const interval = Math.min(MAX_SWEEP_INTERVAL, Math.max(1, idleMs / SWEEPS));
  const timer = setInterval(sweep, interval).unref();

  function sweep(): void {
    for (const id of named.keys()) find(id);
  }

  function remove(id: string): boolean {
    named.get(id)?.end();
    return named.delete(id);
  }

  function find(id: string): Session | undefined {
    if (id === DEFAULT_SESSION) return main;
    const session = named.get(id);
    if (session === undefined || now() - session.lastUsedAt < idleMs) return session;
    remove(id);
    return undefined;
  }

  function begin(id: string): Session {
    requireSessionId(id);
    if (named.size >= maxSessions) sweep();
    if (named.size >= maxSessions) {
      throw new PagewrightError(
        'too-many-sessions',
        `Too many sessions: at most ${maxSessions} at once; end one with DELETE /__admin/sessions/{id}, or wait until one is idle`,
      );
    }
    const session = create(id, SESSION_PATH + id);
    named.set(id, session);
    return session;
  }

  return {
    get main() {
      return main;
    },
    enter(id) {
      const session = find(id) ?? begin(id);
      session.lastUsedAt = now();
      return session;
    },
    find,
    require(id) {
      requireSessionId(id);
      const session = find(id);
      if (session !== undefined) return session;
      throw new PagewrightError(
        'unknown-session',
        `Unknown session ${id}${didYouMean(id, [DEFAULT_SESSION, ...named.keys()])}`,
      );
    },
    list() {
      sweep();
      return [main, ...named.values()];
    },
    remove,
    restart() {
      for (const id of named.keys()) remove(id);
      main.end();
      main = create(DEFAULT_SESSION, '');
    },
    close() {
      clearInterval(timer);
      for (const session of [main, ...named.values()]) session.end();
    },
  };
}

function requireSessionId(id: string): void {
  if (SESSION_ID.test(id)) return;
  throw new PagewrightError(
    'invalid-session',
    `Invalid session id ${JSON.stringify(id.slice(0, 80))}: must be 1–64 characters of [A-Za-z0-9._-], starting with a letter or digit`,
  );
}

/** The header that names a session, in lower case. */
const SESSION_HEADER = 'x-pagewright-session';

/** A request, with the session that it belongs to. */
export interface SessionRequest {
  readonly session: Session;
  /** As the lists of the session see it: without the session in its path, which is part of the origin. */
  readonly request: MockRequest;
  /** The number of its connection; absent for a request without one. */
  readonly connection?: number | undefined;
  /** Whether the session was named. */
  readonly isNamed: boolean;
}

/**
 * Finds the session of a request: that of its path, `/__session/{id}/…`, or of its header. Links in the response stay in the session
 * either way.
 *
 * @throws {PagewrightError} `invalid-session`, also when path and header name different sessions; `too-many-sessions`
 */
export function findSession(registry: SessionRegistry, request: MockRequest, connection?: number): SessionRequest {
  const byPath = request.path.startsWith(SESSION_PATH) ? readPath(request.path) : undefined;
  const byHeader = readHeader(request, SESSION_HEADER);
  const id = byPath?.id ?? byHeader;
  if (byPath?.id === '') {
    throw new PagewrightError('invalid-session', `Missing session id: the path must be ${SESSION_PATH}{id}/…`);
  }
  if (id === undefined || id === '') return { session: registry.main, request, connection, isNamed: false };
  if (byHeader !== undefined && byHeader !== '' && byHeader !== id) {
    throw new PagewrightError(
      'invalid-session',
      `Conflicting sessions: the path names ${id}, and the header ${SESSION_HEADER} ${byHeader}`,
    );
  }
  const session = registry.enter(id);
  return { session, request: enterRequest(request, session.prefix, byPath?.path), connection, isNamed: true };
}

/** A request names the same session each time, so it looks the same in it. */
function enterRequest(request: MockRequest, prefix: string, path = request.path): MockRequest {
  const { memo } = request;
  if (memo?.inSession !== undefined) return memo.inSession;
  const inside = { ...request, path, origin: request.origin + prefix };
  if (memo === undefined) return inside;
  memo.inSession = new SharedRequest(inside);
  return memo.inSession;
}

function readPath(path: string): { readonly id: string; readonly path: string } {
  const end = path.indexOf('/', SESSION_PATH.length);
  return end === -1
    ? { id: path.slice(SESSION_PATH.length), path: '/' }
    : { id: path.slice(SESSION_PATH.length, end), path: path.slice(end) };
}
