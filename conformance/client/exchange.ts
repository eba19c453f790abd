import { isSuspiciousHeader, listSecrets } from '../../src/contract/credentials.ts';
import { REDACTED, type Redactor } from '../../src/contract/redactor.ts';
import { countNoun } from '../../src/contract/text.ts';

import type { HeaderEntry, MergedHeaders } from './settings.ts';
import type { AttemptAnswer, AttemptOutcome } from './transport.ts';

/** One request and its response, as evidence: secrets are redacted. */
export interface Exchange {
  /** Upper case. The suite sends GET and HEAD; an audit shows whatever a client sent. */
  readonly method: string;
  /** Absolute, as it was sent. */
  readonly url: string;
  /** As they were sent, by name in lower case; a credential is `***`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The shell variable that stands for a redacted request header in a command: `authorization` -> `AUTHORIZATION`. */
  readonly variables: Readonly<Record<string, string>>;
  /** 0 when no response came; `failure` then says why. */
  readonly status: number;
  /** By name in lower case. */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The body as text, cut after some kilobytes. */
  readonly body: string;
  /** Why there is no response, in a sentence. */
  readonly failure?: string;
  readonly durationMs: number;
}

/** Of a body, in characters. */
const MAX_BODY_LENGTH = 8192;

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
  if (text.length <= MAX_BODY_LENGTH) return text;
  return `${text.slice(0, MAX_BODY_LENGTH)}\n… (${countNoun(text.length - MAX_BODY_LENGTH, 'more character')})`;
}

/**
 * A command for a POSIX shell that sends the same request again.
 *
 * @param exchange - as recorded
 * @returns one line; a secret is a variable that holds the whole value of its header: `-H "authorization: $AUTHORIZATION"`
 */
export function toCurl(exchange: Exchange): string {
  const { method, url, requestHeaders } = exchange;
  const words = ['curl', '--silent', '--show-error'];
  words.push(method === 'HEAD' ? '--head' : '--include');
  if (method !== 'HEAD' && method !== 'GET') words.push('--request', quote(method));
  // curl gives a meaning of its own to these.
  if (/[[\]{}]/.test(url)) words.push('--globoff');
  if (/\/\.{1,2}(?:[/?]|$)/.test(url.split('?', 1)[0] ?? '')) words.push('--path-as-is');
  // What curl would add by itself.
  for (const name of ['accept', 'user-agent']) {
    if (requestHeaders[name] === undefined) words.push('-H', `'${name}:'`);
  }
  for (const [name, value] of Object.entries(requestHeaders)) {
    if (name === 'accept-encoding' && value.includes('gzip')) words.push('--compressed');
    else words.push('-H', writeHeader(name, value, exchange.variables[name]));
  }
  words.push(quote(url));
  return words.join(' ');
}

function writeHeader(name: string, value: string, variable: string | undefined): string {
  if (variable !== undefined) {
    // A header's name may hold what a shell would read within double quotes.
    return /^[\w-]+$/.test(name) ? `"${name}: $${variable}"` : `${quote(`${name}: `)}"$${variable}"`;
  }
  // curl takes a name with nothing after the colon as a wish to leave it out.
  return quote(value === '' ? `${name};` : `${name}: ${value}`);
}

/** A word that a POSIX shell takes as it is: quoted where anything in it could mean something else. */
export function quoteForShell(word: string): string {
  return /^[\w@%+:,./=-]+$/.test(word) ? word : quote(word);
}

/** In single quotes a shell reads nothing but the end of them. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
