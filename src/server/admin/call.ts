import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import type { SessionControl } from '../control/session-control.ts';
import type { SessionsControl } from '../control/sessions-control.ts';
import { readTarget } from '../http/request.ts';
import type { Session } from '../sessions/session.ts';

/** A call of the admin API. */
export interface AdminCall {
  readonly request: Request;
  /** For routes that send by themselves. */
  readonly response: Response;
  /** The session that the call is about: that of `?session=`, or the default one. */
  readonly session: SessionControl;
  /** The session that has the id now. */
  enter(): Session;
  readonly sessions: SessionsControl;
  /** A parameter of the path, decoded. */
  part(name: string): string;
  /** The parameters of the query that the route knows. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The JSON object that was sent; empty without one. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One operation of the admin API. */
export interface AdminRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/__admin`: `/contracts/:id`. */
  readonly path: string;
  /** Names that the query may have, beside `session`. */
  readonly query?: readonly string[];
  /** The status, if not 200, or 204 without a body. */
  readonly status?: number;
  /** Names that the body may have; absent: it takes none. `*`: any. */
  readonly body?: readonly string[];
  /** Whether a session that does not exist begins; by default with every change. */
  readonly begins?: boolean;
  /**
   * Does what the call says.
   *
   * @returns what is sent as JSON, or a promise of it; `undefined` for nothing
   */
  run?(call: AdminCall): unknown;
  /** Sends the response, in place of what `run` would return. */
  send?(call: AdminCall): void | Promise<void>;
}

/**
 * Reads the query of a call.
 *
 * @param known - the names that it may have
 * @throws {PagewrightError} for any other name, or one that is given twice
 */
export function readParameters<Name extends string>(
  request: IncomingMessage,
  known: readonly Name[],
): Partial<Record<Name, string>> {
  const parameters: Partial<Record<Name, string>> = {};
  for (const [name, value] of new URLSearchParams(readTarget(request.url ?? '').query)) {
    const found = known.find((one) => one === name);
    if (found === undefined) {
      throw new PagewrightError('invalid-request', `Unknown parameter ${name}${didYouMean(name, known)}`);
    }
    if (parameters[found] !== undefined) {
      throw new PagewrightError('invalid-request', `Invalid ${name}: must be given only once`);
    }
    parameters[found] = value;
  }
  return parameters;
}

/** Reads a whole number from the query. */
export function readInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new PagewrightError('invalid-request', `Invalid ${name} ${JSON.stringify(text)}: must be a whole number`);
}

/**
 * Reads a string from the body.
 *
 * @param example - what would be right, as JSON
 */
export function readText(name: string, value: unknown, example: string): string {
  if (typeof value === 'string' && value !== '') return value;
  const found = value === undefined ? `Missing ${name}` : `Invalid ${name} ${JSON.stringify(value)}`;
  throw new PagewrightError('invalid-request', `${found}: must be a string, for example ${example}`);
}

const requireJson: RequestHandler = ({ headers }, _response, next) => {
  const type = headers['content-type'];
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '')) return next();
  const message = `Invalid Content-Type ${type ?? '(none)'}: must be application/json`;
  next(Object.assign(new Error(message), { status: 415 }));
};

/** Reads the body of a call as JSON. */
export const readJsonBody: readonly RequestHandler[] = [
  requireJson,
  express.json({ limit: '1mb', strict: false, type: () => true }),
];

/** No row, fault or clock change is deeper. */
const MAX_DEPTH = 100;

/**
 * Takes the fields of a body that was read; without a body there are none.
 *
 * @param known - names that it may have; `*` for any
 * @throws {PagewrightError} when it is no object, too deep, or has an unknown field
 */
export function readFields(body: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  if (isTooDeep(body)) {
    throw new PagewrightError('invalid-request', `Invalid body: must not be nested more than ${MAX_DEPTH} levels deep`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const example = known.includes('*') ? 'such as {"name": "value"}' : `with ${known.join(', ')}`;
    throw new PagewrightError('invalid-request', `Invalid body: must be a JSON object ${example}`);
  }
  const unknown = known.includes('*') ? undefined : Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return body as Record<string, unknown>;
  throw new PagewrightError('invalid-request', `Unknown field ${unknown}${didYouMean(unknown, known)}`);
}

/** Goes level by level: what is too deep is too deep for recursion, too. */
function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}
