import { LRUCache } from 'lru-cache';
import type { Contract } from '../contract/contract.ts';
import {
  isSuspiciousHeader,
  listBodySecrets,
  listCredentialHeaders,
  listFurtherSchemes,
  listPublicHeaders,
  listQuerySecrets,
  listSecrets,
} from '../contract/credentials.ts';
import { createRedactor, REDACTED, type Redactor } from '../contract/redactor.ts';
import type { Headers } from '../mock/message.ts';
import { type Exchange, readSender, writeUrl } from './exchange.ts';

/** What is shown of an exchange as it is. */
type Shown = Pick<Exchange, 'id' | 'session' | 'durationMs' | 'connection' | 'isAborted' | 'faults'>;

/** An exchange as it may be shown: secrets are replaced by `***`. Plain data. */
export interface JournalEntry extends Shown {
  /** Who says to have sent the request, such as `console`; absent for clients, which say nothing. */
  readonly by?: string;
  /** The id of the contract; absent for an unknown path. */
  readonly contract?: string;
  /** When the request came, in ISO 8601. */
  readonly at: string;
  /** The time on the session's own clock then, in ISO 8601. */
  readonly clock: string;
  readonly request: {
    readonly method: string;
    /** Absolute, as it was sent. */
    readonly url: string;
    /** By name in lower case. */
    readonly headers: EntryHeaders;
    /** Its text, up to 65,536 characters; absent where nothing was sent, or nothing read it. */
    readonly body?: string;
  };
  /** Absent when the connection was reset before the response. */
  readonly response?: {
    readonly status: number;
    /** By name in lower case. */
    readonly headers: EntryHeaders;
    /** The whole text. */
    readonly body: string;
  };
}

/** Values by name; of a header that was sent several times, all of them, joined by commas as HTTP does. */
type EntryHeaders = Readonly<Record<string, string>>;

/** What is known before any exchange. */
interface KnownSecrets {
  /** Values of credentials: those of all tenants of the scenarios. */
  readonly secrets: Iterable<string>;
  /** Those that are served: headers that carry a credential for one of them are hidden wherever the request goes. */
  readonly contracts: readonly Contract[];
}

/** Sets of secrets whose redactors are kept. */
const KEPT_REDACTORS = 64;
/** Characters of header values of which is kept whether they resemble a secret. */
const KEPT_VALUES = 2 ** 18;
/** What a client sends that has no credential; these stand in bodies for what they mean there. */
const NO_SECRETS: ReadonlySet<string> = new Set(['null', 'undefined', 'true', 'false']);

/**
 * Makes what describes exchanges without their secrets: credentials in headers, cookies, what is known beforehand, and each
 * of these wherever else it stands in the same exchange. What is worked out for one exchange is kept for the next.
 */
export function createExchangeDescriber({ secrets, contracts }: KnownSecrets): (exchange: Exchange) => JournalEntry {
  const known = new Set(secrets);
  const redactor = createRedactor(known);
  const resembles = keepAnswers(redactor.resembles);
  const extend = keepRedactors(redactor);
  const served = new Set(contracts.flatMap((one) => [...listCredentialHeaders(one), ...listFurtherHeaders(one)]));
  return (exchange) => {
    const { contract, response } = exchange;
    const hidden = [
      ...listHeaders(exchange).filter(([name, value]) => {
        // A credential that was altered is one still.
        return namesSecret(name, contract) || (!isPublic(name, contract) && resembles(value));
      }),
      ...lowerNames(response?.headers ?? []).filter(([name]) => namesSecret(name, contract)),
    ];
    const found = [
      ...hidden.flatMap(([name, value]) => listSecrets(name, value)),
      ...listQuerySecretsOf(exchange),
      ...listBodySecrets(exchange.request.body ?? '', (name) => isParameter(exchange, name)),
    ].filter((secret) => !known.has(secret) && !NO_SECRETS.has(secret.toLowerCase()));
    const { redact } = extend(found);
    return describeExchange(exchange, { hidden: new Set(hidden.map(([name]) => name)), redact });
  };

  function namesSecret(name: string, contract: Contract | undefined): boolean {
    if (contract !== undefined && listCredentialHeaders(contract).includes(name)) return true;
    return !isPublic(name, contract) && (served.has(name) || isSuspiciousHeader(name));
  }
}

function listQuerySecretsOf(exchange: Exchange): readonly string[] {
  return listQuerySecrets(exchange.request.query, (name) => isParameter(exchange, name));
}

function isParameter({ contract }: Exchange, name: string): boolean {
  return (
    contract !== undefined && (name === contract.page.position || contract.parameters.some((one) => one.name === name))
  );
}

/** Whether the contract declares the header for something other than a secret. */
function isPublic(name: string, contract: Contract | undefined): boolean {
  return contract !== undefined && listPublicHeaders(contract).includes(name);
}

function listHeaders({ request }: Exchange): Headers {
  return Object.entries(request.headers).flatMap(([name, value = []]) => {
    return [value].flat().map((one) => [name, one] as const);
  });
}

function lowerNames(headers: Headers): Headers {
  return headers.map(([name, value]) => [name.toLowerCase(), value]);
}

/** Headers with credentials that only operations on rows ask for. */
function listFurtherHeaders(contract: Contract): readonly string[] {
  return listFurtherSchemes(contract).flatMap(({ in: place, parameter }) => (place === 'header' ? [parameter] : []));
}

function keepAnswers(ask: (value: string) => boolean): (value: string) => boolean {
  const answers = new LRUCache<string, boolean>({
    maxSize: KEPT_VALUES,
    sizeCalculation: (_, value) => value.length + 1,
  });
  return (value) => {
    const answer = answers.get(value) ?? ask(value);
    answers.set(value, answer);
    return answer;
  };
}

function keepRedactors(redactor: Redactor): Redactor['extend'] {
  const redactors = new LRUCache<string, Redactor>({ max: KEPT_REDACTORS });
  return (secrets) => {
    if (secrets.length === 0) return redactor;
    const key = JSON.stringify(secrets);
    const extended = redactors.get(key) ?? redactor.extend(secrets);
    redactors.set(key, extended);
    return extended;
  };
}

/** What must not be shown of an exchange. */
interface Secrecy {
  /** Headers of the request and of the response whose value is not shown at all, by name in lower case. */
  readonly hidden: ReadonlySet<string>;
  /** Takes secrets out of any other text. */
  redact(text: string): string;
}

/** Describes an exchange without what must not be shown. */
export function describeExchange(exchange: Exchange, secrecy: Secrecy): JournalEntry {
  const { contract, connection, faults, isAborted, request, response } = exchange;
  const by = readSender(exchange);
  return {
    id: exchange.id,
    session: exchange.session,
    ...(by === undefined ? {} : { by }),
    ...(contract === undefined ? {} : { contract: contract.id }),
    at: new Date(exchange.at).toISOString(),
    clock: new Date(exchange.clock).toISOString(),
    durationMs: exchange.durationMs,
    ...(connection === undefined ? {} : { connection }),
    ...(isAborted === undefined ? {} : { isAborted }),
    ...(faults === undefined ? {} : { faults }),
    request: {
      method: request.method,
      url: secrecy.redact(writeUrl(exchange)),
      headers: describeHeaders(Object.entries(request.headers), secrecy),
      ...(request.body === undefined || request.body === '' ? {} : { body: secrecy.redact(request.body) }),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            status: response.status,
            headers: describeHeaders(response.headers, secrecy),
            body: secrecy.redact(Buffer.from(response.body, 'latin1').toString('utf8')),
          },
        }),
  };
}

type HeaderValue = string | readonly string[] | undefined;

function describeHeaders(headers: Iterable<readonly [string, HeaderValue]>, secrecy: Secrecy): EntryHeaders {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    const sofar = values.get(key);
    if (sofar === undefined) values.set(key, [value].flat());
    else sofar.push(...[value].flat());
  }
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, secrecy.hidden.has(name) ? REDACTED : secrecy.redact(all.join(', '))]),
  );
}
