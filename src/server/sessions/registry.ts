import { type MockRequest, readHeader } from '../../mock/message.ts';
import { ServerError } from '../server-error.ts';
import type { Session } from './session.ts';

/** The id of the session of clients that name none. */
export const DEFAULT_SESSION = 'default';

/** What the path of a named session begins with. */
const SESSION_PATH = '/__session/';

const ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** All sessions of a server. */
export interface SessionRegistry {
  /** The session of clients that name none. */
  readonly main: Session;
  /**
   * A session by its id, for a request that is in it: made when there is none. It is used by that.
   *
   * @throws {ServerError} for an id that cannot be one, or when there are too many
   */
  enter(id: string): Session;
  /** A session by its id, if there is one. */
  find(id: string): Session | undefined;
  /** Every session, the main one first. */
  list(): readonly Session[];
  /** Ends a named session. @returns whether there was one */
  remove(id: string): boolean;
  /** Ends all of them and begins with a main one again. */
  restart(): void;
  /** Ends all of them for good. */
  close(): void;
}

/** How sessions come and go. */
interface RegistryOptions {
  /** @param prefix - what paths begin with that lead into it */
  readonly create: (id: string, prefix: string) => Session;
  /** Milliseconds without use after which a named session ends. */
  readonly idleMs: number;
  /** How many named sessions there may be at once. */
  readonly most: number;
  /** The time of day, in milliseconds since 1970. */
  readonly wall: () => number;
}

/** How often idle sessions are looked for: this many times while one becomes idle. */
const SWEEPS = 10;
const LONGEST_PAUSE = 60_000;

/** Makes the registry of a server's sessions; idle ones end by themselves. */
export function createSessionRegistry({ create, idleMs, most, wall }: RegistryOptions): SessionRegistry {
  const named = new Map<string, Session>();
  let main = create(DEFAULT_SESSION, '');
  const pause = Math.min(LONGEST_PAUSE, Math.max(1, idleMs / SWEEPS));
  const timer = setInterval(sweep, pause).unref();

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
    if (session === undefined || wall() - session.lastUsedAt < idleMs) return session;
    remove(id);
    return undefined;
  }

  function begin(id: string): Session {
    requireId(id);
    if (named.size >= most) sweep();
    if (named.size >= most) {
      throw new ServerError(
        'too-many-sessions',
        `there are ${most} sessions already; end one with DELETE /__admin/sessions/{id}, or wait until one is idle`,
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
      session.lastUsedAt = wall();
      return session;
    },
    find,
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

function requireId(id: string): void {
  if (ID.test(id)) return;
  throw new ServerError(
    'invalid-session',
    `${JSON.stringify(id.slice(0, 80))} cannot be the id of a session; expected 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first`,
  );
}

/** The header that names a session, in lower case. */
const SESSION_HEADER = 'x-pagewright-session';

/** A request, with the session that it belongs to. */
export interface SessionRequest {
  readonly session: Session;
  /** As the lists of the session see it: without the session in its path, which is part of the origin. */
  readonly request: MockRequest;
  /** Which connection it came by; absent for a request that came by none. */
  readonly connection?: number;
  /** Whether the session was named. */
  readonly isNamed: boolean;
}

/**
 * Finds the session of a request: that of its path, `/__session/{id}/…`, or of its header. Links of what is answered lead
 * into the session either way.
 *
 * @throws {ServerError} for an id that cannot be one, or when path and header name different sessions
 */
export function findSession(registry: SessionRegistry, request: MockRequest): SessionRequest {
  const byPath = request.path.startsWith(SESSION_PATH) ? readPath(request.path) : undefined;
  const byHeader = readHeader(request, SESSION_HEADER);
  const id = byPath?.id ?? byHeader;
  if (byPath?.id === '') {
    throw new ServerError('invalid-session', `the path names no session; expected ${SESSION_PATH}{id}/…`);
  }
  if (id === undefined || id === '') return { session: registry.main, request, isNamed: false };
  if (byHeader !== undefined && byHeader !== '' && byHeader !== id) {
    throw new ServerError(
      'invalid-session',
      `the path names the session ${id}, and the header ${SESSION_HEADER} another one (${byHeader}); name one`,
    );
  }
  const session = registry.enter(id);
  const { prefix } = session;
  const inside = { ...request, path: byPath?.path ?? request.path, origin: request.origin + prefix };
  return { session, request: inside, isNamed: true };
}

function readPath(path: string): { readonly id: string; readonly path: string } {
  const end = path.indexOf('/', SESSION_PATH.length);
  return end === -1
    ? { id: path.slice(SESSION_PATH.length), path: '/' }
    : { id: path.slice(SESSION_PATH.length, end), path: path.slice(end) };
}
