import { WorldError, type WorldErrorCode } from '../../mock/world-error.ts';
import { ServerError, type ServerErrorCode } from '../server-error.ts';

/** What the administration answers to a request that it refuses. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const STATUSES: Readonly<Partial<Record<WorldErrorCode | ServerErrorCode, number>>> = {
  'unknown-collection': 404,
  'unknown-row': 404,
  'unknown-move': 404,
  'unknown-contract': 404,
  'identity-taken': 409,
  'move-not-allowed': 409,
  'ambiguous-row': 409,
  'invalid-row': 422,
  'invalid-option': 400,
  'invalid-request': 400,
};

/** Codes for what the reader of bodies finds, by the status that it gives. */
const BODY_CODES: Readonly<Record<number, string>> = { 413: 'body-too-large', 415: 'unsupported-media-type' };

/** Brings whatever was thrown to a status and a code; nothing of an unforeseen error is told. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof WorldError || error instanceof ServerError) {
    return { status: STATUSES[error.code] ?? 500, code: error.code, message: error.message };
  }
  const { status = 500, message = '' } = (error ?? {}) as { status?: number; message?: string };
  if (status < 400 || status >= 500)
    return { status: 500, code: 'internal', message: 'the request could not be answered' };
  return { status, code: BODY_CODES[status] ?? 'invalid-request', message };
}
