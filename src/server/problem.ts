import { STATUS_CODES } from 'node:http';
import { type ErrorCode, PagewrightError } from '../contract/error.ts';
import type { Headers, MockResponse } from '../mock/message.ts';
import { toByteString } from '../store/body.ts';

/** What went wrong, as RFC 9457 has it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [more: string]: unknown;
}

/** What the admin API says when it rejects a request. */
export interface AdminError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The status for each error that a request can cause; any other error is a bug of the mock. */
const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  'invalid-fault': 400,
  'invalid-filter': 400,
  'invalid-option': 400,
  'invalid-query': 400,
  'invalid-request': 400,
  'invalid-session': 400,
  'unknown-check': 404,
  'unknown-collection': 404,
  'unknown-contract': 404,
  'unknown-credential': 404,
  'unknown-demo': 404,
  'unknown-deviation': 404,
  'unknown-exchange': 404,
  'unknown-fault': 404,
  'unknown-hold': 404,
  'unknown-walk': 404,
  'unknown-move': 404,
  'unknown-row': 404,
  'unknown-scenario': 404,
  'unknown-session': 404,
  'unknown-snapshot': 404,
  'ambiguous-row': 409,
  'nothing-to-undo': 409,
  'identity-taken': 409,
  'move-not-allowed': 409,
  'not-applicable': 409,
  'session-taken': 409,
  'check-running': 409,
  'too-many-checks': 409,
  'too-many-faults': 409,
  'too-many-snapshots': 409,
  'field-cycle': 422,
  'invalid-contract': 422,
  'invalid-demo': 422,
  'invalid-hint': 422,
  'invalid-row': 422,
  'invalid-size': 422,
  'unknown-field': 422,
  'no-rows': 501,
  'too-many-sessions': 503,
};

/** Codes for what the reader of bodies finds, by its status. */
const BODY_CODES: Readonly<Record<number, string>> = { 413: 'body-too-large', 415: 'unsupported-media-type' };

/** A message repeats what was sent; the beginning is enough. */
const MAX_MESSAGE_LENGTH = 2000;

/** A response with a value as JSON. */
export function jsonResponse(status: number, value: unknown, headers: Headers = []): MockResponse {
  const type = headers.some(([name]) => name === 'Content-Type') ? [] : [['Content-Type', 'application/json'] as const];
  return { status, headers: [...type, ...headers], body: toByteString(JSON.stringify(value)) };
}

/** A response of type `application/problem+json`. */
export function problemResponse(problem: Problem, headers: Headers = []): MockResponse {
  return jsonResponse(problem.status, problem, [['Content-Type', 'application/problem+json'], ...headers]);
}

/** A problem without a type of its own: the status says it all, and the title is its reason phrase. */
export function plainProblem(status: number, detail: string): MockResponse {
  return problemResponse({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail });
}

/**
 * The response to a client whose request asked the server for something that it cannot have: a session, a fault, a body that
 * cannot be read.
 *
 * @returns `undefined` for an error that is no fault of the client
 */
export function toProblem(error: unknown): MockResponse | undefined {
  if (error instanceof PagewrightError) {
    const status = STATUSES[error.code];
    // To a client all of it is one header or path that is wrong: nothing that could be looked up under another address.
    return status === undefined ? undefined : plainProblem(status >= 500 ? status : 400, error.message);
  }
  const { status, message } = readHttpError(error);
  return status < 500 ? plainProblem(status, message) : undefined;
}

/** The admin API's error for whatever was thrown; an unforeseen error discloses nothing. */
export function toAdminError(error: unknown): AdminError {
  if (error instanceof PagewrightError) {
    return { status: statusOf(error), code: error.code, message: shorten(error.message) };
  }
  const { status, message } = readHttpError(error);
  return status < 500
    ? { status, code: BODY_CODES[status] ?? 'invalid-request', message }
    : { status: 500, code: 'internal', message: 'Internal error' };
}

function statusOf({ code, field }: PagewrightError): number {
  // A fault that is not active is not there; a kind that does not exist is a mistake in the call.
  if (code === 'unknown-fault' && field === 'kind') return 400;
  return STATUSES[code] ?? 500;
}

function shorten(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)} …` : message;
}

interface BodyParserError {
  readonly status?: number;
  readonly type?: string;
  readonly message?: string;
  /** In bytes. */
  readonly limit?: number;
}

/** Errors of body parsers carry a status; whatever has none is unforeseen. */
function readHttpError(error: unknown): { readonly status: number; readonly message: string } {
  const { status, type, message = '', limit = 0 } = (error ?? {}) as BodyParserError;
  if (status === undefined || status < 400 || status >= 500) return { status: 500, message };
  if (type === 'entity.parse.failed') return { status, message: `Invalid JSON: ${message}` };
  if (type === 'entity.too.large') return { status, message: `Invalid body: must be at most ${limit / 2 ** 20} MB` };
  return { status, message };
}
