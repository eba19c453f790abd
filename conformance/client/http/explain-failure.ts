import type { TargetErrorKind } from '../target-error.ts';

/** What a failure of the network means. */
export interface Explanation {
  readonly error: TargetErrorKind;
  readonly reason: string;
  /** Whether it may well go better the next time. */
  readonly transient: boolean;
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was closed before an answer came',
  EPIPE: 'the connection was closed while the request was sent',
  ETIMEDOUT: 'no connection could be made in time',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EPROTO: 'it does not speak TLS (is it http:// rather than https://?)',
};

const TRANSIENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

const CERTIFICATE = /CERT|^UNABLE_TO_|SELF_SIGNED|^ERR_TLS_/;

/**
 * Says what an error of the HTTP client means.
 *
 * @param error - whatever was thrown or emitted
 * @param responseBegan - whether the head of a response had come before
 */
export function explainFailure(error: unknown, responseBegan: boolean): Explanation {
  const code = readCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ETOOLARGE') return permanent('too-large', 'the body is larger than allowed');
  if (code === 'HPE_HEADER_OVERFLOW') return permanent('too-large', 'the headers are larger than allowed');
  if (code.startsWith('HPE_')) return permanent('malformed-http', `what came is not HTTP/1.1 (${message})`);
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT') || code.startsWith('ERR_PADDING')) {
    return permanent('malformed-http', `the body is not compressed as its Content-Encoding says (${message})`);
  }
  if (responseBegan) return { error: 'malformed-http', reason: 'the response ended before its end', transient: true };
  if (CERTIFICATE.test(code)) return permanent('unreachable', `its certificate is not trusted (${message})`);
  const known = UNREACHABLE[code];
  if (known !== undefined) return { error: 'unreachable', reason: known, transient: TRANSIENT.has(code) };
  return permanent('unreachable', message || code || 'the connection failed');
}

function permanent(error: TargetErrorKind, reason: string): Explanation {
  return { error, reason, transient: false };
}

function readCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
