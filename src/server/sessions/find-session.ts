import { type MockRequest, readHeader } from '../../mock/message.ts';
import { ServerError } from '../server-error.ts';
import { SESSION_PATH, type SessionRegistry } from './create-session-registry.ts';
import type { Session } from './session.ts';

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
