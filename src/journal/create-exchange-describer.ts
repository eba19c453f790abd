import { LRUCache } from 'lru-cache';
import type { Contract } from '../contract/contract.ts';
import { createRedactor, type Redactor } from '../contract/secrets/create-redactor.ts';
import { isSuspiciousHeader } from '../contract/secrets/is-credential-header.ts';
import { listCredentialHeaders, listPublicHeaders } from '../contract/secrets/list-key-headers.ts';
import { listQuerySecrets } from '../contract/secrets/list-query-secrets.ts';
import { listSecrets } from '../contract/secrets/list-secrets.ts';
import type { Headers } from '../mock/message.ts';
import { describeExchange } from './describe-exchange.ts';
import type { Exchange } from './exchange.ts';
import type { JournalEntry } from './journal-entry.ts';

/** What is known before any exchange. */
export interface KnownSecrets {
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
  const served = new Set(contracts.flatMap(listCredentialHeaders));
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
    ].filter((secret) => !known.has(secret) && !NO_SECRETS.has(secret.toLowerCase()));
    const { redact } = extend(found);
    return describeExchange(exchange, { hidden: new Set(hidden.map(([name]) => name)), redact });
  };

  function namesSecret(name: string, contract: Contract | undefined): boolean {
    if (contract !== undefined && listCredentialHeaders(contract).includes(name)) return true;
    return !isPublic(name, contract) && (served.has(name) || isSuspiciousHeader(name));
  }
}

function listQuerySecretsOf({ request: { query }, contract }: Exchange): readonly string[] {
  return listQuerySecrets(query, (name) => {
    return (
      contract !== undefined &&
      (name === contract.page.position || contract.parameters.some((one) => one.name === name))
    );
  });
}

/** Whether the contract has the header to say what is wanted. */
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
