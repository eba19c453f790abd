import { type ErrorCode, PagewrightError } from '../../contract/error.ts';
import { FilterError } from '../../journal/filter-error.ts';
import { ServerError } from '../server-error.ts';

/** What the administration answers to a request that it refuses. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  'unknown-collection': 404,
  'unknown-row': 404,
  'unknown-move': 404,
  'unknown-contract': 404,
  'identity-taken': 409,
  'move-not-allowed': 409,
  'ambiguous-row': 409,
  'invalid-row': 422,
  'invalid-hint': 422,
  'field-cycle': 422,
  'unknown-field': 422,
  'invalid-size': 422,
  'unknown-session': 404,
  'unknown-snapshot': 404,
  'unknown-scenario': 404,
  'invalid-contract': 422,
  'unknown-exchange': 404,
  'session-taken': 409,
  'too-many-sessions': 503,
  'too-many-snapshots': 409,
  'too-many-faults': 409,
  'not-applicable': 409,
  'invalid-fault': 400,
  'invalid-filter': 400,
  'invalid-session': 400,
  'invalid-option': 400,
  'invalid-request': 400,
};

/** A message repeats what was sent, of which the beginning is enough. */
const LONGEST_MESSAGE = 2000;

function shorten(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message;
}

/** Codes for what the reader of bodies finds, by the status that it gives. */
const BODY_CODES: Readonly<Record<number, string>> = { 413: 'body-too-large', 415: 'unsupported-media-type' };

/** Brings whatever was thrown to a status and a code; nothing of an unforeseen error is told. */
export function toRefusal(error: unknown): Refusal {
  if (isKnown(error)) return { status: statusOf(error), code: error.code, message: shorten(error.message) };
  const { status = 500, message = '' } = (error ?? {}) as { status?: number; message?: string };
  if (status < 400 || status >= 500)
    return { status: 500, code: 'internal', message: 'the request could not be answered' };
  return { status, code: BODY_CODES[status] ?? 'invalid-request', message };
}

type KnownError = PagewrightError | ServerError | FilterError;

const KNOWN = [PagewrightError, ServerError, FilterError];

function isKnown(error: unknown): error is KnownError {
  return KNOWN.some((type) => error instanceof type);
}

function statusOf(error: KnownError): number {
  // A fault that is not on is not there; a kind that does not exist is a mistake of the call.
  if (error instanceof PagewrightError && error.code === 'unknown-fault') return error.field === 'kind' ? 400 : 404;
  if (error instanceof ServerError && error.code === 'unknown-fault') return 404;
  return STATUSES[error.code] ?? 500;
}
