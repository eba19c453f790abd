import { isSuspiciousHeader, listSecrets } from '../../src/contract/credentials.ts';
import { REDACTED, type Redactor } from '../../src/contract/redactor.ts';
import { countNoun } from '../../src/contract/text.ts';

import type { HeaderEntry, MergedHeaders } from './settings.ts';
import type { AttemptAnswer, AttemptOutcome } from './transport.ts';

/** One request with its response, as evidence; secrets are redacted. */
export interface Exchange {
  /** Upper case. The suite sends GET and HEAD; an audit shows whatever a client sent. */
  readonly method: string;
  /** Absolute, as sent. */
  readonly url: string;
  /** By name in lower case; a credential is `***`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The body of a POST as text, cut after some kilobytes. */
  readonly requestBody?: string;
  /** The shell variable that stands for a redacted request header in a command: `authorization` -> `AUTHORIZATION`. */
  readonly variables: Readonly<Record<string, string>>;
  /** 0 when no response came; `failure` then says why. */
  readonly status: number;
  /** By name in lower case. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The body as text, cut after some kilobytes. */
  readonly body: string;
  /** Why there is no response. */
  readonly failure?: string;
  readonly durationMs: number;
}

/** In characters. */
const MAX_BODY_LENGTH = 8192;

/** A request as sent, secrets included. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: MergedHeaders;
  readonly body?: string;
  /** Names in lower case of headers that hold credentials. */
  readonly credentialHeaders: ReadonlySet<string>;
  /** Names in lower case of headers that may be shown nevertheless. */
  readonly publicHeaders: ReadonlySet<string>;
}

/**
 * Records a request and its response as evidence, with secrets redacted.
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
    ...(sent.body === undefined ? {} : { requestBody: shorten(redact(sent.body)) }),
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
  // An altered credential still shows most of the real one.
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
  if (text.length <= MAX_BODY_LENGTH) return text;
  return `${text.slice(0, MAX_BODY_LENGTH)}\n… (${countNoun(text.length - MAX_BODY_LENGTH, 'more character')})`;
}

/**
 * The curl command that repeats a request, for a POSIX shell.
 *
 * @param exchange - from the evidence of a report
 * @returns one line; a secret is a variable that holds the whole value of its header: `-H "authorization: $AUTHORIZATION"`
 */
export function toCurl(exchange: Exchange): string {
  const { method, url, requestHeaders } = exchange;
  const words = ['curl', '--silent', '--show-error'];
  words.push(method === 'HEAD' ? '--head' : '--include');
  if (!isImplied(exchange)) words.push('--request', quote(method));
  // curl would expand these.
  if (/[[\]{}]/.test(url)) words.push('--globoff');
  if (/\/\.{1,2}(?:[/?]|$)/.test(url.split('?', 1)[0] ?? '')) words.push('--path-as-is');
  // curl adds these by default.
  for (const name of ['accept', 'user-agent']) {
    if (requestHeaders[name] === undefined) words.push('-H', `'${name}:'`);
  }
  for (const [name, value] of Object.entries(requestHeaders)) {
    if (name === 'accept-encoding' && value.includes('gzip')) words.push('--compressed');
    else words.push('-H', writeHeader(name, value, exchange.variables[name]));
  }
  // curl would take another beginning for the name of a file, but --data-raw does not.
  if (exchange.requestBody !== undefined) words.push('--data-raw', quote(exchange.requestBody));
  words.push(quote(url));
  return words.join(' ');
}

/** Whether curl sends the method without being told. */
function isImplied({ method, requestBody }: Exchange): boolean {
  return method === 'HEAD' || method === 'GET' || (method === 'POST' && requestBody !== undefined);
}

function writeHeader(name: string, value: string, variable: string | undefined): string {
  if (variable !== undefined) {
    // A shell expands some characters within double quotes.
    return /^[\w-]+$/.test(name) ? `"${name}: $${variable}"` : `${quote(`${name}: `)}"$${variable}"`;
  }
  // For curl, a name with nothing after the colon removes the header.
  return quote(value === '' ? `${name};` : `${name}: ${value}`);
}

/** A word for a POSIX shell, in quotes where it needs them. */
export function quoteForShell(word: string): string {
  return /^[\w@%+:,./=-]+$/.test(word) ? word : quote(word);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
