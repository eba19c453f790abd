import type { IncomingMessage, ServerResponse } from 'node:http';
import { readVersion } from '../../contract/package-file.ts';
import { sendResponse } from '../http/response.ts';
import { jsonResponse } from '../problem.ts';
import { DEFAULT_SESSION, type SessionRegistry } from '../sessions/registry.ts';
import type { Session } from '../sessions/session.ts';
import { findRejection, type GuardOptions } from './guard.ts';

/** What `GET /__admin/health` says. */
interface Health {
  readonly status: 'ok';
  readonly version: string;
  /** Seconds since the process began. */
  readonly uptime: number;
  /** The ids of what is served. */
  readonly contracts: readonly string[];
  /** How many sessions there are. */
  readonly sessions: number;
}

/** @param session - that asks */
export function describeHealth(session: Session, sessions: number): Health {
  return {
    status: 'ok',
    version: readVersion(),
    uptime: process.uptime(),
    contracts: session.lists.map(({ contract }) => contract.id),
    sessions,
  };
}

/**
 * Answers the plain question whether the server is up, which whoever starts it repeats until it is: it need not wait for Express.
 *
 * @returns whether it was that question, from somebody who may ask
 */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  { registry, guard }: { readonly registry: SessionRegistry; readonly guard: GuardOptions },
): boolean {
  if (request.method !== 'GET' || request.url !== '/__admin/health') return false;
  if (findRejection(request, guard) !== undefined) return false;
  const health = describeHealth(registry.enter(DEFAULT_SESSION), registry.list().length);
  sendResponse(request, response, jsonResponse(200, health));
  return true;
}
