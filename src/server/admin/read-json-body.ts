import express, { type RequestHandler } from 'express';
import { ServerError } from '../server-error.ts';

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
