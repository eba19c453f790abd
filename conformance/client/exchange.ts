import { isSuspiciousHeader, listSecrets } from '../../src/contract/credentials.ts';
import { REDACTED, type Redactor } from '../../src/contract/redactor.ts';
import { countNoun } from '../../src/contract/text.ts';

import { type HeaderEntry, type MergedHeaders, nameVariable } from './settings.ts';
import type { AttemptAnswer, AttemptOutcome } from './transport.ts';

/** One request with its response, as evidence; secrets are redacted. */
export interface Exchange {
  /** Upper case. The suite sends GET and HEAD; an audit shows whatever a client sent. */
  readonly method: string;
  /** Absolute, as sent; cut where it is very long. */
  readonly url: string;
  /** By name in lower case; a credential is `***`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The body of a POST as text, cut after some kilobytes. */
  readonly requestBody?: string;
  /**
   * What stands in a command for a redacted request header: the name of a shell variable (`authorization` -> `AUTHORIZATION`), or what a shell
   * has between double quotes (`Bearer ${TOKEN}`). A query parameter has a question mark before its name.
   */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether URL, headers or body of the request were cut, so that no command can repeat it. */
  readonly isCut?: boolean;
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
/** More than servers and proxies usually take, and less than one argument of a command may have. */
const MAX_URL_LENGTH = 32_768;
const MAX_HEADER_LENGTH = 8192;
const MAX_HEADERS = 100;
/** Beyond this a text is cut before secrets are looked for, which takes time for every character. */
const MAX_SEARCHED_LENGTH = 131_072;

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
  /** Query parameters that hold credentials, with what a shell would have between double quotes. */
  readonly secretQuery?: ReadonlyMap<string, string>;
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
  const search = (text: string): string => redact(text.slice(0, MAX_SEARCHED_LENGTH));
  const query = hideQuery(sent, { ...redactor, redact });
  const requestHeaders = [...sent.headers].map(([name, { value }]) => {
    return [name, hiddenNames.has(name) ? REDACTED : search(value)] as const;
  });
  const isCut =
    sent.url.length > MAX_URL_LENGTH ||
    (sent.body?.length ?? 0) > MAX_BODY_LENGTH ||
    requestHeaders.some(([, value]) => value.length > MAX_HEADER_LENGTH);
  return {
    method: sent.method,
    url: shorten(query.url, MAX_URL_LENGTH, sent.url.length),
    requestHeaders: limitHeaders(requestHeaders, (_, value) => value),
    ...(sent.body === undefined ? {} : { requestBody: shortenBody(search(sent.body), sent.body.length) }),
    variables: {
      ...Object.fromEntries(hidden.map(([name, entry]) => [name, describeVariable(name, entry)])),
      ...query.variables,
    },
    ...(isCut ? { isCut } : {}),
    status: answer.status,
    responseHeaders: limitHeaders(Object.entries(answer.headers), (name, value) => {
      return isSuspiciousHeader(name) ? REDACTED : search(value);
    }),
    body: shortenBody(search(answer.text), answer.text.length),
    ...(outcome.kind === 'failed' ? { failure: search(outcome.reason) } : {}),
    durationMs: outcome.durationMs,
  };
}

/** A request that was not sent, as it would have been; secrets are redacted. */
export function recordUnsent(sent: SentRequest, redactor: Redactor): Exchange {
  const outcome = {
    kind: 'failed',
    error: 'unreachable',
    reason: 'not sent',
    transient: false,
    durationMs: 0,
  } as const;
  return recordExchange(sent, outcome, redactor);
}

/** The URL without its secrets, and what stands for the parameters that are one. */
function hideQuery(
  { url, secretQuery = new Map() }: SentRequest,
  { redact, resembles }: Redactor,
): Pick<Exchange, 'url' | 'variables'> {
  const [path = '', ...rest] = url.slice(0, MAX_SEARCHED_LENGTH).split('?');
  if (secretQuery.size === 0 || rest.length === 0) return { url: redact([path, ...rest].join('?')), variables: {} };
  const variables: Record<string, string> = {};
  const pairs = rest.join('?').split('&');
  const shown = pairs.map((pair) => {
    const [[name, value] = ['', '']] = new URLSearchParams(pair);
    const shell = secretQuery.get(name);
    if (shell === undefined || value === '' || !resembles(value)) return redact(pair);
    // What is sent in place of the caller's own is altered.
    variables[`?${name}`] = redact(value) === REDACTED ? shell : `\${OTHER_${nameVariable(name)}}`;
    return `${pair.slice(0, pair.indexOf('='))}=${REDACTED}`;
  });
  return { url: `${redact(path)}?${shown.join('&')}`, variables };
}

/** @param show - makes what is shown of a header; it is not asked of those that are left out */
function limitHeaders(
  headers: readonly (readonly [name: string, value: string])[],
  show: (name: string, value: string) => string,
): Readonly<Record<string, string>> {
  const shown = headers
    .slice(0, MAX_HEADERS)
    .map(([name, value]) => [name, shorten(show(name, value), MAX_HEADER_LENGTH)]);
  const left = headers.length - shown.length;
  return { ...Object.fromEntries(shown), ...(left > 0 ? { '…': countNoun(left, 'more header') } : {}) };
}

function isHidden(name: string, { value }: HeaderEntry, sent: SentRequest, redactor: Redactor): boolean {
  // An altered credential still shows most of the real one.
  if (redactor.resembles(value)) return true;
  return !sent.publicHeaders.has(name) && (sent.credentialHeaders.has(name) || isSuspiciousHeader(name));
}

function describeVariable(name: string, { variablePrefix, variable }: HeaderEntry): string {
  return variable ?? nameVariable(`${variablePrefix}${name}`);
}

/** @param length - of the whole text, of which only the beginning may be at hand */
function shortenBody(text: string, length: number): string {
  const left = Math.max(text.length, length === text.length ? 0 : length - MAX_SEARCHED_LENGTH + text.length);
  if (left <= MAX_BODY_LENGTH) return text;
  return `${detach(text.slice(0, MAX_BODY_LENGTH))}\n… (${countNoun(left - MAX_BODY_LENGTH, 'more character')})`;
}

/** A part of a text keeps the whole of it in memory, unless it is a copy. */
function detach(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function shorten(text: string, limit: number, length: number = text.length): string {
  if (text.length <= limit) return text;
  return `${detach(text.slice(0, limit))}… (${countNoun(Math.max(text.length, length) - limit, 'more character')})`;
}

/**
 * The curl command that repeats a request, for a POSIX shell.
 *
 * @param exchange - from the evidence of a report
 * @returns one line; a secret is a variable that holds the whole value of its header: `-H "authorization: $AUTHORIZATION"`
 */
export function toCurl(exchange: Exchange): string {
  const { method, requestHeaders, variables, requestBody } = exchange;
  if (exchange.isCut === true) {
    return `# Too long for a command: ${method} ${exchange.url.slice(0, MAX_SHOWN_LENGTH)}…`;
  }
  const { url, parameters } = takeParameters(exchange);
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
    else words.push('-H', writeHeader(name, value, variables[name]));
  }
  // curl would take another beginning for the name of a file, but --data-raw does not.
  if (requestBody !== undefined) words.push('--data-raw', quote(requestBody));
  words.push(...parameters, quote(url));
  return words.join(' ');
}

const MAX_SHOWN_LENGTH = 200;

/**
 * Takes parameters that are variables out of a URL: curl encodes them for the query.
 *
 * @returns the options that put them there again; next to a body that is not possible, and the URL keeps what was redacted
 */
function takeParameters({ url, variables, requestBody }: Exchange): {
  readonly url: string;
  readonly parameters: readonly string[];
} {
  const named = Object.entries(variables).filter(([name]) => name.startsWith('?'));
  if (named.length === 0 || requestBody !== undefined) return { url, parameters: [] };
  const isVariable = (pair: string): boolean => {
    const [[name, value] = ['', '']] = new URLSearchParams(pair);
    return value === REDACTED && Object.hasOwn(variables, `?${name}`);
  };
  const [path = '', ...rest] = url.split('?');
  const kept = rest
    .join('?')
    .split('&')
    .filter((pair) => !isVariable(pair));
  const parameters = named.flatMap(([name, shell]) => {
    return ['--data-urlencode', `${quote(`${encodeURIComponent(name.slice(1))}=`)}"${shell}"`];
  });
  return { url: kept.length === 0 ? path : `${path}?${kept.join('&')}`, parameters: ['--get', ...parameters] };
}

/** Whether curl sends the method without being told. */
function isImplied({ method, requestBody }: Exchange): boolean {
  return method === 'HEAD' || method === 'GET' || (method === 'POST' && requestBody !== undefined);
}

function writeHeader(name: string, value: string, variable: string | undefined): string {
  if (variable !== undefined) {
    // The caller's own variables, and text between them.
    if (variable.includes('$')) return `${quote(`${name}: `)}"${variable}"`;
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

/** A variable of a command. */
export interface CommandVariable {
  /** What it stands for, in a sentence: `$AUTHORIZATION is the value of the header authorization`. */
  readonly text: string;
  /** Whether it is a credential of the caller as it is; others are those of a role, or altered. */
  readonly isOwn: boolean;
}

/** The variables of a command, so that whoever pastes it can set them; those that the caller has set already are left out. */
export function describeVariables({ variables }: Pick<Exchange, 'variables'>): readonly CommandVariable[] {
  return Object.entries(variables).flatMap(([key, variable]): readonly CommandVariable[] => {
    const isParameter = key.startsWith('?');
    const name = isParameter ? key.slice(1) : key;
    const own = nameVariable(name);
    const bare = isParameter ? /^\$\{(\w+)\}$/.exec(variable)?.[1] : /^\w+$/.exec(variable)?.[0];
    if (bare?.endsWith(own) !== true) return [];
    const prefix = bare.slice(0, bare.length - own.length).replace(/_$/, '');
    const what = `the ${isParameter ? 'query parameter' : 'header'} ${name}`;
    if (prefix === '') return [{ text: `$${bare} is the value of ${what}`, isOwn: true }];
    const text =
      prefix === 'OTHER'
        ? `$${bare} is what this request has as ${what}, in place of your own`
        : `$${bare} is ${what} of the role ${prefix.toLowerCase().replaceAll('_', '-')}`;
    return [{ text, isOwn: false }];
  });
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
