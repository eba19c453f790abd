import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { SessionControl } from '../control/session-control.ts';
import type { SessionsControl } from '../control/sessions-control.ts';
import { readTarget } from '../http/request.ts';
import { ServerError } from '../server-error.ts';

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

/**
 * Reads the query of a request to the administration.
 *
 * @param known - the names that it may have
 * @throws {ServerError} for any other name, or one that is given twice
 */
export function readParameters<Name extends string>(
  request: IncomingMessage,
  known: readonly Name[],
): Partial<Record<Name, string>> {
  const parameters: Partial<Record<Name, string>> = {};
  for (const [name, value] of new URLSearchParams(readTarget(request.url ?? '').query)) {
    const found = known.find((one) => one === name);
    if (found === undefined) {
      const names = known.length === 0 ? 'there are none here' : `expected ${known.join(', ')}`;
      throw new ServerError('invalid-request', `there is no parameter ${name}; ${names}`);
    }
    if (parameters[found] !== undefined) throw new ServerError('invalid-request', `${name} is given twice`);
    parameters[found] = value;
  }
  return parameters;
}

/**
 * Reads a parameter of the query that is a whole number.
 *
 * @throws {ServerError} for anything else
 */
export function readWhole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ServerError('invalid-request', `${name} is ${JSON.stringify(text)}; expected a whole number`);
}

/**
 * Reads a field of the body that is a text.
 *
 * @param example - what would be right
 * @throws {ServerError} when it is missing or something else
 */
export function readText(name: string, value: unknown, example: string): string {
  if (typeof value === 'string' && value !== '') return value;
  const found = value === undefined ? `${name} is missing` : `${name} is ${JSON.stringify(value)}`;
  throw new ServerError('invalid-request', `${found}; expected a text, such as ${example}`);
}

const requireJson: RequestHandler = ({ headers }, _response, next) => {
  const type = headers['content-type'];
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '')) return next();
  next(
    Object.assign(new Error(`the body is ${type ?? 'of no stated type'}; expected application/json`), { status: 415 }),
  );
};

/** No row, fault or clock is deeper. */
const MOST_LEVELS = 100;

/** Level by level: what is too deep is too deep for recursion, too. */
function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Reads the body of a call as JSON. */
export const readJsonBody: readonly RequestHandler[] = [
  requireJson,
  express.json({ limit: '1mb', strict: false, type: () => true }),
];

/**
 * Takes the fields of a body that was read; without a body there are none.
 *
 * @param known - names that it may have; `*` for any
 * @throws {ServerError} when it is no object, or has a field that nobody knows
 */
export function readFields(body: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  if (isDeep(body)) {
    throw new ServerError('invalid-request', `the body is nested more than ${MOST_LEVELS} levels deep`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const example = known.includes('*') ? '{"name": "value"}' : `an object with ${known.join(', ')}`;
    throw new ServerError('invalid-request', `the body is no JSON object; expected ${example}`);
  }
  const unknown = known.includes('*') ? undefined : Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return body as Record<string, unknown>;
  throw new ServerError('invalid-request', `there is no field ${unknown}; expected ${known.join(', ')}`);
}
