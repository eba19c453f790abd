import { REDACTED, type Redactor } from '../../../src/contract/secrets/create-redactor.ts';
import { isSuspiciousHeader } from '../../../src/contract/secrets/is-credential-header.ts';
import { listSecrets } from '../../../src/contract/secrets/list-secrets.ts';
import type { Exchange } from '../exchange.ts';
import type { AttemptAnswer, AttemptOutcome } from '../http/attempt.ts';
import type { HeaderEntry, MergedHeaders } from './merge-headers.ts';

/** Of a body, in characters. */
const SHOWN_BODY = 8192;

/** What was sent, secrets included. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: MergedHeaders;
  /** Names in lower case of headers that hold credentials. */
  readonly credentialHeaders: ReadonlySet<string>;
  /** Names in lower case of headers that may be shown nevertheless. */
  readonly publicHeaders: ReadonlySet<string>;
}

/**
 * Makes evidence of a request and what came of it.
 *
 * @param sent - the request
 * @param outcome - of its last attempt
 * @param redactor - knows the credentials of the target and of all roles
 */
export function recordExchange(sent: SentRequest, outcome: AttemptOutcome, redactor: Redactor): Exchange {
  const hidden = [...sent.headers].filter(([name, entry]) => isHidden(name, entry, sent, redactor));
  const answer: Pick<AttemptAnswer, 'status' | 'headers' | 'text'> =
    outcome.kind === 'answered' ? outcome : { status: 0, headers: {}, text: '' };
  const { redact } = redactor.extend([
    ...hidden.flatMap(([name, { value }]) => listSecrets(name, value)),
    ...listSecrets('set-cookie', answer.headers['set-cookie'] ?? ''),
  ]);
  const hiddenNames = new Set(hidden.map(([name]) => name));
  return {
    method: sent.method,
    url: redact(sent.url),
    requestHeaders: Object.fromEntries(
      [...sent.headers].map(([name, { value }]) => [name, hiddenNames.has(name) ? REDACTED : redact(value)]),
    ),
    variables: Object.fromEntries(hidden.map(([name, entry]) => [name, nameVariable(name, entry)])),
    status: answer.status,
    responseHeaders: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name,
        isSuspiciousHeader(name) ? REDACTED : redact(value),
      ]),
    ),
    body: shorten(redact(answer.text)),
    ...(outcome.kind === 'failed' ? { failure: redact(outcome.reason) } : {}),
    durationMs: outcome.durationMs,
  };
}

function isHidden(name: string, { value }: HeaderEntry, sent: SentRequest, redactor: Redactor): boolean {
  // A credential that was altered is one still.
  if (redactor.resembles(value)) return true;
  return !sent.publicHeaders.has(name) && (sent.credentialHeaders.has(name) || isSuspiciousHeader(name));
}

function nameVariable(name: string, { variablePrefix }: HeaderEntry): string {
  return `${variablePrefix}${name}`
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
    .replace(/^(?=\d)/, '_');
}

function shorten(text: string): string {
  if (text.length <= SHOWN_BODY) return text;
  return `${text.slice(0, SHOWN_BODY)}\n… (${text.length - SHOWN_BODY} more characters)`;
}
